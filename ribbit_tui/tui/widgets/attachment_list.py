"""The documents that an application takes along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.documents.attachments import (
    MAX_DOCUMENTS,
    Attachment,
    total_encoded_size,
)
from ribbit_tui.session.application.documents.files import MAX_ENCODED_SIZE
from ribbit_tui.tui.words.formats import plain

from .page import Page

_BAR = 20


def size_words(encoded: int, most: int = MAX_ENCODED_SIZE) -> str:
    """`▓▓▓░░░… 1.6 of 10 MB once encoded`."""
    filled = min(_BAR, -(-encoded * _BAR // most))
    return f"{'▓' * filled}{'░' * (_BAR - filled)} {_mb(encoded)} of {most >> 20} MB once encoded"


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"


class DocumentRow(Vertical):
    """One document: what it is handed in as, its file, and what is wrong with it."""

    DEFAULT_CSS = """
    DocumentRow {
        height: auto;
        margin-bottom: 1;
        Horizontal { height: 1; }
        .what { width: 1fr; max-width: 48; }
        .file { color: $quiet; height: auto; }
        .file.-wrong { color: $error; }
        Button { margin-left: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete,backspace", "remove", "Remove", id="document.remove"),
    ]

    @dataclass
    class Change(Message):
        number: int

    @dataclass
    class Remove(Message):
        number: int

    def __init__(self, number: int, document: Attachment, error: str | None) -> None:
        super().__init__()
        self.number = number
        self._document = document
        self._error = error

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(plain(self._document.label, 80), classes="what", markup=False)
            yield Button("Change", classes="change", compact=True)
            yield Button("Remove", classes="remove", compact=True)
        yield Static(plain(self._document.words, 120), classes="file", markup=False)
        if self._error:
            yield Static(f"✗ {plain(self._error, 300)}", classes="file -wrong", markup=False)

    @on(Button.Pressed, ".change")
    def _change(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Change(self.number))

    @on(Button.Pressed, ".remove")
    def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_remove()

    def action_remove(self) -> None:
        self.post_message(self.Remove(self.number))


class DocumentList(Page):
    """All of them, how much of what can be sent they take, and the way to add one."""

    DEFAULT_CSS = """
    DocumentList {
        height: auto;
        #documents { height: auto; }
        #documents-size { color: $quiet; margin-bottom: 1; height: auto; }
        #documents-error { color: $error; height: auto; margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,plus", "add", "Add a document", id="document.add"),
    ]

    @dataclass
    class Add(Message):
        """The person wants to add one."""

    def compose(self) -> ComposeResult:
        yield Vertical(id="documents")
        yield Static("", id="documents-size", markup=False)
        yield Static("", id="documents-error", markup=False)
        yield Button("Add a document", id="add-document", compact=True)

    async def show(
        self, documents: Sequence[Attachment], errors: Mapping[str, str], focus: int | None
    ) -> None:
        """Bring the list up to date; the focus goes to one of them, or to adding one."""
        rows = self.query_one("#documents")
        await rows.remove_children()
        await rows.mount(
            *(
                DocumentRow(number, one, errors.get(f"documents.{number}"))
                for number, one in enumerate(documents)
            )
        )
        size = self.query_one("#documents-size", Static)
        size.update(
            Content(
                size_words(total_encoded_size(documents))
                if documents
                else "PDF, PNG or JPEG files."
            )
        )
        known = {f"documents.{number}" for number in range(len(documents))}
        wrong = next((words for name, words in errors.items() if name not in known), None)
        error = self.query_one("#documents-error", Static)
        error.update(Content(f"✗ {plain(wrong, 300)}" if wrong else ""))
        error.display = bool(wrong)
        add = self.query_one("#add-document", Button)
        add.disabled = len(documents) >= MAX_DOCUMENTS
        if focus is not None and focus < len(documents):
            rows.children[focus].query_one(Button).focus()
        else:
            add.focus()

    @on(Button.Pressed, "#add-document")
    def action_add(self) -> None:
        if not self.query_one("#add-document", Button).disabled:
            self.post_message(self.Add())
