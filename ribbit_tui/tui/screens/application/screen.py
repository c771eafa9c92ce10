"""The Application screen: one step at a time, with a list of all steps."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.progress import Progress
from ribbit_tui.session.application.samples.personas import ENVIRONMENTS
from ribbit_tui.session.application.steps.demo_outcome import DEMO_OUTCOME
from ribbit_tui.session.application.steps.registry import REVIEW_STEP, STEPS, STEPS_BY_ID, step_of
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.application.step_panel import StepPanel
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.widgets.form import Form

from .draft_saver import DraftSaver
from .key_buffer import KeyBuffer
from .review_panel import ReviewSectionPanel
from .step_buttons import StepButtons
from .step_page import StepPage
from .step_panels import create_step_panel
from .step_rail import RailStep, StepRail
from .submission import Submission

if TYPE_CHECKING:
    from ribbit_tui.session.state import Change
    from ribbit_tui.tui.dependencies import AppDependencies


_SENT = "This application was sent and has no answer yet."


class ApplicationScreen(RibbitScreen):
    """The form of one draft, which is saved as the user answers."""

    HELP = """
    # Application

    Everything is saved as you type, except the tax ID, which is never saved to disk. Enter in the
    last field of a page continues. Leave the form at any time: Welcome lists it under Continue.
    The samples fill in an applicant or set the outcome of the review; live has none.
    """
    TAKES_LETTERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("application.page-up", "scroll(-1)"),
        bind("application.page-down", "scroll(1)"),
        bind("application.continue", "go_on", priority=True),
        bind("application.back", "go_back", priority=True),
        bind("application.leave", "leave"),
        bind("application.samples", "sample"),
        bind("application.steps", "steps"),
    ]

    def __init__(self, draft: Draft, dependencies: "AppDependencies") -> None:
        super().__init__()
        self.draft = draft
        self._dependencies = dependencies
        self._progress = Progress(draft)
        self._saver = DraftSaver(self, draft)
        self._submission = Submission(self, draft, self._saver, self._show_buttons)
        self._first_step: Worker[None] | None = None
        self._key_buffer = KeyBuffer(self)
        self._focus_before_rail: Widget | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="application"):
            yield StepRail(STEPS)
            yield StepPage(with_samples=self.shell.environment in ENVIRONMENTS)

    def on_mount(self) -> None:
        self._first_step = self.run_worker(self._show_first_step(), group="step")

    async def _show_first_step(self) -> None:
        await asyncio.to_thread(self.draft.recheck_documents)
        errors = self._progress.resume(self.shell.today())
        await self.show_step(self.draft.step, errors)

    async def show_step(self, step: str, errors: Mapping[str, str] | None = None) -> None:
        """Show a step, with the focus on the first error or the first open field."""
        if self._is_closed:
            return
        self.draft.go_to(step)
        self._key_buffer.start()
        panel = create_step_panel(step, self.draft, self._dependencies, self.shell.today())
        page = self.query_one(StepPage)
        with self.app.batch_update():
            await page.show(STEPS_BY_ID[step], panel)
            if self._is_closed:
                return  # the user has left in the meantime
            self._show_buttons()
        self._show_progress()
        await page.show_errors(panel, errors or {})
        self._key_buffer.flush()

    def on_key(self, event: events.Key) -> None:
        self._key_buffer.add(event)

    @property
    def _is_closed(self) -> bool:
        """Whether the form was left, or is being removed because the app ends."""
        return self not in self.app.screen_stack or not self.query(StepButtons)

    def _show_buttons(self) -> None:
        here = self.draft.step
        self.query_one(StepButtons).show(
            is_first=self._progress.previous is None,
            is_last=here == REVIEW_STEP.id,
            is_sending=self._submission.is_sending,
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
        self._saver.save_soon()

    @on(StepPanel.Changed)
    def _changed(self, event: StepPanel.Changed) -> None:
        event.stop()
        if event.is_complete:
            self.query_one(StepButtons).focus_continue()
        self._show_progress()
        self._saver.save_now()

    @property
    def _is_idle(self) -> bool:
        """Whether the form accepts actions: nothing is being sent, and no dialog is open."""
        return not self._submission.is_sending and self.app.screen is self

    @on(Button.Pressed, "#continue")
    async def action_go_on(self) -> None:
        """Check this step and show the next one; on the review, submit the application."""
        if not self._is_idle:
            return
        self._progress.mark_visited()
        panel = self.query_one(StepPanel)
        panel.complete()
        next_step = self._progress.next
        if next_step is None:
            await self._submit()
        elif errors := self.draft.errors(self.draft.step, self.shell.today()):
            await self.query_one(StepPage).show_errors(panel, errors)
            self._show_progress()
        else:
            await self.show_step(next_step)
            self._saver.save_now()

    @on(Form.EndReached)
    async def _end_reached(self, event: Form.EndReached) -> None:
        """Continue on Enter in the last field; focus Continue after its answer by a key."""
        event.stop()
        if event.by_enter:
            await self.action_go_on()
        else:
            self.query_one(StepButtons).focus_continue()

    @on(Button.Pressed, "#back")
    async def action_go_back(self) -> None:
        previous = self._progress.previous
        if previous is not None and self._is_idle:
            self._progress.mark_visited()
            await self.show_step(previous)
            self._saver.save_now()

    def action_steps(self) -> None:
        """Focus the list of steps."""
        self._focus_before_rail = self.focused
        self.query_one(StepRail).focus()

    @on(StepRail.Left)
    def _rail_left(self, event: StepRail.Left) -> None:
        """Focus the widget that had the focus before, or else the first field."""
        event.stop()
        before = self._focus_before_rail
        if before is not None and before.is_attached and before.focusable:
            self.set_focus(before)
        else:
            self.focus_next("#step *, #step-buttons *")

    @on(RailStep.Selected)
    async def _step_selected(self, event: RailStep.Selected) -> None:
        event.stop()
        if event.step == self.draft.step:
            self.post_message(StepRail.Left())
        else:
            await self.go_to_step(event.step)

    @on(ReviewSectionPanel.EditRequested)
    async def _edit(self, event: ReviewSectionPanel.EditRequested) -> None:
        event.stop()
        if event.step == REVIEW_STEP.id:
            self.action_sample()
        else:
            await self.go_to_step(event.step)

    async def go_to_step(self, step: str) -> None:
        """Go to a step, unless an earlier one is incomplete: name that in a toast."""
        if (
            self._submission.is_sending
            or step == self.draft.step
            or step not in self._progress.order
        ):
            return
        obstacle = self._progress.blocking_step(step, self.shell.today())
        if obstacle is not None:
            self.notify(f"Complete {STEPS_BY_ID[obstacle].title} first.", markup=False)
            return
        self._progress.mark_visited()
        await self.show_step(step)
        self._saver.save_now()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "sample":
            return self.shell.environment in ENVIRONMENTS
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#sample")
    @work(group="sample", exclusive=True)
    async def action_sample(self) -> None:
        """Let the user fill in a sample applicant or set the outcome of the review."""
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
        self._saver.save_now()

    async def _submit(self) -> None:
        if errors := self._submission.errors():
            await self._show_errors(errors)
        else:
            self._send()

    async def _show_errors(self, errors: Mapping[str, str]) -> None:
        """Show the step of the first error, with the errors."""
        await self.show_step(step_of(next(iter(errors))), errors)

    @work(group="submit", exclusive=True, description="submit application")
    async def _send(self) -> None:
        """Send the application. If it was not accepted, the form is shown again."""
        if errors := await self._submission.send():
            await self._show_errors(errors)
        else:
            self._submission.open_if_arrived()

    def state_changed(self, changes: "Change") -> None:
        super().state_changed(changes)
        self._show_whether_sent()
        self._submission.open_if_arrived()

    def _show_whether_sent(self) -> None:
        """Tell on the review that the application was sent, as long as it has no answer."""
        if self.draft.step != REVIEW_STEP.id:
            return
        intro = _SENT if self._submission.is_unanswered else REVIEW_STEP.intro
        for line in self.query("#step-intro").results(Static):
            line.update(intro)

    def action_scroll(self, pages: int) -> None:
        self.query_one(StepPage).scroll_pages(pages)

    async def action_leave(self) -> None:
        """Go back to Welcome. An untouched form is not saved."""
        if self._submission.is_sending:
            return
        if self._first_step is not None:
            await self._first_step.wait()  # Textual fails if a list is removed while it is mounted
        if self._saver.is_pending or self._progress.visited:
            self._saver.save_now()
        self.app.pop_screen()

    def on_unmount(self) -> None:
        if self._saver.is_pending:
            self._saver.save_now()
