"""The panel that deposits and withdraws money."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static

from ribbit_tui.session.amounts import AmountError
from ribbit_tui.session.funding.transfer_request import OFFERED_USD, next_offered
from ribbit_tui.tui.widgets.panel import KEY_STYLE
from ribbit_tui.wire.funding import TransferDirection

from .amount_field import AmountField

Parse = Callable[[str, TransferDirection], Decimal]
"""Returns the amount typed (USD). Raises AmountError."""
Outlook = Callable[[Decimal | None, TransferDirection, int], Content]
"""Draws what a transfer of an amount will do, in a width; None while no amount is typed."""
_WORDS = {
    TransferDirection.INCOMING: ("Deposit", "Review deposit"),
    TransferDirection.OUTGOING: ("Withdraw", "Review withdrawal"),
}


class OutlookText(Static):
    """Text in lines of the width of the widget."""

    class Resized(Message):
        """Posted when the lines have another width."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())


class TransferPanel(VerticalScroll, can_focus=False):
    """The direction, the amount with its chips, and what the transfer will do."""

    DEFAULT_CSS = """
    TransferPanel {
        padding: 0 1;
        .line { height: 1; }
        #directions Button { min-width: 12; margin-right: 1; }
        .part { height: auto; }
        #amount-head { margin-top: 1; height: 1; }
        #amount { width: 100%; background: $panel; }
        #amount:focus { background: $cursor-row; }
        #chips { margin-top: 1; }
        #chips Button { margin-right: 1; }
        .message { height: auto; color: $quiet; }
        .message.-wrong { color: $error; }
        #outlook { height: auto; margin: 1 0; }
        #review-transfer { width: 100%; }
        #promise { color: $quiet; height: auto; }
    }
    """

    @dataclass
    class TransferRequested(Message):
        """Posted when the user wants to transfer this amount (USD)."""

        amount: Decimal
        direction: TransferDirection

    def __init__(self, parse: Parse, outlook: Outlook, cancel_keys: Sequence[str]) -> None:
        super().__init__()
        self._cancel_keys = cancel_keys
        self._parse = parse
        self._outlook = outlook
        self._block: str | None = None
        self._limit = ""
        self.direction = TransferDirection.INCOMING

    def compose(self) -> ComposeResult:
        with Vertical(classes="part", id="request"):
            with Horizontal(classes="line", id="directions"):
                yield Button("Deposit", id="deposit", compact=True)
                yield Button("Withdraw", id="withdraw", compact=True)
            yield Static("", id="amount-head", markup=False)
            yield AmountField(self._cancel_keys, id="amount")
            with Horizontal(classes="line", id="chips"):
                for dollars in OFFERED_USD:
                    chip = Button(f"${dollars:,}", id=f"chip-{dollars}", compact=True)
                    chip.add_class("chip")
                    chip.can_focus = False
                    yield chip
            yield Static("", classes="message", markup=False)
        with Vertical(classes="part", id="result"):
            yield OutlookText("", id="outlook", markup=False)
            yield Button("", id="review-transfer", variant="primary", compact=True)
            yield Static("Nothing moves before you confirm.", id="promise", markup=False)

    def on_mount(self) -> None:
        self.choose(self.direction)

    def choose(self, direction: TransferDirection) -> None:
        """Show the transfer in this direction."""
        self.direction = direction
        is_deposit = direction == TransferDirection.INCOMING
        self.query_one("#deposit", Button).variant = "primary" if is_deposit else "default"
        self.query_one("#withdraw", Button).variant = "default" if is_deposit else "primary"
        self.query_one("#review-transfer", Button).label = _WORDS[direction][1]
        self.show_message(self._block or "", wrong=self._block is not None)
        self.show_outlook()

    def focus_amount(self, direction: TransferDirection | None = None) -> None:
        """Focus the amount, of a transfer in a direction if one is given."""
        if direction is not None:
            self.choose(direction)
        self.query_one("#amount", Input).focus()

    def show_message(self, words: str, *, wrong: bool = False) -> None:
        """Show a message below the amount."""
        message = self.query_one(".message", Static)
        message.update(Content(f"✗ {words}" if wrong and words else words))
        message.set_class(wrong, "-wrong")
        message.display = bool(words)

    def show_limit(self, words: str) -> None:
        """Show the largest amount beside the name of the field."""
        self._limit = words
        self.query_one("#amount-head", Static).update(
            Content.assemble(
                ("Amount  ", "$label"), ("↑↓", KEY_STYLE), (f"  {self._limit}", "$quiet")
            )
        )

    def show_block(self, reason: str | None) -> None:
        """Close the panel with a reason, or open it again."""
        was_blocked, self._block = self._block is not None, reason
        for button in self.query(Button):
            button.disabled = reason is not None
        if reason is not None:
            self.show_message(reason, wrong=True)
        elif was_blocked:
            self.show_message("")

    @on(OutlookText.Resized)
    def show_outlook(self) -> None:
        """Show what the transfer of the typed amount will do, and mark its chip."""
        amount = self._typed_amount()
        for dollars in OFFERED_USD:
            self.query_one(f"#chip-{dollars}").set_class(amount == dollars, "-chosen")
        outlook = self.query_one("#outlook", Static)
        if outlook.content_size.width:
            outlook.update(self._outlook(amount, self.direction, outlook.content_size.width))

    def clear(self) -> None:
        """Clear the amount after the transfer is sent."""
        self.query_one("#amount", Input).value = ""

    def _typed_amount(self) -> Decimal | None:
        try:
            return self._parse(self.query_one("#amount", Input).value, self.direction)
        except AmountError:
            return None

    @on(Button.Pressed, ".chip")
    def _chip(self, event: Button.Pressed) -> None:
        event.stop()
        self._fill_in(int(str(event.button.id).removeprefix("chip-")))

    @on(AmountField.Stepped)
    def _step(self, event: AmountField.Stepped) -> None:
        event.stop()
        self._fill_in(next_offered(self._typed_amount(), is_larger=event.is_larger))

    def _fill_in(self, dollars: int) -> None:
        field = self.query_one("#amount", Input)
        field.value = str(dollars)
        field.cursor_position = len(field.value)
        field.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_message(self._block or "", wrong=self._block is not None)
        self.show_outlook()

    @on(Button.Pressed, "#deposit")
    def _deposit(self, event: Button.Pressed) -> None:
        event.stop()
        self.focus_amount(TransferDirection.INCOMING)

    @on(Button.Pressed, "#withdraw")
    def _withdraw(self, event: Button.Pressed) -> None:
        event.stop()
        self.focus_amount(TransferDirection.OUTGOING)

    @on(Input.Submitted)
    @on(Button.Pressed, "#review-transfer")
    def _review(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        field = self.query_one("#amount", Input)
        try:
            amount = self._parse(field.value, self.direction)
        except AmountError as error:
            self.show_message(str(error), wrong=True)
            field.focus()
            return
        self.post_message(self.TransferRequested(amount, self.direction))
