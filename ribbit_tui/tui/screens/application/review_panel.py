"""The review of the application: every answer, with a button that leads to its step."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.steps.review import ReviewRow, ReviewSection
from ribbit_tui.tui.words.formats import plain

from .step_panel import StepPanel


class ReviewSectionPanel(Vertical):
    """The answers of one step."""

    DEFAULT_CSS = """
    ReviewSectionPanel {
        height: auto;
        margin-bottom: 1;
        .head { height: 1; margin-bottom: 0; }
        .head Static { width: 1fr; text-style: bold; color: $primary; }
        .row { height: auto; }
        .row .label { width: 28; color: $quiet; padding-right: 1; height: auto; }
        .row .shown { width: 1fr; height: auto; }
        .row.-wrong .shown { color: $error; }
    }
    """

    @dataclass
    class EditRequested(Message):
        """Posted when the user wants to change an answer of this step."""

        step: str

    def __init__(self, section: ReviewSection) -> None:
        super().__init__()
        self._section = section

    def compose(self) -> ComposeResult:
        with Horizontal(classes="head"):
            yield Static(self._section.title, markup=False)
            yield Button("Edit", compact=True)
        if not self._section.rows:
            yield Static("No answers", classes="label", markup=False)
        for row in self._section.rows:
            yield from _row(row)

    @on(Button.Pressed)
    def _edit(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.EditRequested(self._section.step))


def _row(row: ReviewRow) -> ComposeResult:
    with Horizontal(classes="row -wrong" if row.error else "row"):
        yield Static(plain(row.label, 120), classes="label", markup=False)
        shown = f"✗ {row.error}" if row.error else plain(row.shown, 200)
        yield Static(shown, classes="shown", markup=False)


class ReviewPanel(StepPanel):
    """The answers of all steps."""

    DEFAULT_CSS = "ReviewPanel { max-width: 100; }"

    def __init__(self, sections: Sequence[ReviewSection]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        for section in self._sections:
            yield ReviewSectionPanel(section)
