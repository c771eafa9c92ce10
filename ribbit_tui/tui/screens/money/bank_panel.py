"""The panel of the bank link: the linked bank, or the form that links one."""

from dataclasses import dataclass
from datetime import date, tzinfo

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.account.access import blocked_reason, is_open
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.session.funding.bank_link import BANK_FIELDS, masked_account, to_creation
from ribbit_tui.session.state import Change, State
from ribbit_tui.tui.widgets.fact_lines import fact_line
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.status_track import StatusTrack
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.words.statuses import TONE_STYLES, bank_words
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.funding import AchRelationship, AchRelationshipCreation, AchRelationshipStatus
from ribbit_tui.wire.model import sort_time

from .outlook import arrival
from .stages import bank_stages

_INTRO = "Link your bank account to move money. It has to be in your name."


class BankCard(Vertical):
    """A linked bank with the track of its link."""

    DEFAULT_CSS = """
    BankCard {
        height: auto;
        padding: 0 1;
        Static { height: auto; }
        StatusTrack { padding: 0; }
        Horizontal { height: 1; }
        #bank-meaning { width: 1fr; color: $label; }
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
        yield Static("", id="bank-name", markup=False)
        yield StatusTrack(id="bank-track")
        with Horizontal():
            yield Static("", id="bank-meaning", markup=False)
            yield Button("Remove", id="remove-bank", compact=True)

    def show(self, bank: AchRelationship, zone: tzinfo | None, today: date) -> None:
        """Show the bank."""
        self._bank = bank
        self.query_one(StatusTrack).show(bank_stages(bank, zone, today))
        self.query_one("#bank-meaning", Static).update(Content(bank_words(bank.status).meaning))
        self._draw_name()

    def on_resize(self) -> None:
        self._draw_name()

    def _draw_name(self) -> None:
        bank, title = self._bank, self.query_one("#bank-name", Static)
        width = title.content_size.width
        if bank is None or width <= 0:
            return
        words = bank_words(bank.status)
        name = plain(bank.nickname or bank.account_owner_name, 18)
        kind = plain(str(bank.bank_account_type or "").lower(), 12)
        number = plain(masked_account(bank.bank_account_number or bank.account_mask))
        owner = f" · {plain(bank.account_owner_name, 30)}" if bank.nickname else ""
        right = Content.styled(f"{words.glyph} {words.label}", TONE_STYLES[words.tone])
        room = width - right.cell_length - 1
        more = ""
        for part in (f" {number}", f" · {kind}" if kind else "", owner):
            if cell_len(name + more + part) <= room:
                more += part
        left = Content.assemble((name, "bold"), (more, "$quiet"))
        title.update(fact_line(left, right, width))

    @on(Button.Pressed, "#remove-bank")
    def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        if self._bank is not None:
            self.post_message(self.RemoveRequested(self._bank))


class BankForm(VerticalScroll, can_focus=False):
    """The form for the numbers of a bank account."""

    DEFAULT_CSS = """
    BankForm {
        height: 1fr;
        padding: 0 1;
        #bank-form { margin-top: 1; }
        #bank-form FormRow .label { width: 16; }
        .intro { color: $label; height: auto; }
        #link-bank { margin-right: 1; }
        .next { margin-top: 1; }
        Timeline { margin-top: 1; }
    }
    """

    @dataclass
    class Submitted(Message):
        """Posted when the user has submitted valid numbers."""

        creation: AchRelationshipCreation

    def __init__(self, owner: str, today: date, time: str) -> None:
        """`time` is how long the bank usually takes."""
        super().__init__()
        self._time = time
        self._answers: dict[str, Answer] = {
            field.name: field.default for field in BANK_FIELDS if field.default is not None
        }
        self._answers["account_owner_name"] = owner
        self._today = today

    def compose(self) -> ComposeResult:
        yield Static(_INTRO, classes="intro", markup=False)
        yield Form(BANK_FIELDS, self._answers, self._today, id="bank-form")
        yield Button("Link this bank", id="link-bank", variant="primary", compact=True)
        yield Static("What comes next", classes="intro next", markup=False)
        yield Timeline()

    def on_mount(self) -> None:
        self.query_one(Timeline).show(
            [
                Stage("Your bank verifies the link", note=f"Usually {self._time}."),
                Stage("You deposit", note=f"Money from your bank is cash here {self._time}."),
                Stage("You invest", note="Buy shares, or fractions of them, with your cash."),
            ]
        )

    @on(Form.EndReached)
    @on(Button.Pressed, "#link-bank")
    def _link(self, event: Form.EndReached | Button.Pressed) -> None:
        event.stop()
        form = self.query_one(Form)
        errors = form.errors()
        if form.show_errors(errors):
            return
        self.post_message(self.Submitted(to_creation(form.answers)))


class BankPanel(Panel):
    """The card of the linked bank. Without one, the form, or the reason why none can be linked."""

    DEFAULT_CSS = "BankPanel #bank-closed { color: $label; height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("Bank", id="bank-panel")

    def compose(self) -> ComposeResult:
        yield Static("", id="bank-closed", markup=False)
        yield BankCard()

    def show(
        self, state: State, load_error: str, today: date, zone: tzinfo | None, see_status: str
    ) -> None:
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
            card.show(bank, zone, today)
        if account is not None and is_open(state) and known and bank is None:
            if not self.query(BankForm):
                self.mount(BankForm(_owner(account), today, arrival(state)), after=closed)
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
