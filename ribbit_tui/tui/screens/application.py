"""The application for an account: a rail of steps, one step at a time, saved as one goes."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import Worker

from ribbit_tui.session.application.agreements import applying_agreements
from ribbit_tui.session.application.demo_outcome import DEMO_OUTCOME
from ribbit_tui.session.application.documents import UnusableDocuments
from ribbit_tui.session.application.draft import Draft, IncompleteApplication
from ribbit_tui.session.application.personas import ENVIRONMENTS
from ribbit_tui.session.application.server_refusal import refused_field
from ribbit_tui.session.application.steps import (
    AGREEMENTS_STEP,
    DOCUMENTS_STEP,
    REVIEW_STEP,
    STEPS,
    STEPS_BY_ID,
    applying_steps,
    step_of,
)
from ribbit_tui.session.application.w8ben import W8BEN

from ..widgets.agreements import AgreementList, AgreementRow
from ..widgets.documents import DocumentList
from ..widgets.form import Form
from ..widgets.review import Review, ReviewPart
from ..widgets.step_rail import RailStep, StepRail
from ..widgets.w8ben import W8benForm
from .application_documents import DocumentsStep

if TYPE_CHECKING:
    from ribbit_tui.session.problems import Problem

    from ..app import Surroundings

SAVE_SECONDS = 0.4
_FIRST = STEPS[0].id


class ApplicationScreen(DocumentsStep):
    HELP = """
    # Application

    - `Tab` and `Shift+Tab` move between questions; `Enter` goes to the next one.
    - **Continue** checks the step; **Back** loses nothing.
    - Everything is saved as you type, except the tax id, which is never put on disk.
    - `F2` fills in a sample applicant, or chooses how the review ends (never where it is real).
    - `Esc` leaves the form; you find it again under *Continue* on the welcome screen.
    """
    TAKES_LETTERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "scroll(-1)", "Page up", show=False, id="application.page-up"),
        Binding("pagedown", "scroll(1)", "Page down", show=False, id="application.page-down"),
        Binding("ctrl+n", "go_on", "Continue", priority=True, id="application.continue"),
        Binding("ctrl+b", "go_back", "Back", priority=True, id="application.back"),
        Binding("escape", "leave", "Save and leave", id="application.leave"),
        Binding("f2", "sample", "Samples", id="application.sample"),
    ]

    def __init__(self, draft: Draft, surroundings: "Surroundings") -> None:
        super().__init__()
        self.draft = draft
        self._surroundings = surroundings
        self._looked_at: set[str] = set()
        self._save_timer: Timer | None = None
        self._sending = False
        self._first_step: Worker[None] | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            yield StepRail(STEPS)
            with Vertical(id="page"):
                yield Static("", id="step-title", markup=False)
                yield Static("", id="step-intro", markup=False)
                yield VerticalScroll(id="step", can_focus=False)
                with Horizontal(id="step-buttons"):
                    yield Button("Back", id="back", compact=True)
                    yield Button("Continue", id="continue", variant="primary", compact=True)
                    if self.ribbit.environment in ENVIRONMENTS:
                        yield Button("Samples", id="sample", compact=True)

    def on_mount(self) -> None:
        self._first_step = self.run_worker(self._show_first_step(), group="step")

    async def _show_first_step(self) -> None:
        """Where the draft was left, or before that at what the disk has not kept."""
        left_at = self.draft.step
        await self.look_at_documents()
        first_open = self.draft.first_open_step(self.ribbit.today())
        order = self._order
        if left_at not in order:
            left_at = first_open
        here = min(left_at, first_open, key=order.index)
        self._looked_at.update(order[: order.index(left_at)])
        await self._show_step(here, {} if here == left_at else self._not_kept(here))

    @property
    def _order(self) -> list[str]:
        """The steps of this application: some come and go with the answers."""
        return [step.id for step in applying_steps(self.draft.answers)]

    def _not_kept(self, step: str) -> dict[str, str]:
        """What was answered before, but is never written down."""
        answers = self.draft.answers
        return {
            field.name: "This is never kept on disk: give it once more."
            for field in STEPS_BY_ID[step].fields
            if not field.is_kept and field.is_required(answers) and not answers.get(field.name)
        }

    async def _show_step(self, step: str, errors: Mapping[str, str] | None = None) -> None:
        """Put a step on screen; with errors, go to the first of them."""
        if self not in self.app.screen_stack:
            return
        self.draft.step = step
        with self.app.batch_update():
            container = self.query_one("#step", VerticalScroll)
            await container.remove_children()
            self.query_one("#step-title", Static).update(STEPS_BY_ID[step].title)
            self.query_one("#step-intro", Static).update(STEPS_BY_ID[step].intro)
            content = self._content(step)
            await container.mount(content)
            if self not in self.app.screen_stack:
                return  # left meanwhile
            container.scroll_home(animate=False)
            self.query_one("#back", Button).disabled = step == _FIRST
            last = step == REVIEW_STEP.id
            self.query_one("#continue", Button).label = "Submit" if last else "Continue"
        self._show_progress()
        await self._show_errors(content, errors or {})

    def _content(self, step: str) -> Widget:
        answers, today = self.draft.answers, self.ribbit.today()
        if step == AGREEMENTS_STEP.id:
            return AgreementList(applying_agreements(answers), self.ribbit.zone)
        if step == W8BEN.id:
            return W8benForm(answers, today)
        if step == DOCUMENTS_STEP.id:
            return DocumentList()
        if step == REVIEW_STEP.id:
            return Review(self.draft.review(today))
        return Form(STEPS_BY_ID[step].fields, answers, today)

    async def _show_errors(self, content: Widget, errors: Mapping[str, str]) -> None:
        if isinstance(content, DocumentList):
            wrong = (name.partition(".")[2] for name in errors)
            await self.show_documents(next((int(one) for one in wrong if one), None), errors)
        elif isinstance(content, Form):
            if not errors or not content.show_errors(errors):
                content.focus_first()
        elif isinstance(content, AgreementList):
            content.show(self.draft.accepted, errors)
            content.focus_first_open()
        else:
            self.query_one("#continue", Button).focus()

    def _show_progress(self) -> None:
        today = self.ribbit.today()
        here = self.draft.step
        steps = self._order
        looked_at = [id for id in steps[:-1] if id in self._looked_at]
        done = {id for id in looked_at if not self.draft.errors(id, today)}
        wrong = {id: len(self.draft.errors(id, today)) for id in looked_at if id not in done}
        self.query_one(StepRail).show(steps, here, done, wrong)

    @on(Form.Answered)
    def _answered(self, event: Form.Answered) -> None:
        event.stop()
        before = self._order
        self.draft.answer(event.name, event.answer)
        if self._order != before:
            self._show_progress()
        self._save_soon()

    def documents_changed(self) -> None:
        self._show_progress()
        self._save()

    def _save_soon(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
        self._save_timer = self.set_timer(SAVE_SECONDS, self._save)

    def _save(self) -> None:
        if self._save_timer is not None:
            self._save_timer.stop()
            self._save_timer = None
        try:
            self._surroundings.drafts.save(self.draft, self._surroundings.clock.now())
        except OSError as error:
            self.notify(
                f"The draft could not be saved: {error.strerror}", severity="error", markup=False
            )

    @on(Button.Pressed, "#continue")
    async def action_go_on(self) -> None:
        """Check this step, then show the next; on the review, send the application."""
        if self._sending or self.app.screen is not self:
            return
        here = self.draft.step
        self._looked_at.add(here)
        if here == W8BEN.id:
            self._sign_w8ben()
        errors = self.draft.errors(here, self.ribbit.today())
        if here == REVIEW_STEP.id:
            await self._submit_or_go_to(errors)
            return
        if errors:
            await self._show_errors(self.query_one("#step").children[0], errors)
            self._show_progress()
            return
        order = self._order
        await self._show_step(order[order.index(here) + 1])
        self._save()

    def _sign_w8ben(self) -> None:
        """Sign the form if it is ready to be, unless it is signed as it stands."""
        if not self.draft.errors(W8BEN.id, self.ribbit.today()):
            return
        where = self._surroundings
        with suppress(IncompleteApplication):
            self.draft.sign_w8ben(where.clock.now(), where.local_ip(), self.ribbit.today())

    @on(Button.Pressed, "#back")
    async def action_go_back(self) -> None:
        order = self._order
        index = order.index(self.draft.step)
        if index > 0 and not self._sending and self.app.screen is self:
            self._looked_at.add(self.draft.step)
            await self._show_step(order[index - 1])
            self._save()

    @on(RailStep.Chosen)
    async def _step_chosen(self, event: RailStep.Chosen) -> None:
        event.stop()
        await self._jump(event.step)

    @on(ReviewPart.Edit)
    async def _edit(self, event: ReviewPart.Edit) -> None:
        event.stop()
        if event.step == REVIEW_STEP.id:
            self.action_sample()
            return
        await self._jump(event.step)

    async def _jump(self, step: str) -> None:
        """Go to a step that was reached before, or to the first one that is open."""
        first_open = self.draft.first_open_step(self.ribbit.today())
        order = self._order
        if self._sending or step == self.draft.step or step not in order:
            return
        reachable = step in self._looked_at or order.index(step) <= order.index(first_open)
        if not reachable:
            self.notify(f"First finish {STEPS_BY_ID[first_open].title}.", markup=False)
            return
        self._looked_at.add(self.draft.step)
        await self._show_step(step)

    @on(AgreementRow.Asked)
    @work(group="agreement", exclusive=True)
    async def _read_agreement(self, event: AgreementRow.Asked) -> None:
        from ..modals.agreement import AgreementDialog

        agreement = event.text.agreement
        self.draft.open(agreement)
        if await self.app.push_screen_wait(AgreementDialog(event.text)):
            signed_at = self._surroundings.clock.now()
            self.draft.accept(agreement, signed_at, self._surroundings.local_ip())
        rows = self.query_one(AgreementList)
        rows.show(self.draft.accepted, {})
        if self.draft.errors(AGREEMENTS_STEP.id, self.ribbit.today()):
            rows.focus_first_open()
        else:
            self.query_one("#continue", Button).focus()
        self._show_progress()
        self._save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "sample":
            return self.ribbit.environment in ENVIRONMENTS
        return super().check_action(action, parameters)

    @on(Button.Pressed, "#sample")
    @work(group="sample", exclusive=True)
    async def action_sample(self) -> None:
        """Fill in a sample applicant, or choose how the review ends."""
        from ..modals.sample_applicant import SampleApplicantDialog

        if self._sending or self.app.screen is not self:
            return
        if self._first_step is not None:
            await self._first_step.wait()
        outcome = self.draft.answers.get(DEMO_OUTCOME.name)
        dialog = SampleApplicantDialog(outcome if isinstance(outcome, str) else None)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen is None:
            return
        if chosen.persona is not None:
            tag = self.draft.id.partition("-")[0][:8]
            self.draft.fill(chosen.persona.filled(self.ribbit.environment, tag))
        if chosen.persona is None or chosen.outcome is not None:
            self.draft.answer(DEMO_OUTCOME.name, chosen.outcome)
        here = self.draft.step
        if chosen.persona is not None:
            here = self.draft.first_open_step(self.ribbit.today())
            order = self._order
            self._looked_at = set(order[: order.index(here)])
        await self._show_step(here)
        self._save()

    async def _submit_or_go_to(self, errors: Mapping[str, str]) -> None:
        if not errors:
            self._send()
            return
        step = step_of(next(iter(errors)))
        await self._show_step(step, self.draft.errors(step, self.ribbit.today()))

    @work(group="submit", exclusive=True, description="submit application")
    async def _send(self) -> None:
        """Send the application once; nothing is lost when it is refused."""
        from ribbit_tui.session.problems import ActionFailed

        session = self.ribbit.session
        if session is None:
            self.notify("The app is still starting; try again in a moment.", markup=False)
            return
        self._show_sending(True)
        self._save()
        try:
            documents = await self.read_documents()
            account = await session.customer_actions.submit_application(
                self.draft.to_creation(self.ribbit.today(), documents)
            )
        except UnusableDocuments:
            self._show_sending(False)
            await self._submit_or_go_to(self.draft.errors(REVIEW_STEP.id, self.ribbit.today()))
            return
        except ActionFailed as failure:
            self._show_sending(False)
            await self._show_refusal(failure.problem)
            return
        with suppress(OSError):
            self._surroundings.drafts.delete(self.draft.id)
        self.ribbit.open_customer(account.id)

    def _show_sending(self, sending: bool) -> None:
        self._sending = sending
        button = self.query_one("#continue", Button)
        button.label = "Sending…" if sending else "Submit"
        button.disabled = sending
        self.query_one("#back", Button).disabled = sending

    async def _show_refusal(self, problem: "Problem") -> None:
        """At the field the server names, where it names one; always with the request id."""
        field = None
        if problem.status is not None:
            field = refused_field(problem.status, problem.field, problem.detail, self.draft.answers)
        if field is not None:
            words = problem.detail
            if problem.request_id:
                words = f"{words} (request id {problem.request_id})"
            await self._show_step(step_of(field), {field: words})
        else:
            self.ribbit.show_problem(problem)

    async def action_leave(self) -> None:
        """Back to the welcome screen. A form that nobody has touched leaves no draft."""
        if self._sending:
            return
        if self._first_step is not None:
            await self._first_step.wait()  # Textual fails on a list taken away half mounted
        if self._save_timer is not None or self._looked_at:
            self._save()
        self.app.pop_screen()

    def on_unmount(self) -> None:
        if self._save_timer is not None:
            self._save()
