"""The steps of an application at its left edge: done, open, wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from ribbit_tui.session.application.drafts.progress import StepProgress
from ribbit_tui.session.application.fields.field import Step

DONE, HERE, WRONG, OPEN = "✓", "▸", "✗", "·"

_ROOMY = 8
"""So many steps fit a small terminal with a line between them."""


class RailStep(Static):
    """One step: a click asks to go there."""

    @dataclass
    class Chosen(Message):
        step: str

    def __init__(self, step: Step) -> None:
        super().__init__("", markup=False)
        self.step = step

    def show(self, step_progress: StepProgress) -> None:
        id = self.step.id
        wrong, mark, looks = step_progress.wrong.get(id, 0), OPEN, ""
        if id == step_progress.here:
            mark, looks = HERE, "-here"
        elif wrong:
            mark, looks = f"{WRONG}{min(wrong, 9)}", "-wrong"
        elif id in step_progress.done:
            mark, looks = DONE, "-done"
        self.display = id in step_progress.steps
        self.update(Content(f"{mark} {self.step.title}"))
        for one in ("-here", "-wrong", "-done"):
            self.set_class(one == looks, one)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self.step.id))


class StepRail(Vertical, can_focus=True):
    DEFAULT_CSS = """
    StepRail {
        width: 20;
        height: 100%;
        background: $surface;
        padding: 1 1;
        RailStep { height: 1; color: $quiet; margin-bottom: 1; }
        RailStep:hover { background: $panel; }
        RailStep.-done { color: $success; }
        RailStep.-wrong { color: $error; }
        RailStep.-here { color: $foreground; text-style: bold; }
        #progress { color: $quiet; dock: bottom; height: 1; }
        &:focus RailStep.-pointed { background: $cursor-row; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "point(-1)", "Step before", show=False, id="rail.up"),
        Binding("down", "point(1)", "Step after", show=False, id="rail.down"),
        Binding("enter", "choose", "Go there", id="rail.choose"),
        Binding("escape,f3", "leave", "To the form", id="rail.leave"),
        *(
            Binding(str(number), f"choose({number})", f"Step {number}", show=False)
            for number in range(1, 10)
        ),
    ]

    pointed: reactive[str] = reactive("")
    """The step that Enter goes to, while the rail has the focus."""

    @dataclass
    class Left(Message):
        """The person goes back to the form."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self._steps = steps
        self._step_progress: StepProgress | None = None

    def compose(self) -> ComposeResult:
        for step in self._steps:
            yield RailStep(step)
        yield Static("", id="progress", markup=False)

    def show(self, step_progress: StepProgress) -> None:
        """Show where we are, which steps are complete, and what is wrong in how many places.

        Steps that are not named are not part of the application.
        """
        self._step_progress = step_progress
        for rail_step in self.query(RailStep):
            rail_step.show(step_progress)
        self.pointed = step_progress.here
        words = f"{len(step_progress.done)} of {len(step_progress.steps)} done"
        self.query_one("#progress", Static).update(Content(words))
        self.set_class(len(step_progress.steps) > _ROOMY, "-many")

    def watch_pointed(self, pointed: str) -> None:
        for rail_step in self.query(RailStep):
            rail_step.set_class(rail_step.step.id == pointed, "-pointed")

    def on_focus(self) -> None:
        if self._step_progress is not None:
            self.pointed = self._step_progress.here

    def action_point(self, by: int) -> None:
        if self._step_progress is not None:
            steps = self._step_progress.steps
            place = steps.index(self.pointed) + by
            self.pointed = steps[max(0, min(place, len(steps) - 1))]

    def action_choose(self, number: int | None = None) -> None:
        """Ask to go to a step by its number from the top, or to the one pointed at."""
        if self._step_progress is None:
            return
        if number is not None:
            if number > len(self._step_progress.steps):
                return
            self.pointed = self._step_progress.steps[number - 1]
        self.post_message(RailStep.Chosen(self.pointed))

    def action_leave(self) -> None:
        self.post_message(self.Left())
