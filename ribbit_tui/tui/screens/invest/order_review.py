"""The dialog in which an order is reviewed before it is sent."""

from collections.abc import Sequence
from decimal import Decimal

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.trading.ticket import TicketReview, Unit
from ribbit_tui.session.trading.ticket_effect import TicketEffect
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.drawing.bars import share_bar
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.words.assets import amount_of, short_name
from ribbit_tui.tui.words.formats import plain, price, quantity, shares, usd
from ribbit_tui.tui.words.unanswered import waiting_note
from ribbit_tui.wire.orders import OrderSide

_RESENT = (
    "You sent this order before and its answer was lost. It is sent again under the same id,"
    " so it cannot be placed twice."
)
_SHORT_ROWS, _TIGHT_ROWS = 30, 24
"""Rows of a terminal below which the edges, and then the parts, have no blank rows between them."""


class OrderReviewDialog(ConfirmDialog):
    """An order with its current price, its estimated total and the cash after it.

    The price is that of the moment at which the dialog opens.
    """

    DEFAULT_CSS = """
    OrderReviewDialog {
        .dialog { max-width: 60; max-height: 100%; }
        #review-facts { height: auto; }
        &.-compact .dialog { padding: 0 2; }
        &.-compact .title { margin-bottom: 0; }
        &.-compact .hint { margin-top: 0; }
        &.-tight .buttons { margin-top: 0; }
    }
    """

    def __init__(
        self, review: TicketReview, effect: TicketEffect, hint: str, *, price_note: str = ""
    ) -> None:
        """`price_note` says if the price is old; it is empty otherwise."""
        label = f"{_verb(review)} {plain(review.symbol, 12)}"
        super().__init__("Review your order", (), label, hint)
        self._review = review
        self._effect = effect
        self._price_note = price_note

    def compose_facts(self) -> ComposeResult:
        yield Static("", id="review-facts", markup=False)

    def on_resize(self) -> None:
        self.set_class(self.app.size.height < _SHORT_ROWS, "-compact")
        self.set_class(self.app.size.height < _TIGHT_ROWS, "-tight")
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        drawn = self.query("#review-facts")
        width = drawn.first().content_size.width if drawn else 0
        if width <= 0:
            return
        parts = [
            _order_lines(self._review, width),
            _cost_lines(self._review, self._price_note, width),
            _cash_lines(self._review, self._effect, width),
        ]
        gap = [] if self.has_class("-tight") else [Content()]
        lines = [line for part in parts for line in [*gap, *part]][len(gap) :]
        drawn.first(Static).update(Content("\n").join(lines))


def _verb(review: TicketReview) -> str:
    return "Buy" if review.ticket.side == OrderSide.BUY else "Sell"


def _order_lines(review: TicketReview, width: int) -> list[Content]:
    """Draw the order in a sentence, its asset, and what kind of order it is."""
    asset, symbol = review.asset, review.symbol
    if review.ticket.unit is Unit.SHARES and review.shares is not None:
        what = amount_of(review.shares, asset, symbol)
    else:
        what = f"{usd(review.dollars)} of {short_name(asset, symbol)}"
    named = [symbol, asset.name, asset.exchange] if asset is not None else [symbol]
    lasts = "until canceled" if asset is not None and asset.is_crypto else "for the day"
    lines = [
        Content.styled(f"{_verb(review)} {what}", "bold"),
        Content.styled(plain(" · ".join(filter(None, named)), 120), "$quiet"),
        Content.styled(f"Market order, good {lasts}", "$label"),
    ]
    return [line.truncate(width, ellipsis=True) for line in lines]


def _cost_lines(review: TicketReview, price_note: str, width: int) -> list[Content]:
    """Draw the amounts in one column, with a rule before the total."""
    is_crypto = review.asset is not None and review.asset.is_crypto
    is_in_shares = review.ticket.unit is Unit.SHARES
    lines = [fact("Price now", price(review.price), width)]
    if price_note:
        lines.append(Content.styled(price_note, "$warning"))
    how = f"{shares(review.shares)} × {price(review.price)}" if is_in_shares else ""
    left = Content.assemble(("Estimate", "$label"), (f"   {how}", "$quiet"))
    lines.append(fact_line(left, Content(usd(review.dollars)), width))
    if not is_in_shares:
        lines.append(fact("Comes to about", quantity(review.shares, review.asset), width))
    if not is_crypto:
        lines.append(fact("Commission", usd(Decimal(0)), width))
    total = "You pay about" if review.ticket.side == OrderSide.BUY else "You receive about"
    rule = Content.styled("─" * width, "$idle-border")
    return [*lines, rule, fact(total, usd(review.dollars), width, "bold")]


def _cash_lines(review: TicketReview, effect: TicketEffect, width: int) -> list[Content]:
    """Draw the cash before and after, and the part of it that a purchase takes as a bar."""
    lines = [
        fact("Cash before", usd(effect.cash_before), width),
        fact("Cash after", usd(effect.cash_after), width, "bold"),
    ]
    taken = effect.part_of_cash
    if taken is None:
        return lines
    name = short_name(review.asset, review.symbol)
    stays, becomes = _percent(1 - taken), _percent(taken)
    return [
        *lines,
        share_bar([(1 - taken, "$label"), (taken, "$primary")], width),
        fact_line(
            Content.styled(f"{stays} stays in cash", "$quiet"),
            Content.styled(f"{becomes} becomes {name}", "$primary"),
            width,
        ),
    ]


def _percent(fraction: Decimal) -> str:
    """Format a part in whole percent, of which a part that is not all has at most 99."""
    if not fraction or fraction == 1:
        return "100%" if fraction else "0%"
    shown = round(fraction * 100)
    return "under 1%" if shown < 1 else f"{min(shown, Decimal(99))}%"


def order_review(
    review: TicketReview,
    effect: TicketEffect,
    unanswered: Sequence[UnansweredWrite] = (),
    *,
    is_resent: bool = False,
    price_note: str = "",
) -> OrderReviewDialog:
    """Build the dialog that shows the order with its current price and estimated total.

    Tells of `unanswered` orders, and whether this very one was sent before (`is_resent`).
    """
    hint = review.note or "A market order fills at the current market price."
    if is_resent:
        hint = _RESENT
    elif note := waiting_note(unanswered, WriteKind.ORDER):
        hint = note
    return OrderReviewDialog(review, effect, hint, price_note=price_note)
