"""The list of the steps at the left of the application."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from ribbit_tui.session.application.drafts.progress import StepProgress
from ribbit_tui.session.application.fields.field import Step
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.widgets.panel import Panel

DONE, WRONG, OPEN = "✓", "✗", "○"

_MAX_SPACED_STEPS = 8
"""Steps that fit a small terminal with a blank line between them."""


class RailStep(Static):
    """One step with its progress. A click goes to the step."""

    @dataclass
    class Selected(Message):
        """Posted when the user wants to go to this step."""

        step: str

    def __init__(self, step: Step) -> None:
        super().__init__("", markup=False)
        self.step = step

    def show(self, step_progress: StepProgress, *, is_short: bool) -> None:
        """Show the progress of this step; hide it if it is not part of the application.

        If `is_short`, only the current step has its title, and none has a second line.
        """
        id = self.step.id
        self.display = id in step_progress.steps
        if not self.display:
            return
        is_here, wrong = id == step_progress.here, step_progress.wrong.get(id, 0)
        mark, mark_style, words = OPEN, "$quiet", self.step.topics
        if wrong:
            mark, mark_style, words = WRONG, "$error", f"{wrong} to mend"
        elif id in step_progress.done:
            mark, mark_style = DONE, "$success"
        number = str(step_progress.steps.index(id) + 1)
        title = f" {self.step.title}" if is_here or not is_short else ""
        first = Content.assemble(
            (mark, mark_style),
            (f" {number}", "$accent bold"),
            (title, "bold" if is_here else "$label" if mark == OPEN else ""),
        )
        second = Content.styled(f"    {words}", "$error" if wrong else "$quiet")
        self.update(first if is_short else Content("\n").join([first, second]))
        self.set_class(is_here, "-current")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Selected(self.step.id))


class StepRail(Panel, can_focus=True):
    """The steps that the application has, with the number of complete ones."""

    HELP = "The steps of the application, with a tick where all is answered."

    DEFAULT_CSS = """
    StepRail {
        width: 30;
        height: 100%;
        padding: 1 0 0 0;
        RailStep { height: 2; padding: 0 1; margin-bottom: 1; }
        RailStep:hover { background: $panel; }
        RailStep.-current { background: $cursor-row; }
        &.-many RailStep { margin-bottom: 0; }
        #progress { color: $quiet; dock: bottom; height: auto; padding: 0 1; }
        &:focus RailStep.-highlighted { background: $panel-lighten-1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("rail.up", "move(-1)"),
        bind("rail.down", "move(1)"),
        bind("rail.choose", "choose"),
        bind("rail.leave", "leave"),
        *(bind(f"rail.step-{number}", f"choose({number})") for number in range(1, 10)),
    ]

    highlighted: reactive[str] = reactive("")
    """The step under the cursor, while the rail has the focus."""

    @dataclass
    class Left(Message):
        """The user goes back to the form."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__("Apply")
        self._steps = steps
        self._step_progress: StepProgress | None = None

    def compose(self) -> ComposeResult:
        for step in self._steps:
            yield RailStep(step)
        yield Static("", id="progress", markup=False)

    def show(self, step_progress: StepProgress) -> None:
        """Show the current step, the complete ones, and the number of errors in each."""
        self._step_progress = step_progress
        self._draw()
        self.highlighted = step_progress.here
        self.set_class(len(step_progress.steps) > _MAX_SPACED_STEPS, "-many")

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        """Draw the steps in a column, or in a narrow terminal in a line."""
        progress = self._step_progress
        if progress is None:
            return
        is_short = self.screen.has_class("-narrow")
        for rail_step in self.query(RailStep):
            rail_step.show(progress, is_short=is_short)
        words = f"{len(progress.done)} of {len(progress.steps)} done"
        if is_short:
            here = progress.steps.index(progress.here) + 1
            words = f"{here} of {len(progress.steps)}"
        self.query_one("#progress", Static).update(Content(words))

    def watch_highlighted(self, highlighted: str) -> None:
        for rail_step in self.query(RailStep):
            rail_step.set_class(rail_step.step.id == highlighted, "-highlighted")

    def on_focus(self) -> None:
        if self._step_progress is not None:
            self.highlighted = self._step_progress.here

    def action_move(self, by: int) -> None:
        if self._step_progress is not None:
            steps = self._step_progress.steps
            place = steps.index(self.highlighted) + by
            self.highlighted = steps[max(0, min(place, len(steps) - 1))]

    def action_choose(self, number: int | None = None) -> None:
        """Go to a step by its number from the top, or to the one under the cursor."""
        if self._step_progress is None:
            return
        if number is not None:
            if number > len(self._step_progress.steps):
                return
            self.highlighted = self._step_progress.steps[number - 1]
        self.post_message(RailStep.Selected(self.highlighted))

    def action_leave(self) -> None:
        self.post_message(self.Left())
