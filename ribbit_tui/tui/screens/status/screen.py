"""The Status screen: the status of application and account, its history and the next step."""

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.next_step import next_step
from ribbit_tui.session.account.review_requests import Request, requests_of, waiting_requests
from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.ideas import FAMILIAR, needs_ideas
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.account_checks import review_facts
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_list import FactList
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.status_track import StatusTrack
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.words.next_steps import STEP_WORDS
from ribbit_tui.tui.words.statuses import TONE_STYLES, StatusWords, account_words, crypto_words
from ribbit_tui.wire.accounts import AccountStatus

from .first_steps_panel import FirstStepsPanel
from .headline import Headline
from .next_action import NEXT_ACTIONS, NextAction
from .request_list import RequestList, ReviewStage
from .stages import HAPPY_PATH, status_stages

if TYPE_CHECKING:
    from ribbit_tui.wire.accounts import Account

SHOWN_PARTS = (
    Change.ACCOUNT
    | Change.TIMELINE
    | Change.CONNECTION
    | Change.BANKS
    | Change.TRANSFERS
    | Change.ORDERS
)
IDEA_PARTS = Change.PRICES | Change.MONEY | Change.POSITIONS | Change.ASSETS
_MOST_STAGES = 6
"""Stages that have room for their words beside each other."""
WITH_REQUESTS = (
    AccountStatus.ACTION_REQUIRED,
    AccountStatus.EDITED,
    AccountStatus.APPROVAL_PENDING,
    AccountStatus.REJECTED,
)
STAGES: dict[str, ReviewStage] = {
    AccountStatus.ACTION_REQUIRED: ReviewStage.OPEN,
    AccountStatus.REJECTED: ReviewStage.ENDED,
}
_ACCOUNT_WIDGETS = (
    "#status-name",
    "#status-now",
    "#status-crypto",
    "#status-next",
    "#status-requests",
    "#status-buttons",
    "#first-steps-panel",
)
UNDER_REVIEW = "Nothing to do: the review goes on with what is listed below."
NOTHING_LISTED = "The review lists no request yet. This screen updates by itself."


class StatusScreen(CustomerScreen):
    """Status, requests of the review and next step on the left, history on the right."""

    SCREEN_NAME = "status"
    HELP = """
    # Status

    The status of your account, with its history. The screen updates by itself. If the review has
    requests, select one and answer it: with a document, a short form or the identity check. Then
    the review continues.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("status.next", "go_on"),
        bind("status.page-up", "scroll(-1)"),
        bind("status.page-down", "scroll(1)"),
    ]

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="status-scroll", can_focus=False):
            yield Headline()
            with Panel("History", id="status-path"):
                yield StatusTrack(id="status-track")
            yield from self._compose_columns()

    def _compose_columns(self) -> ComposeResult:
        with Horizontal(id="status-columns"):
            with Panel("Your account", id="status-left"):
                yield Static("", id="status-name", markup=False)
                yield Static("", id="status-now", markup=False)
                yield Static("", id="status-meaning", markup=False)
                yield Static("", id="status-crypto", markup=False)
                yield Static("", id="status-next", markup=False)
                yield RequestList(id="status-requests")
                with Horizontal(id="status-buttons"):
                    yield Button("", id="to-next", variant="primary", compact=True)
                    yield Button("Go to Home", id="to-home", compact=True)
                yield FactList(id="status-checks")
            with Panel("History", id="status-right"):
                yield Timeline(id="status-timeline")
            yield FirstStepsPanel()

    def show_changes(self, changes: Change) -> None:
        if changes & (SHOWN_PARTS | IDEA_PARTS):
            self._watch()
        if changes & SHOWN_PARTS:
            self._show_all()
        elif changes & IDEA_PARTS:
            self.query_one(FirstStepsPanel).show_ideas(self.state, self._open_key)

    def _show_all(self) -> None:
        account = self.state.account
        self.query_one("#status-scroll").set_class(account is None, "-without-account")
        if account is None:
            words = self.load_error or "Loading the account…"
            show_text(self.query_one("#status-meaning", Static), Content(words))
            for id in _ACCOUNT_WIDGETS:
                self.query_one(id).display = False
            return
        self._show_account(account)
        self._show_requests(account)
        self._show_buttons(account)
        stages = status_stages(account, self.state.timeline, self.shell.zone)
        is_open = account.status == AccountStatus.ACTIVE
        self._show_history(stages, is_open=is_open)
        self.query_one(Headline).show(self.state)
        has_checks = is_open and account.kyc_results is not None
        checks = [*review_facts(account)] if has_checks else []
        self.query_one("#status-checks", FactList).show(checks)
        panel = self.query_one(FirstStepsPanel)
        panel.display = account.status in HAPPY_PATH
        if panel.display:
            panel.show(self.state, self.shell.zone, self._open_key)

    @property
    def _open_key(self) -> str:
        return self.shell.keys.written("table.open")

    def _show_history(self, stages: list[Stage], *, is_open: bool) -> None:
        """Show the history from left to right where that has room and all is well."""
        is_flat = is_open and len(stages) <= _MOST_STAGES and not any(one.note for one in stages)
        self.query_one("#status-scroll").set_class(is_flat, "-flat-history")
        self.query_one(StatusTrack).show(stages)
        self.query_one("#status-timeline", Timeline).show(stages)

    def _show_account(self, account: "Account") -> None:
        for id in ("#status-name", "#status-now"):
            self.query_one(id).display = True
        words = account_words(account.status)
        name = account.identity
        who = f"{name.given_name} {name.family_name}" if name else "Account"
        number = plain(account.account_number, 20) or "(no number yet)"
        title = f"{plain(who, 60)} · account {number}"
        show_text(self.query_one("#status-name", Static), Content(title))
        now = Content.styled(f"{words.glyph} {words.label}", f"bold {TONE_STYLES[words.tone]}")
        show_text(self.query_one("#status-now", Static), now)
        meaning = f"{words.meaning}{self._reason()}"
        show_text(self.query_one("#status-meaning", Static), Content(meaning))
        crypto = self.query_one("#status-crypto", Static)
        crypto.display = account.crypto is not None
        if account.crypto is not None:
            show_text(crypto, _crypto_line(account.crypto))
        next_line = self.query_one("#status-next", Static)
        next_line.display = True
        show_text(next_line, Content(f"Next: {self._next_words(account, words)}"))

    def _reason(self) -> str:
        """Return the reason of the latest status change, if it has one."""
        moves = (e for e in reversed(self.state.timeline) if e.status_to != e.status_from)
        latest = next((event for event in moves if event.status_to), None)
        if latest is None or not latest.reason:
            return ""
        return f" Reason: {plain(latest.reason, 400)}"

    def _next_words(self, account: "Account", words: StatusWords) -> str:
        if account.status == AccountStatus.ACTIVE and (step := next_step(self.state)):
            return STEP_WORDS[step].words
        if account.status == AccountStatus.ACTION_REQUIRED and not waiting_requests(account):
            return UNDER_REVIEW if requests_of(account) else NOTHING_LISTED
        return words.next

    def _show_requests(self, account: "Account") -> None:
        requests = requests_of(account) if account.status in WITH_REQUESTS else ()
        shown = self.query_one(RequestList)
        shown.display = bool(requests)
        self.query_one("#status-scroll").set_class(bool(requests), "-with-requests")
        waiting = waiting_requests(account)
        stage = STAGES.get(account.status, ReviewStage.WAITING)
        if waiting:
            shown.border_title = f"To answer: {len(waiting)} of {len(requests)}"
        else:
            shown.border_title = "Why" if stage is ReviewStage.ENDED else "Under review"
        shown.show(requests, self.state.sent_answers, stage, self.shell.zone)
        if waiting and self.focused is None and self.is_current:
            shown.focus(scroll_visible=False)

    def _show_buttons(self, account: "Account") -> None:
        active = account.status == AccountStatus.ACTIVE
        label = self._next_action(account).label
        to_next, to_home = self.query_one("#to-next", Button), self.query_one("#to-home", Button)
        to_next.display, to_home.display = bool(label), active
        if label:
            to_next.label = label
        buttons = self.query_one("#status-buttons")
        wanted = active or bool(label)
        appears = wanted and not buttons.display
        buttons.display = wanted
        if appears:
            (to_next if label else to_home).focus()

    def _next_action(self, account: "Account") -> NextAction:
        """Return the next action of the customer; its label is empty if there is none."""
        if account.status == AccountStatus.ACTIVE:
            step = next_step(self.state)
            return NextAction(STEP_WORDS[step].label if step else "", "to_next_screen")
        return NEXT_ACTIONS.get(account.status, NextAction("", ""))

    @on(Button.Pressed, "#to-next")
    async def action_go_on(self) -> None:
        """Take the next step."""
        account = self.state.account
        if account is not None and (action := self._next_action(account).action):
            await self.run_action(action)

    def action_to_next_screen(self) -> None:
        if (step := next_step(self.state)) is not None:
            self.shell.go_and_act(*STEP_WORDS[step].way)

    @on(Button.Pressed, "#to-home")
    def _to_home(self) -> None:
        self.shell.go_to_screen("home")

    @on(RequestList.AnswerRequested)
    def _answer_requested(self, event: RequestList.AnswerRequested) -> None:
        event.stop()
        if not self.is_busy("answer"):
            self._answer(event.request)

    @work(group="answer", description="answer the review")
    async def _answer(self, request: Request) -> None:
        from .answers import answer_request

        await answer_request(self, request)

    def action_identity_check(self) -> None:
        if not self.is_busy("answer"):
            self._take_identity_check()

    @work(group="answer", description="identity check")
    async def _take_identity_check(self) -> None:
        from .answers import take_identity_check

        await take_identity_check(self)

    def action_apply_again(self) -> None:
        """Start a new application with the answers of the rejected one."""
        from ribbit_tui.session.application.drafts.prefill import prefilled_draft

        account = self.state.account
        if account is None:
            return
        dependencies = self.shell.dependencies
        draft = prefilled_draft(account, dependencies.clock.now(), dependencies.new_id())
        self.shell.action_welcome()
        self.app.call_after_refresh(self.shell.open_application, draft)

    @on(LiveTable.RowSelected, "#ideas")
    def _idea_chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.shell.invest_in(event.key)

    def on_screen_suspend(self) -> None:
        self.session.watch_prices("status", ())

    def _watch(self) -> None:
        """Follow the prices of the ideas while they are shown."""
        self.session.watch_prices("status", FAMILIAR if needs_ideas(self.state) else ())

    def action_scroll(self, pages: int) -> None:
        page, left = self.query_one("#status-scroll"), self.query_one("#status-left")
        scrolls = page if page.max_scroll_y else left
        scrolls.scroll_relative(y=pages * scrolls.size.height, animate=False)


def _crypto_line(status: str) -> Content:
    words = crypto_words(str(status))
    return Content.assemble(
        ("Crypto ", "$quiet"),
        (f"{words.glyph} {words.label}", TONE_STYLES[words.tone]),
        (f": {words.meaning}", "$quiet"),
    )
