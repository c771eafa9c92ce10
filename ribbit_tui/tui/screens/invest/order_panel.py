"""The panel of the order ticket: side, unit, amount, estimate and errors."""

from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, RadioSet, Static

from ribbit_tui.session.trading.ticket import OrderTicket, TicketReview, Unit
from ribbit_tui.session.trading.ticket_effect import TicketEffect
from ribbit_tui.tui.inputs.radio import Radio, RadioLine
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS, TextField
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import plain, price, quantity, usd
from ribbit_tui.wire.orders import OrderSide

from .ticket_figures import ticket_figures


class OrderPanel(Vertical):
    """The editor of a ticket. The screen provides its review."""

    DEFAULT_CSS = """
    OrderPanel {
        height: auto;
        #asset-name { text-style: bold; height: auto; max-height: 2; }
        #asset-price { height: auto; margin-bottom: 1; }
        .line { height: 1; }
        .line .label { width: 8; color: $label; }
        #order-amount { width: 1fr; background: $panel; }
        #order-amount:focus { background: $cursor-row; }
        #amount-line { margin: 1 0 0 0; }
        #estimate, #refusal, #note, #figures { height: auto; }
        #estimate { color: $label; padding-left: 8; }
        #note { color: $quiet; margin-top: 1; }
        #refusal { color: $error; }
        #figures { margin-top: 1; }
        #review { margin-top: 1; width: 100%; }
    }
    """

    @dataclass
    class Edited(Message):
        """Posted when the user has changed the ticket."""

        ticket: OrderTicket

    class ReviewRequested(Message):
        """Posted when the user wants to review the order."""

    def __init__(self) -> None:
        super().__init__()
        self.ticket = OrderTicket("")
        """Without a symbol until `open` or `follow` gives it one."""
        self._review_shown: TicketReview | None = None
        self._effect: TicketEffect | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="asset-name", markup=False)
        yield Static("", id="asset-price", markup=False)
        with Horizontal(classes="line"):
            yield Static("Side", classes="label", markup=False)
            yield RadioLine(
                Radio("Buy", value=True, compact=True),
                Radio("Sell", compact=True),
                id="side",
                compact=True,
            )
        with Horizontal(classes="line"):
            yield Static("In", classes="label", markup=False)
            yield RadioLine(
                Radio("Shares", value=True, compact=True),
                Radio("Dollars", compact=True),
                id="unit",
                compact=True,
            )
        with Horizontal(classes="line", id="amount-line"):
            yield Static("Amount", classes="label", markup=False)
            yield TextField(placeholder="0.42", id="order-amount", refused=f"/{ALT_DIGITS}")
        yield Static("", id="estimate", markup=False)
        yield Static("", id="refusal", markup=False)
        yield Static("", id="figures", markup=False)
        yield Static("", id="note", markup=False)
        yield Button("Review order", id="review", variant="primary", compact=True)

    def show(self, review: TicketReview, effect: TicketEffect, price_note: str) -> None:
        """Show the estimate, what it does to the money, and the errors, not changing the fields.

        `price_note` says if the price is old; it is empty otherwise.
        """
        self._review_shown, self._effect = review, effect
        asset = review.asset
        name = f"{review.symbol}  {plain(asset.name, 60) if asset else ''}".strip()
        show_text(self.query_one("#asset-name", Static), Content(name))
        each = f"for 1 {asset.coin}" if asset and asset.coin else "a share"
        known = f"{price(review.price)} {each}" if review.price else "No price is known yet."
        lines = [known, price_note] if price_note else [known]
        show_text(self.query_one("#asset-price", Static), Content("\n".join(lines)))
        unit = self.query(Radio)[2]
        unit.label = asset.coin if asset and asset.coin else "Shares"
        show_text(self.query_one("#estimate", Static), Content(_estimate(review)))
        refusal = self.query_one("#refusal", Static)
        show_text(refusal, Content(f"✗ {review.error}" if review.error else ""))
        refusal.display = bool(review.error)
        note = self.query_one("#note", Static)
        show_text(note, Content(review.note or ""))
        note.display = bool(review.note)
        self._draw_figures()
        ready = review.error is None and bool(self.ticket.amount.strip())
        self.query_one("#review", Button).disabled = not ready

    def on_resize(self) -> None:
        self._draw_figures()

    def _draw_figures(self) -> None:
        """Draw the amounts in one column, below a rule."""
        figures = self.query_one("#figures", Static)
        width = figures.content_size.width
        if self._review_shown is None or self._effect is None or width <= 0:
            return
        lines = ticket_figures(self._review_shown, self._effect, width)
        show_text(figures, Content("\n").join(lines))

    @on(RadioSet.Changed)
    @on(Input.Changed)
    def _edited(self, event: RadioSet.Changed | Input.Changed) -> None:
        event.stop()
        is_in_dollars = self.query_one("#unit", RadioSet).pressed_index == 1
        is_sale = self.query_one("#side", RadioSet).pressed_index == 1
        amount = self.query_one("#order-amount", Input)
        amount.placeholder = "100" if is_in_dollars else "0.42"
        self.ticket = OrderTicket(
            self.ticket.symbol,
            OrderSide.SELL if is_sale else OrderSide.BUY,
            Unit.DOLLARS if is_in_dollars else Unit.SHARES,
            amount.value,
        )
        self.post_message(self.Edited(self.ticket))

    @on(Input.Submitted)
    @on(Button.Pressed, "#review")
    def _review(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        if not self.query_one("#review", Button).disabled:
            self.post_message(self.ReviewRequested())

    def open(self, symbol: str, side: int) -> None:
        """Become an empty ticket for an asset, to buy (0) or to sell (1), and focus its amount."""
        self._take(symbol)
        self.clear()
        self.choose_side(side)
        self.query_one("#order-amount").focus()

    def follow(self, symbol: str) -> None:
        """Become the ticket of the asset under the cursor, unless this one is in use."""
        if not self.ticket.amount.strip() and not self.has_focus_within:
            self._take(symbol)

    def _take(self, symbol: str) -> None:
        if symbol != self.ticket.symbol:
            self.ticket = replace(self.ticket, symbol=symbol)
            self.post_message(self.Edited(self.ticket))

    def choose_side(self, index: int) -> None:
        """Choose Buy (0) or Sell (1)."""
        self.query_one("#side", RadioLine).choose(index)

    def show_sending(self, sending: bool) -> None:
        """Show that the order is being sent."""
        for button in self.query("#review").results(Button):
            button.label = "Sending…" if sending else "Review order"

    def clear(self) -> None:
        """Clear the amount after the order is sent."""
        self.query_one("#order-amount", Input).value = ""


def _estimate(review: TicketReview) -> str:
    if review.ticket.unit is Unit.SHARES:
        return f"About {usd(review.dollars)}" if review.dollars is not None else ""
    return f"About {quantity(review.shares, review.asset)}" if review.shares is not None else ""
