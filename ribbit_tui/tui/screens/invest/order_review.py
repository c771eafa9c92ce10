"""The dialog in which an order is reviewed before it is sent."""

from ribbit_tui.session.trading.ticket import TicketReview, Unit
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.words.formats import shares, usd
from ribbit_tui.wire.orders import OrderSide


def order_review(review: TicketReview) -> ConfirmDialog:
    """Build the dialog that shows the order with its current price and estimated total."""
    ticket = review.ticket
    verb = "Buy" if ticket.side == OrderSide.BUY else "Sell"
    if ticket.unit is Unit.SHARES:
        amount, about = f"{shares(review.shares)} shares", usd(review.dollars)
    else:
        amount, about = usd(review.dollars), f"{shares(review.shares)} shares"
    facts = [
        ("Asset", f"{ticket.symbol}  {review.asset.name if review.asset else ''}"),
        ("Order", f"{verb} {amount}"),
        ("Type", "Market order, good for the day"),
        ("Price now", usd(review.price)),
        ("Estimated total", about),
    ]
    hint = review.note or "A market order fills at the current market price."
    return ConfirmDialog("Review your order", facts, f"{verb} {ticket.symbol}", hint)
