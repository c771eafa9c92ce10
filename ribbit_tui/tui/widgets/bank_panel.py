"""The bank link: its card, or the form that makes one."""

from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.answer import Answer
from ribbit_tui.session.bank_link import BANK_FIELDS, masked_account, to_creation
from ribbit_tui.wire.funding import AchRelationship, AchRelationshipCreation

from ..formats import plain
from ..status_words import bank_words
from .form import Form
from .timeline import STYLES


class BankCard(Horizontal):
    """A linked bank, with its status."""

    DEFAULT_CSS = """
    BankCard {
        height: auto;
        max-width: 60;
        Vertical { width: 1fr; height: auto; }
        Static { height: auto; }
    }
    """

    @dataclass
    class Remove(Message):
        """The person wants to give up this link."""

        bank: AchRelationship

    def __init__(self) -> None:
        super().__init__()
        self._bank: AchRelationship | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("", id="bank-name", markup=False)
            yield Static("", id="bank-status", markup=False)
        yield Button("Remove", id="remove-bank", compact=True)

    def show(self, bank: AchRelationship) -> None:
        """Bring the card up to date."""
        self._bank = bank
        words = bank_words(bank.status)
        name = plain(bank.nickname or bank.account_owner_name, 18)
        kind = str(bank.bank_account_type or "").capitalize()
        numbers = plain(f"{plain(kind, 12)} {masked_account(bank.bank_account_number)}")
        self.query_one("#bank-name", Static).update(
            Content.assemble((name, "bold"), (f"  {numbers}", "$quiet"))
        )
        self.query_one("#bank-status", Static).update(
            Content.assemble(
                (f"{words.glyph} {words.label}", STYLES[words.mood]),
                (f"  {words.meaning}", "$quiet"),
            )
        )

    @on(Button.Pressed, "#remove-bank")
    def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        if self._bank is not None:
            self.post_message(self.Remove(self._bank))


class BankForm(Vertical):
    """Asks for the numbers of a bank account."""

    DEFAULT_CSS = "BankForm { height: auto; max-width: 84; }"

    @dataclass
    class Filled(Message):
        """The numbers are there and pass every rule."""

        creation: AchRelationshipCreation

    def __init__(self, owner: str, today: date) -> None:
        super().__init__()
        self._answers: dict[str, Answer] = {
            field.name: field.default for field in BANK_FIELDS if field.default is not None
        }
        self._answers["account_owner_name"] = owner
        self._today = today

    def compose(self) -> ComposeResult:
        yield Form(BANK_FIELDS, self._answers, self._today, id="bank-form")
        yield Button("Link this bank", id="link-bank", variant="primary", compact=True)

    @on(Button.Pressed, "#link-bank")
    def _link(self, event: Button.Pressed) -> None:
        event.stop()
        form = self.query_one(Form)
        errors = form.errors()
        if form.show_errors(errors):
            return
        self.post_message(self.Filled(to_creation(form.answers)))
