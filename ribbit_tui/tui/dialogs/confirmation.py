"""A question before something is sent: what exactly, and a way back."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from .base import Dialog
from .fact_grid import FactGrid


class ConfirmDialog(Dialog[bool]):
    """Answers True when the person agrees."""

    DEFAULT_CSS = """
    ConfirmDialog {
        .hint { margin-top: 1; }
    }
    """

    def __init__(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        agree: str,
        hint: str = "",
        *,
        takes_away: bool = False,
    ) -> None:
        """With `takes_away` the way back has the focus: Enter alone must not lose anything."""
        super().__init__()
        self._title = title
        self._facts = facts
        self._agree = agree
        self._hint = hint
        self._first = "#back" if takes_away else "#agree"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield FactGrid(self._facts)
            if self._hint:
                yield Static(self._hint, classes="hint", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button(self._agree, id="agree", variant="primary", compact=True)

    def on_mount(self) -> None:
        # Of a dialog that a quick Escape has closed already, nothing may be left to focus.
        self.query(self._first).focus()

    @on(Button.Pressed, "#agree")
    def _agreed(self) -> None:
        self.finish(True)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(False)
