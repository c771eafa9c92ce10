"""The panel of the order ticket: side, unit, amount, estimate and errors."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, RadioSet, Static

from ribbit_tui.session.trading.ticket import OrderTicket, TicketReview, Unit
from ribbit_tui.tui.inputs.radio import Radio, RadioLine
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS, TextField
from ribbit_tui.tui.words.formats import plain, price, quantity, usd
from ribbit_tui.wire.orders import OrderSide


class OrderPanel(Vertical):
    """The editor of a ticket. The screen provides its review."""

    DEFAULT_CSS = """
    OrderPanel {
        height: auto;
        #asset-name { text-style: bold; height: auto; }
        #asset-price { height: 1; margin-bottom: 1; }
        .line { height: 1; margin-bottom: 1; }
        .line .label { width: 8; color: $quiet; }
        #order-amount { width: 1fr; max-width: 24; background: $surface; }
        #order-amount:focus { background: $panel; }
        #estimate, #refusal, #note { height: auto; }
        #estimate, #note { color: $quiet; }
        #refusal { color: $error; }
        #review { margin-top: 1; }
    }
    """

    @dataclass
    class Edited(Message):
        """Posted when the user has changed the ticket."""

        ticket: OrderTicket

    class ReviewRequested(Message):
        """Posted when the user wants to review the order."""

    def __init__(self, symbol: str) -> None:
        super().__init__()
        self.ticket = OrderTicket(symbol)

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
        with Horizontal(classes="line"):
            yield Static("Amount", classes="label", markup=False)
            yield TextField(placeholder="0.42", id="order-amount", refused=f"/{ALT_DIGITS}")
        yield Static("", id="estimate", markup=False)
        yield Static("", id="refusal", markup=False)
        yield Static("", id="note", markup=False)
        yield Button("Review order", id="review", variant="primary", compact=True)

    def show(self, review: TicketReview) -> None:
        """Show the estimate and the errors. The fields are not changed."""
        asset = review.asset
        name = f"{review.symbol}  {plain(asset.name, 60) if asset else ''}".strip()
        self.query_one("#asset-name", Static).update(Content(name))
        each = f"for 1 {asset.coin}" if asset and asset.coin else "a share"
        self.query_one("#asset-price", Static).update(Content(f"{price(review.price)} {each}"))
        unit = self.query(Radio)[2]
        unit.label = asset.coin if asset and asset.coin else "Shares"
        self.query_one("#estimate", Static).update(Content(_estimate(review)))
        refusal = self.query_one("#refusal", Static)
        refusal.update(Content(f"✗ {review.error}" if review.error else ""))
        refusal.display = bool(review.error)
        note = self.query_one("#note", Static)
        note.update(Content(review.note or ""))
        note.display = bool(review.note)
        ready = review.error is None and bool(self.ticket.amount.strip())
        self.query_one("#review", Button).disabled = not ready

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
