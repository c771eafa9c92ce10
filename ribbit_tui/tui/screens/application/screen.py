"""The application for an account: a rail of steps, one step at a time, saved as one goes."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.progress import Progress
from ribbit_tui.session.application.samples.personas import ENVIRONMENTS
from ribbit_tui.session.application.steps.demo_outcome import DEMO_OUTCOME
from ribbit_tui.session.application.steps.registry import REVIEW_STEP, STEPS, STEPS_BY_ID, step_of
from ribbit_tui.tui.screens.application.step_panel import StepPanel
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.widgets.form import Form

from .draft_saver import DraftSaver
from .key_buffer import KeyBuffer
from .review_panel import ReviewSectionPanel
from .step_buttons import StepButtons
from .step_panels import create_step_panel
from .step_rail import RailStep, StepRail

if TYPE_CHECKING:
    from ribbit_tui.tui.dependencies import AppDependencies


class ApplicationScreen(RibbitScreen):
    HELP = """
    # Application

    - `Tab` and `Shift+Tab` move between questions; `Enter` goes to the next one.
    - **Continue** (`Ctrl+N`) checks the step; **Back** (`Ctrl+B`) loses nothing.
    - `F3` goes to the steps: `↑`, `↓` and `Enter`, or a number, open one that you have reached.
    - Documents: `a` adds one, `Delete` on one takes it away again.
    - Everything is saved as you type, except the tax id, which is never put on disk.
    - `F2` fills in a sample applicant, or chooses how the review ends (never where it is real).
    - `Esc` leaves the form; you find it again under *Continue* on the welcome screen.
    """
    TAKES_LETTERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", "Page up", show=False, id="application.page-up"),
        Binding("pagedown", "scroll(1)", "Page down", show=False, id="application.page-down"),
        Binding("ctrl+n", "go_on", "Continue", priority=True, id="application.continue"),
        Binding("ctrl+b", "go_back", "Back", show=False, priority=True, id="application.back"),
        Binding("escape", "leave", "Leave", id="application.leave", tooltip="It is saved"),
        Binding("f2", "sample", "Samples", id="application.sample"),
        Binding("f3", "steps", "Steps", id="application.steps"),
    ]

    def __init__(self, draft: Draft, dependencies: "AppDependencies") -> None:
        super().__init__()
        self.draft = draft
        self._dependencies = dependencies
        self._progress = Progress(draft)
        self._saver = DraftSaver(self, draft)
        self._sending = False
        self._first_step: Worker[None] | None = None
        self._typed_ahead = KeyBuffer(self)
        self._left_for_rail: Widget | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            yield StepRail(STEPS)
            with Vertical(id="page"):
                yield Static("", id="step-title", markup=False)
                yield Static("", id="step-intro", markup=False)
                yield VerticalScroll(id="step", can_focus=False)
                yield StepButtons(with_samples=self.shell.environment in ENVIRONMENTS)

    def on_mount(self) -> None:
        self._first_step = self.run_worker(self._show_first_step(), group="step")

    async def _show_first_step(self) -> None:
        await asyncio.to_thread(self.draft.recheck_documents)
        errors = self._progress.resume(self.shell.today())
        await self.show_step(self.draft.step, errors)

    async def show_step(self, step: str, errors: Mapping[str, str] | None = None) -> None:
        """Put a step on screen; with errors, go to the first of them."""
        if self._is_gone:
            return
        self.draft.go_to(step)
        self._typed_ahead.hold()
        panel = create_step_panel(step, self.draft, self._dependencies, self.shell.today())
        with self.app.batch_update():
            container = self.query_one("#step", VerticalScroll)
            await container.remove_children()
            self.query_one("#step-title", Static).update(STEPS_BY_ID[step].title)
            self.query_one("#step-intro", Static).update(STEPS_BY_ID[step].intro)
            await container.mount(panel)
            if self._is_gone:
                return  # left meanwhile
            container.scroll_home(animate=False)
            self._show_buttons()
        self._show_progress()
        await self._begin(panel, errors or {})
        self._typed_ahead.release()

    def on_key(self, event: events.Key) -> None:
        self._typed_ahead.take(event)

    @property
    def _is_gone(self) -> bool:
        """Whether the form was left, or is being taken down with the app."""
        return self not in self.app.screen_stack or not self.query(StepButtons)

    async def _begin(self, panel: StepPanel, errors: Mapping[str, str]) -> None:
        if not await panel.show_errors(errors):
            self.query_one(StepButtons).focus_continue()

    def _show_buttons(self) -> None:
        here = self.draft.step
        self.query_one(StepButtons).show(
            is_first=self._progress.previous is None,
            is_last=here == REVIEW_STEP.id,
            is_sending=self._sending,
        )

    def _show_progress(self) -> None:
        self.query_one(StepRail).show(self._progress.step_progress(self.shell.today()))

    @on(Form.Answered)
    def _answered(self, event: Form.Answered) -> None:
        event.stop()
        before = self._progress.order
        self.draft.answer(event.name, event.answer)
        if self._progress.order != before:
            self._show_progress()
        self._saver.soon()

    @on(StepPanel.Changed)
    def _changed(self, event: StepPanel.Changed) -> None:
        event.stop()
        if event.is_complete:
            self.query_one(StepButtons).focus_continue()
        self._show_progress()
        self._saver.now()

    @property
    def _is_idle(self) -> bool:
        """Whether the form takes keys: nothing is being sent, and no dialog is over it."""
        return not self._sending and self.app.screen is self

    @on(Button.Pressed, "#continue")
    async def action_go_on(self) -> None:
        """Check this step, then show the next; on the review, send the application."""
        if not self._is_idle:
            return
        self._progress.mark_visited()
        panel = self.query_one(StepPanel)
        panel.complete()
        following = self._progress.next
        if following is None:
            await self._submit()
        elif errors := self.draft.errors(self.draft.step, self.shell.today()):
            await self._begin(panel, errors)
            self._show_progress()
        else:
            await self.show_step(following)
            self._saver.now()

    @on(Button.Pressed, "#back")
    async def action_go_back(self) -> None:
        previous = self._progress.previous
        if previous is not None and self._is_idle:
            self._progress.mark_visited()
            await self.show_step(previous)
            self._saver.now()

    def action_steps(self) -> None:
        """Give the keys to the list of steps."""
        self._left_for_rail = self.focused
        self.query_one(StepRail).focus()

    @on(StepRail.Left)
    def _rail_left(self, event: StepRail.Left) -> None:
        """Back to where the keys came from, or to the first question."""
        event.stop()
        before = self._left_for_rail
        if before is not None and before.is_attached and before.focusable:
            self.set_focus(before)
        else:
            self.focus_next("#step *, #step-buttons *")

    @on(RailStep.Chosen)
    async def _step_chosen(self, event: RailStep.Chosen) -> None:
        event.stop()
        if event.step == self.draft.step:
            self.post_message(StepRail.Left())
        else:
            await self._jump(event.step)

    @on(ReviewSectionPanel.EditRequested)
    async def _edit(self, event: ReviewSectionPanel.EditRequested) -> None:
        event.stop()
        if event.step == REVIEW_STEP.id:
            self.action_sample()
        else:
            await self._jump(event.step)

    async def _jump(self, step: str) -> None:
        """Go to a step that was reached before, or to the first one that is open."""
        if self._sending or step == self.draft.step or step not in self._progress.order:
            return
        obstacle = self._progress.blocking_step(step, self.shell.today())
        if obstacle is not None:
            self.notify(f"First finish {STEPS_BY_ID[obstacle].title}.", markup=False)
            return
        self._progress.mark_visited()
        await self.show_step(step)
        self._saver.now()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "sample":
            return self.shell.environment in ENVIRONMENTS
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#sample")
    @work(group="sample", exclusive=True)
    async def action_sample(self) -> None:
        """Fill in a sample applicant, or choose how the review ends."""
        from .sample_dialog import SampleApplicantDialog

        if not self._is_idle:
            return
        if self._first_step is not None:
            await self._first_step.wait()
        outcome = self.draft.answers.get(DEMO_OUTCOME.name)
        chosen = await self.app.push_screen_wait(
            SampleApplicantDialog(outcome if isinstance(outcome, str) else None)
        )
        if chosen is None:
            return
        chosen.apply_to(self.draft, self.shell.environment)
        if chosen.persona is not None:
            self._progress.restart(self.shell.today())
        await self.show_step(self.draft.step)
        self._saver.now()

    async def _submit(self) -> None:
        from ribbit_tui.session.actions.submission import first_errors

        errors = first_errors(self.draft, self.shell.today())
        if errors:
            await self._show_errors(errors)
        else:
            self._send()

    async def _show_errors(self, errors: Mapping[str, str]) -> None:
        """At the step that they are of."""
        await self.show_step(step_of(next(iter(errors))), errors)

    @work(group="submit", exclusive=True, description="submit application")
    async def _send(self) -> None:
        """Send the application once; nothing is lost when it is refused."""
        from ribbit_tui.session.actions.submission import NotSentError, submit

        session = self.shell.session
        if session is None:
            self.shell.say_still_starting()
            return
        self._show_sending(True)
        self._saver.now()
        try:
            account_id = await submit(self.draft, session.customer_actions, self.shell.today())
        except NotSentError as failure:
            self._show_sending(False)
            if failure.errors:
                await self._show_errors(failure.errors)
            elif failure.report is not None:
                self.shell.show_error(failure.report)
            return
        with suppress(OSError):
            self._dependencies.drafts.delete(self.draft.id)
        self.shell.open_customer(account_id)

    def _show_sending(self, sending: bool) -> None:
        self._sending = sending
        self._show_buttons()

    def action_scroll(self, pages: int) -> None:
        step = self.query_one("#step", VerticalScroll)
        step.scroll_relative(y=pages * step.size.height, animate=False)

    async def action_leave(self) -> None:
        """Back to the welcome screen. A form that nobody has touched leaves no draft."""
        if self._sending:
            return
        if self._first_step is not None:
            await self._first_step.wait()  # Textual fails on a list taken away half mounted
        if self._saver.is_pending or self._progress.visited:
            self._saver.now()
        self.app.pop_screen()

    def on_unmount(self) -> None:
        if self._saver.is_pending:
            self._saver.now()
