"""How the account came to be, live: each status as its event arrives, and what to do next."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.next_step import next_step
from ribbit_tui.session.state import Change
from ribbit_tui.wire.accounts import AccountStatus

from ..formats import clock_time, plain
from ..next_step_words import STEP_WORDS
from ..status_words import Mood, account_words
from ..widgets.timeline import STYLES, Stage, Timeline
from .base import RoomScreen

if TYPE_CHECKING:
    from ribbit_tui.wire.accounts import Account

SHOWN = (
    Change.ACCOUNT
    | Change.TIMELINE
    | Change.CONNECTION
    | Change.BANKS
    | Change.TRANSFERS
    | Change.ORDERS
)
HAPPY_WAY = (AccountStatus.SUBMITTED, AccountStatus.APPROVED, AccountStatus.ACTIVE)


class StatusScreen(RoomScreen):
    ROOM = "status"
    HELP = """
    # Status

    Every change of the account's status arrives here as an event of the Broker API
    (`/v1/events/accounts/status`), with its time. Nothing on this screen is polled.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "What's next", show=False, id="status.next"),
    ]

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="status-page", can_focus=False):
            yield Static("", id="status-name", markup=False)
            yield Static("", id="status-now", markup=False)
            yield Static("", id="status-meaning", markup=False)
            yield Timeline(id="status-timeline")
            yield Static("", id="status-next", markup=False)
            with Horizontal(id="status-buttons"):
                yield Button("", id="to-next", variant="primary", compact=True)
                yield Button("Go to Home", id="to-home", compact=True)

    def show_changes(self, changes: Change) -> None:
        if not changes & SHOWN:
            return
        account = self.state.account
        if account is None:
            words = self.trouble or "Reading the account…"
            self.query_one("#status-meaning", Static).update(Content(words))
            self.query_one("#status-buttons").display = False
            return
        self._show_account(account)

    def _show_account(self, account: "Account") -> None:
        words = account_words(account.status)
        name = account.identity
        who = f"{name.given_name} {name.family_name}" if name else "Account"
        title = (
            f"{plain(who, 60)} · account {plain(account.account_number, 20) or '(no number yet)'}"
        )
        self.query_one("#status-name", Static).update(Content(title))
        now = Content.styled(f"{words.glyph} {words.label}", f"bold {STYLES[words.mood]}")
        self.query_one("#status-now", Static).update(now)
        reason = next((e.reason for e in reversed(self.state.timeline) if e.status_to), None)
        why = f" The reason given: {plain(reason, 400)}" if reason else ""
        self.query_one("#status-meaning", Static).update(Content(f"{words.meaning}{why}"))
        self.query_one(Timeline).show(self._stages(account))
        active = account.status == AccountStatus.ACTIVE
        step = next_step(self.state) if active else None
        what_now = STEP_WORDS[step].words if step else words.next
        self.query_one("#status-next", Static).update(Content(f"What now: {what_now}"))
        to_next = self.query_one("#to-next", Button)
        to_next.display = step is not None
        if step is not None:
            to_next.label = STEP_WORDS[step].label
        buttons = self.query_one("#status-buttons")
        appears = active and not buttons.display
        buttons.display = active
        if appears:
            (to_next if step else self.query_one("#to-home", Button)).focus()

    def _stages(self, account: "Account") -> list[Stage]:
        """What has happened by the events, then what a smooth application has still before it."""
        zone = self.ribbit.zone
        past = [event for event in self.state.timeline if event.status_to]
        stages = []
        for event in past:
            words = account_words(str(event.status_to))
            is_now = event is past[-1]
            mood = words.mood if is_now else Mood.GOOD
            past_reason = event.reason if event.reason and not is_now else ""
            reason = f" · {plain(past_reason, 40)}" if past_reason else ""
            stages.append(Stage(words.label, f"{clock_time(event.at, zone)}{reason}", mood))
        if not past:
            words = account_words(account.status)
            stages.append(Stage(words.label, clock_time(account.created_at, zone), words.mood))
        if account.status in HAPPY_WAY:
            to_come = HAPPY_WAY[HAPPY_WAY.index(AccountStatus(account.status)) + 1 :]
            stages += [Stage(account_words(status).label) for status in to_come]
        return stages

    @on(Button.Pressed, "#to-next")
    def action_go_on(self) -> None:
        """Do what comes next; Enter does it wherever the focus is."""
        if self.state.account is None or self.state.account.status != AccountStatus.ACTIVE:
            return
        step = next_step(self.state)
        self.ribbit.go_to_room(STEP_WORDS[step].room if step else "home")

    @on(Button.Pressed, "#to-home")
    def _to_home(self) -> None:
        self.ribbit.go_to_room("home")
