"""The dialog that selects the value of a setting."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.words.formats import plain


class SettingDialog(Dialog[int]):
    """A dialog that returns the index of the selected choice."""

    DEFAULT_CSS = """
    SettingDialog {
        .dialog { max-width: 60; }
        OptionList { height: auto; max-height: 12; padding: 0; margin-top: 1; }
        .hint { margin-top: 0; }
    }
    """

    def __init__(
        self, title: str, meaning: str, choices: Sequence[str], current: int | None
    ) -> None:
        super().__init__()
        self._title = title
        self._meaning = meaning
        self._choices = choices
        self._current = current

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain(self._title, 80), classes="title", markup=False)
            yield Static(plain(self._meaning, 300), classes="hint", markup=False)
            yield OptionList(
                *(
                    Option(f"{'●' if index == self._current else '○'} {plain(words, 70)}")
                    for index, words in enumerate(self._choices)
                ),
                markup=False,
            )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = self._current or 0
        options.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.finish(event.option_index)
