"""The panel that deposits and withdraws money."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static

from ribbit_tui.session.amounts import AmountError
from ribbit_tui.session.funding.transfer_request import CHIPS
from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.wire.funding import TransferDirection

Parse = Callable[[str, TransferDirection], Decimal]
"""Returns the amount typed (USD). Raises AmountError."""


class TransferPanel(Vertical):
    """An amount, buttons with preset amounts, and the buttons Deposit and Withdraw."""

    DEFAULT_CSS = """
    TransferPanel {
        height: auto;
        max-width: 60;
        .line { height: 1; }
        #amount-line { margin-top: 1; }
        .line Button { margin-right: 1; }
        #amount { width: 20; margin-right: 2; background: $surface; }
        #amount:focus { background: $panel; }
        .message { height: auto; color: $quiet; margin-top: 1; }
        .message.-wrong { color: $error; }
    }
    """

    @dataclass
    class TransferRequested(Message):
        """Posted when the user wants to transfer this amount (USD)."""

        amount: Decimal
        direction: TransferDirection

    def __init__(self, parse: Parse) -> None:
        super().__init__()
        self._parse = parse
        self._block: str | None = None
        self._direction = TransferDirection.INCOMING
        """The direction of the transfer that Enter in the amount asks for."""

    def compose(self) -> ComposeResult:
        with Horizontal(classes="line"):
            for dollars in CHIPS:
                yield Button(f"${dollars}", id=f"chip-{dollars}", classes="chip", compact=True)
        with Horizontal(classes="line", id="amount-line"):
            yield TextField(placeholder="Amount in USD", id="amount")
            yield Button("Deposit", id="deposit", variant="primary", compact=True)
            yield Button("Withdraw", id="withdraw", compact=True)
        yield Static("", classes="message", markup=False)

    def on_mount(self) -> None:
        self.show_message("")

    def show_message(self, words: str, *, wrong: bool = False) -> None:
        """Show a message below the amount."""
        message = self.query_one(".message", Static)
        message.update(Content(f"✗ {words}" if wrong and words else words))
        message.set_class(wrong, "-wrong")
        message.display = bool(words)

    def show_block(self, reason: str | None) -> None:
        """Close the panel with a reason, or open it again."""
        was_blocked, self._block = self._block is not None, reason
        for button in self.query(Button):
            button.disabled = reason is not None
        if reason is not None:
            self.show_message(reason, wrong=True)
        elif was_blocked:
            self.show_message("")

    def choose(self, direction: TransferDirection) -> None:
        """Let Enter in the amount deposit or withdraw; the button of the other one is plain."""
        self._direction = direction
        is_deposit = direction is TransferDirection.INCOMING
        self.query_one("#deposit", Button).variant = "primary" if is_deposit else "default"
        self.query_one("#withdraw", Button).variant = "default" if is_deposit else "primary"

    def clear(self) -> None:
        """Clear the amount after the transfer is sent."""
        self.query_one("#amount", Input).value = ""
        self.choose(TransferDirection.INCOMING)

    @on(Button.Pressed, ".chip")
    def _chip(self, event: Button.Pressed) -> None:
        event.stop()
        self.query_one("#amount", Input).value = str(event.button.id).removeprefix("chip-")
        chosen = "#deposit" if self._direction is TransferDirection.INCOMING else "#withdraw"
        self.query_one(chosen, Button).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_message(self._block or "", wrong=self._block is not None)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self._ask(self._direction)

    @on(Button.Pressed, "#deposit")
    def _deposit(self, event: Button.Pressed) -> None:
        event.stop()
        self._ask(TransferDirection.INCOMING)

    @on(Button.Pressed, "#withdraw")
    def _withdraw(self, event: Button.Pressed) -> None:
        event.stop()
        self._ask(TransferDirection.OUTGOING)

    def _ask(self, direction: TransferDirection) -> None:
        field = self.query_one("#amount", Input)
        try:
            amount = self._parse(field.value, direction)
        except AmountError as error:
            self.show_message(str(error), wrong=True)
            field.focus()
            return
        self.post_message(self.TransferRequested(amount, direction))
