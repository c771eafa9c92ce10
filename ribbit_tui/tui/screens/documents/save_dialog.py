"""The dialog that saves a downloaded document."""

import asyncio
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from ribbit_tui.session.stores.downloads import AlreadyThereError, CannotSaveError, save
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.tui.words.formats import plain


class SaveFileDialog(Dialog[Path]):
    """A dialog that returns the path of the saved file. It asks before it replaces a file."""

    DEFAULT_CSS = """
    SaveFileDialog {
        #save-error { color: $error; height: auto; min-height: 1; }
        .hint { margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, suggested: Path, content: bytes) -> None:
        super().__init__()
        self._title = title
        self._suggested = suggested
        self._content = content
        self._replaced: str | None = None
        """The path of an existing file that the user was asked to replace."""

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(f"Save: {plain(self._title, 60)}", classes="title", markup=False)
            size = max(1, len(self._content) // 1000)
            yield Static(
                f"{size:,} kB. Only your user can read the file.", classes="hint", markup=False
            )
            yield TextField(str(self._suggested))
            yield Static("", id="save-error", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _path_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._replaced != event.value:
            self._replaced = None
            self._show("", "Save")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """Save on Enter. Replacing a file takes the button."""
        event.stop()
        if self._replaced is None:
            self._save()
        else:
            self.query_one("#save", Button).focus()

    @on(Button.Pressed, "#save")
    def _save_pressed(self) -> None:
        self._save()

    @work(group="save", exclusive=True, description="save a file")
    async def _save(self) -> None:
        typed = self.query_one(Input).value
        replaces = self._replaced == typed
        try:
            path = await asyncio.to_thread(save, typed, self._content, replaces=replaces)
        except AlreadyThereError as error:
            self._replaced = typed
            self._show(f"{error} Replace it or choose another name.", "Replace")
        except CannotSaveError as error:
            self._show(str(error), "Save")
        else:
            self.finish(path)

    def _show(self, error: str, label: str) -> None:
        words = f"✗ {plain(error, 300)}" if error else ""
        self.query_one("#save-error", Static).update(Content(words))
        self.query_one("#save", Button).label = label

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(None)
