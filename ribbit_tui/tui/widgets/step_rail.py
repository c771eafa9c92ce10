"""The steps of an application at its left edge: done, open, wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ribbit_tui.session.application.field import Step
from ribbit_tui.session.application.progress import Standing

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

    def show(self, standing: Standing) -> None:
        id = self.step.id
        wrong, mark, looks = standing.wrong.get(id, 0), OPEN, ""
        if id == standing.here:
            mark, looks = HERE, "-here"
        elif wrong:
            mark, looks = f"{WRONG}{min(wrong, 9)}", "-wrong"
        elif id in standing.done:
            mark, looks = DONE, "-done"
        self.update(Content(f"{mark} {self.step.title}"))
        self.set_classes(looks)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Chosen(self.step.id))


class StepRail(Vertical):
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
    }
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self._steps = steps

    def compose(self) -> ComposeResult:
        for step in self._steps:
            yield RailStep(step)
        yield Static("", id="progress", markup=False)

    def show(self, standing: Standing) -> None:
        """Show where we are, which steps are complete, and what is wrong in how many places.

        Steps that are not named are not part of the application.
        """
        for rail_step in self.query(RailStep):
            rail_step.display = rail_step.step.id in standing.steps
            rail_step.show(standing)
        words = f"{len(standing.done)} of {len(standing.steps)} done"
        self.query_one("#progress", Static).update(Content(words))
        self.set_class(len(standing.steps) > _ROOMY, "-many")
