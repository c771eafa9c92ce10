"""The dialog that asks the user to type a word before something irreversible."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Input, Static

from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.dialogs.fact_grid import FactGrid
from ribbit_tui.tui.inputs.text_field import TextField


class TypedConfirmDialog(Dialog[bool]):
    """A dialog that returns True when the user has typed the word and confirms."""

    DEFAULT_CSS = """
    TypedConfirmDialog {
        .dialog { border: round $error; }
        .hint { margin: 1 0; }
    }
    """

    def __init__(
        self, title: str, facts: Sequence[tuple[str, str]], hint: str, word: str, confirm_label: str
    ) -> None:
        super().__init__()
        self._title = title
        self._facts = facts
        self._hint = hint
        self._word = word
        self._confirm_label = confirm_label

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="title", markup=False)
            yield FactGrid(self._facts)
            yield Static(self._hint, classes="hint", markup=False)
            yield TextField(placeholder=f"Type {self._word}")
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button(self._confirm_label, id="confirm", variant="warning", compact=True)

    def on_mount(self) -> None:
        self.query_one("#confirm", Button).disabled = True
        self.query_one(Input).focus()

    @property
    def _is_typed(self) -> bool:
        return self.query_one(Input).value.strip() == self._word

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#confirm", Button).disabled = not self._is_typed

    @on(Button.Pressed, "#confirm")
    def _confirmed(self) -> None:
        if self._is_typed:
            self.finish(True)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(False)
