"""The panel of the bank link: the linked bank, or the form that links one."""

from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import blocked_reason, is_open
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.funding.bank_link import BANK_FIELDS, masked_account, to_creation
from ribbit_tui.session.state import Change, State
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.words.statuses import TONE_STYLES, bank_words
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.funding import AchRelationship, AchRelationshipCreation, AchRelationshipStatus
from ribbit_tui.wire.model import sort_time


class BankCard(Horizontal):
    """A linked bank with its status."""

    DEFAULT_CSS = """
    BankCard {
        height: auto;
        max-width: 60;
        Vertical { width: 1fr; height: auto; }
        Static { height: auto; }
    }
    """

    @dataclass
    class RemoveRequested(Message):
        """Posted when the user wants to remove this bank."""

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
        """Show the bank."""
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
                (f"{words.glyph} {words.label}", TONE_STYLES[words.tone]),
                (f"  {words.meaning}", "$quiet"),
            )
        )

    @on(Button.Pressed, "#remove-bank")
    def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        if self._bank is not None:
            self.post_message(self.RemoveRequested(self._bank))


class BankForm(Vertical):
    """The form for the numbers of a bank account."""

    DEFAULT_CSS = "BankForm { height: auto; max-width: 84; }"

    @dataclass
    class Submitted(Message):
        """Posted when the user has submitted valid numbers."""

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
        self.post_message(self.Submitted(to_creation(form.answers)))


class BankPanel(Vertical):
    """The card of the linked bank. Without one, the form, or the reason why none can be linked."""

    DEFAULT_CSS = """
    BankPanel {
        height: auto;
        #bank-closed { color: $quiet; height: auto; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static("", id="bank-closed", markup=False)
        yield BankCard()

    def show(self, state: State, load_error: str, today: date, see_status: str) -> None:
        """Show the bank link of the state, or `load_error` if it is not loaded.

        `see_status` tells how to get to the Status screen.
        """
        account, bank = state.account, state.newest_linked_bank
        is_active = account is not None and account.status == AccountStatus.ACTIVE
        known = state.has(Change.BANKS)
        words = _rejected_bank(state)
        if account is None or (is_active and not known):
            words = load_error or "Loading…"
        elif (reason := blocked_reason(state, "A bank can be linked")) is not None:
            words = reason if is_active else f"{reason} {see_status}"
        closed = self.query_one("#bank-closed", Static)
        closed.display = bool(words) and bank is None
        closed.update(Content(words))
        card = self.query_one(BankCard)
        card.display = bank is not None
        if bank is not None:
            card.show(bank)
        if account is not None and is_open(state) and known and bank is None:
            if not self.query(BankForm):
                self.mount(BankForm(_owner(account), today))
        else:
            self.query(BankForm).remove()

    def show_refusal(self, report: ErrorReport) -> bool:
        """Show an error at the field that the server names; False if that is not in the form."""
        words = report.detail
        if report.request_id:
            words = f"{words} (request id {report.request_id})"
        forms = self.query(Form)
        return bool(report.field and forms and forms.first(Form).show_errors({report.field: words}))


def _owner(account: Account) -> str:
    identity = account.identity
    return plain(identity.full_name) if identity else ""


def _rejected_bank(state: State) -> str:
    """Return a message if the newest link was rejected, else an empty text."""
    banks = state.ach_relationships.values()
    newest = max(banks, key=lambda one: sort_time(one.created_at), default=None)
    if newest is None or newest.status != AchRelationshipStatus.REJECTED:
        return ""
    number = masked_account(newest.bank_account_number)
    return f"✗ The bank rejected the link to {number}. Check the numbers and try again."
