"""The dialog that shows an error: what happened, what to do, and the request id."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.tui.words.formats import plain

from .base import Dialog


class ErrorDialog(Dialog[None]):
    DEFAULT_CSS = """
    ErrorDialog {
        .dialog { border: round $error; }
        .title { color: $error; }
        .detail, .remedy { height: auto; margin-bottom: 1; }
    }
    """

    def __init__(self, report: ErrorReport) -> None:
        super().__init__()
        self._report = report

    def compose_dialog(self) -> ComposeResult:
        report = self._report
        with Vertical(classes="dialog"):
            yield Static(f"✗ {plain(report.title, 120)}", classes="title", markup=False)
            if report.detail:
                yield Static(plain(report.detail, 400), classes="detail", markup=False)
            if report.remedy:
                yield Static(plain(report.remedy, 200), classes="remedy", markup=False)
            if report.request_id:
                yield Static(
                    f"Request id {plain(report.request_id, 64)}", classes="hint", markup=False
                )
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self.query_one("#close").scroll_visible, animate=False)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.finish(None)
