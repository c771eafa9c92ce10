"""The dialog in which an order is reviewed before it is sent."""

from collections.abc import Sequence

from ribbit_tui.session.trading.ticket import TicketReview, Unit
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.words.formats import price, quantity, usd
from ribbit_tui.tui.words.unanswered import waiting_note
from ribbit_tui.wire.orders import OrderSide

_RESENT = (
    "You sent this order before and its answer was lost. It is sent again under the same id,"
    " so it cannot be placed twice."
)


def order_review(
    review: TicketReview, unanswered: Sequence[UnansweredWrite] = (), *, is_resent: bool = False
) -> ConfirmDialog:
    """Build the dialog that shows the order with its current price and estimated total.

    Tells of `unanswered` orders, and whether this very one was sent before (`is_resent`).
    """
    ticket = review.ticket
    verb = "Buy" if ticket.side == OrderSide.BUY else "Sell"
    if ticket.unit is Unit.SHARES:
        amount, about = quantity(review.shares, review.asset), usd(review.dollars)
    else:
        amount, about = usd(review.dollars), quantity(review.shares, review.asset)
    lasts = "until canceled" if review.asset and review.asset.is_crypto else "for the day"
    facts = [
        ("Asset", f"{review.symbol}  {review.asset.name if review.asset else ''}"),
        ("Order", f"{verb} {amount}"),
        ("Type", f"Market order, good {lasts}"),
        ("Price now", price(review.price)),
        ("Estimated total", about),
    ]
    hint = review.note or "A market order fills at the current market price."
    if is_resent:
        hint = _RESENT
    elif note := waiting_note(unanswered, WriteKind.ORDER):
        hint = note
    return ConfirmDialog("Review your order", facts, f"{verb} {review.symbol}", hint)
