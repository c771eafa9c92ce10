"""An error that needs reading: what happened, what to do, and the request id for support."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from ribbit_tui.session.errors import Problem
from ribbit_tui.tui.words.formats import plain

from .base import Dialog


class ProblemDialog(Dialog[None]):
    DEFAULT_CSS = """
    ProblemDialog {
        .dialog { border: round $error; }
        .title { color: $error; }
        .detail, .way-out { height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._problem = problem

    def compose(self) -> ComposeResult:
        problem = self._problem
        with Vertical(classes="dialog"):
            yield Static(f"✗ {plain(problem.title, 120)}", classes="title", markup=False)
            if problem.detail:
                yield Static(plain(problem.detail, 400), classes="detail", markup=False)
            if problem.way_out:
                yield Static(plain(problem.way_out, 200), classes="way-out", markup=False)
            if problem.request_id:
                yield Static(
                    f"Request id {plain(problem.request_id, 64)}", classes="hint", markup=False
                )
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one("#close").scroll_visible, animate=False)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.finish(None)
