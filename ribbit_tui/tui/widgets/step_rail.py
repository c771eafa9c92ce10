"""The steps of an application at its left edge: done, open, wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ribbit_tui.session.application.field import Step

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

    def show(
        self, steps: Sequence[str], here: str, done: Collection[str], wrong: Mapping[str, int]
    ) -> None:
        """Show these steps: where we are, which are complete, and what is wrong in how many places.

        Steps that are not named are not part of the application.
        """
        for rail_step in self.query(RailStep):
            id = rail_step.step.id
            rail_step.display = id in steps
            mark = HERE if id == here else DONE if id in done else OPEN
            if id in wrong and id != here:
                mark = f"{WRONG}{min(wrong[id], 9)}"
            rail_step.update(Content(f"{mark} {rail_step.step.title}"))
            rail_step.set_class(id == here, "-here")
            rail_step.set_class(id in wrong and id != here, "-wrong")
            rail_step.set_class(id in done and id != here and id not in wrong, "-done")
        self.query_one("#progress", Static).update(Content(f"{len(done)} of {len(steps)} done"))
        self.set_class(len(steps) > _ROOMY, "-many")
