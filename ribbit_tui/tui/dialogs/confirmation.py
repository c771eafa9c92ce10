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
        """`facts` are pairs of name and value.

        `is_destructive` puts focus and primary colour on Back.
        """
        super().__init__()
        self._title = title
        self._facts = facts
        self._confirm_label = confirm_label
        self._hint = hint
        self._is_destructive = is_destructive

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield from self.compose_facts()
            if self._hint:
                yield Static(self._hint, classes="hint", markup=False)
            with Horizontal(classes="buttons"):
                back, confirm = Button("Back", id="back"), Button(self._confirm_label, id="confirm")
                back.compact = confirm.compact = True
                back.variant = "primary" if self._is_destructive else "default"
                confirm.variant = "error" if self._is_destructive else "primary"
                yield back
                yield confirm

    def compose_facts(self) -> ComposeResult:
        """Yield what is to be confirmed."""
        yield FactGrid(self._facts)

    def on_mount(self) -> None:
        # `query`, not `query_one`: a quick Escape may have removed the buttons already.
        self.query("#back" if self._is_destructive else "#confirm").focus()

    @on(Button.Pressed, "#confirm")
    def _confirmed(self) -> None:
        self.finish(True)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(False)
