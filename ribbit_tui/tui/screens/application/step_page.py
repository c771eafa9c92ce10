"""The page beside the list of steps: the step that is being answered."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.application.fields.field import Step
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.form_row import AnswerState
from ribbit_tui.tui.widgets.panel import Panel

from .step_buttons import StepButtons
from .step_panel import StepPanel


class StepPage(Vertical):
    """Title, introduction, panel and buttons of a step."""

    def __init__(self, *, with_samples: bool) -> None:
        super().__init__(id="page")
        self._with_samples = with_samples

    def compose(self) -> ComposeResult:
        with Panel(id="step-panel"):
            yield Static("", id="step-intro", markup=False)
            yield VerticalScroll(id="step", can_focus=False)
        yield StepButtons(with_samples=self._with_samples)

    async def show(self, step: Step, panel: StepPanel) -> None:
        """Show the top of a step in place of the step before."""
        container = self.query_one("#step", VerticalScroll)
        await container.remove_children()
        frame = self.query_one(Panel)
        frame.border_title = Content(step.title)
        frame.border_subtitle = ""
        self.query_one("#step-intro", Static).update(step.intro)
        await container.mount(panel)
        container.scroll_home(animate=False)

    @on(Form.Checked)
    def _show_counts(self, event: Form.Checked) -> None:
        """Count the answers that are wrong, right and optional in the border."""
        event.stop()
        parts = (
            (AnswerState.WRONG, "✗ {} to mend", "$error"),
            (AnswerState.RIGHT, "✓ {} right", "$success"),
            (AnswerState.OPTIONAL, "{} optional", "$quiet"),
        )
        shown = [
            Content.styled(words.format(count), style)
            for state, words, style in parts
            if (count := event.counts.get(state))
        ]
        self.query_one(Panel).show_border_subtitle(Content("   ").join(shown))

    async def show_errors(self, panel: StepPanel, errors: Mapping[str, str]) -> None:
        """Show the errors, with the focus on the first; on Continue if nothing is left to do."""
        if not await panel.show_errors(errors):
            self.query_one(StepButtons).focus_continue()

    def scroll_pages(self, pages: int) -> None:
        """Scroll the panel down by its height, as often as `pages` says; up if it is negative."""
        container = self.query_one("#step", VerticalScroll)
        container.scroll_relative(y=pages * container.size.height, animate=False)
