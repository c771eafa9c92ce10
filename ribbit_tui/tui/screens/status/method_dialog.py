"""The dialog that selects the method to answer a request."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.words.formats import plain


class AnswerMethodDialog(Dialog[int]):
    """A dialog that returns the index of the selected option."""

    DEFAULT_CSS = """
    AnswerMethodDialog {
        .text { height: auto; margin-bottom: 1; }
        OptionList { height: auto; max-height: 12; background: $surface; }
    }
    """

    def __init__(self, title: str, text: str, options: Sequence[tuple[str, str]]) -> None:
        """`options` are pairs of label and meaning."""
        super().__init__()
        self._title = title
        self._text = text
        self._options = options

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain(self._title, 120), classes="title", markup=False)
            if self._text:
                yield Static(plain(self._text, 400), classes="text", markup=False)
            yield OptionList(
                *(
                    Option(Content.assemble((name, "bold"), "\n", (meaning, "$quiet")))
                    for name, meaning in self._options
                ),
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)

    def on_mount(self) -> None:
        choices = self.query_one(OptionList)
        choices.highlighted = 0
        choices.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.finish(event.option_index)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(None)
