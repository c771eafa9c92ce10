"""The dialog that asks for confirmation before something is sent or deleted."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from .base import Dialog
from .fact_grid import FactGrid


class ConfirmDialog(Dialog[bool]):
    """A dialog that returns True when the user confirms."""

    DEFAULT_CSS = """
    ConfirmDialog {
        .hint { margin-top: 1; }
    }
    """

    def __init__(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        confirm_label: str,
        hint: str = "",
        *,
        is_destructive: bool = False,
    ) -> None:
        """`facts` are pairs of name and value. `is_destructive` puts the focus on Back at first."""
        super().__init__()
        self._title = title
        self._facts = facts
        self._confirm_label = confirm_label
        self._hint = hint
        self._focused_first = "#back" if is_destructive else "#confirm"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield FactGrid(self._facts)
            if self._hint:
                yield Static(self._hint, classes="hint", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button(self._confirm_label, id="confirm", variant="primary", compact=True)

    def on_mount(self) -> None:
        # `query`, not `query_one`: a quick Escape may have removed the buttons already.
        self.query(self._focused_first).focus()

    @on(Button.Pressed, "#confirm")
    def _confirmed(self) -> None:
        self.finish(True)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(False)
