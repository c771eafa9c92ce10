"""The dialog that browses folders to choose a file."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.visual import VisualType
from textual.widgets import Button, DirectoryTree, Static

from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain

_MAX_ENTRIES = 1000
"""Entries shown of one folder."""


class FileTree(DirectoryTree):
    """A tree of folders and files. Hidden files are left out unless `shows_hidden` is set."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "
    DEFAULT_CSS = "FileTree { background: transparent; padding: 0; }"
    shows_hidden = False

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        shown = (path for path in paths if self.shows_hidden or not path.name.startswith("."))
        return islice(shown, _MAX_ENTRIES)

    def process_label(self, label: VisualType) -> Text:
        """Return the name as plain text. Textual's own method fails on a name with a newline."""
        return Text(plain(str(label)) or "?")


class FileDialog(Dialog[Path]):
    """A dialog that returns the chosen file."""

    DEFAULT_CSS = """
    FileDialog {
        .dialog { height: 90%; max-height: 34; }
        .hint { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("files.up", "up"),
        bind("files.hidden", "hidden"),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Choose a PDF, PNG or JPEG file", classes="title", markup=False)
            yield FileTree(self._folder)
            yield Static(
                "Enter opens a folder or chooses a file · Backspace goes up · . shows hidden files",
                classes="hint",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Folder above", id="up", compact=True)
                yield Button("Back", id="back", compact=True)

    def on_mount(self) -> None:
        self.query_one(FileTree).focus()

    @on(DirectoryTree.FileSelected)
    def _chosen(self, event: DirectoryTree.FileSelected) -> None:
        event.stop()
        self.finish(event.path)

    @on(Button.Pressed, "#up")
    def action_up(self) -> None:
        tree = self.query_one(FileTree)
        tree.path = Path(tree.path).parent
        tree.focus()

    async def action_hidden(self) -> None:
        tree = self.query_one(FileTree)
        tree.shows_hidden = not tree.shows_hidden
        await tree.reload()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(None)
