"""The documents to upload with the application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.documents.attachments import (
    MAX_DOCUMENTS,
    MAX_TOTAL_ENCODED,
    Attachment,
    remaining_size,
    total_encoded_size,
)
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.reference.document_types import APPLICATION_TYPES
from ribbit_tui.session.application.steps.registry import DOCUMENTS_STEP
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain, upload_size

from .step_panel import StepPanel


class DocumentRow(Vertical):
    """One document: its type, its file, and its error."""

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
        bind("upload.remove", "remove"),
    ]

    @dataclass
    class ChangeRequested(Message):
        """Posted when the user wants to replace the document with this index."""

        index: int

    @dataclass
    class RemoveRequested(Message):
        """Posted when the user wants to remove the document with this index."""

        index: int

    def __init__(self, index: int, document: Attachment, error: str | None) -> None:
        super().__init__()
        self.index = index
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
        self.post_message(self.ChangeRequested(self.index))

    @on(Button.Pressed, ".remove")
    def _remove(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_remove()

    def action_remove(self) -> None:
        self.post_message(self.RemoveRequested(self.index))


class DocumentsPanel(StepPanel):
    """The chosen documents, their total size, and a button that adds one."""

    DEFAULT_CSS = """
    DocumentsPanel {
        #documents { height: auto; }
        #documents-size { color: $quiet; margin-bottom: 1; height: auto; }
        #documents-error { color: $error; height: auto; margin-bottom: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("upload.add", "add"),
    ]

    def __init__(self, draft: Draft, today: date) -> None:
        super().__init__()
        self._draft = draft
        self._today = today

    def compose(self) -> ComposeResult:
        yield Vertical(id="documents")
        yield Static("", id="documents-size", markup=False)
        yield Static("", id="documents-error", markup=False)
        yield Button("Add a document", id="add-document", compact=True)

    async def show_errors(self, errors: Mapping[str, str]) -> bool:
        indices = (name.partition(".")[2] for name in errors)
        first = next((int(index) for index in indices if index), None)
        await self._show(first, errors)
        return True

    async def _show(self, focused: int | None, errors: Mapping[str, str] | None = None) -> None:
        """Show the documents of the draft. Focus one by its index, or the button that adds one."""
        found = {**self._draft.errors(DOCUMENTS_STEP.id, self._today), **(errors or {})}
        documents = self._draft.documents
        names = [f"documents.{index}" for index in range(len(documents))]
        rows = self.query_one("#documents")
        await rows.remove_children()
        await rows.mount(
            *(
                DocumentRow(index, document, found.get(names[index]))
                for index, document in enumerate(documents)
            )
        )
        total = upload_size(total_encoded_size(documents), MAX_TOTAL_ENCODED)
        self.query_one("#documents-size", Static).update(
            Content(total if documents else "PDF, PNG or JPEG files.")
        )
        self._show_error(next((error for name, error in found.items() if name not in names), None))
        add = self.query_one("#add-document", Button)
        add.disabled = len(documents) >= MAX_DOCUMENTS
        if focused is not None and focused < len(documents):
            rows.children[focused].query_one(Button).focus()
        else:
            add.focus()

    def _show_error(self, error: str | None) -> None:
        shown = self.query_one("#documents-error", Static)
        shown.update(Content(f"✗ {plain(error, 300)}" if error else ""))
        shown.display = bool(error)

    @on(Button.Pressed, "#add-document")
    def action_add(self) -> None:
        if not self.query_one("#add-document", Button).disabled:
            self._choose_in_worker(None)

    @on(DocumentRow.ChangeRequested)
    def _change(self, event: DocumentRow.ChangeRequested) -> None:
        event.stop()
        self._choose_in_worker(event.index)

    @on(DocumentRow.RemoveRequested)
    async def _remove(self, event: DocumentRow.RemoveRequested) -> None:
        event.stop()
        del self._draft.documents[event.index]
        await self._show(min(event.index, len(self._draft.documents) - 1))
        self.post_message(self.Changed())

    def _choose_in_worker(self, index: int | None) -> None:
        self.screen.run_worker(
            self._choose(index), group="document", exclusive=True, description="choose a document"
        )

    async def _choose(self, index: int | None) -> None:
        """Let the user choose a document that replaces the one at `index`, or is added."""
        from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog

        documents = self._draft.documents
        others = [other for place, other in enumerate(documents) if place != index]
        chosen = await self.app.push_screen_wait(
            DocumentDialog(
                APPLICATION_TYPES,
                chosen=None if index is None else documents[index],
                size_limit=remaining_size(others),
            )
        )
        if chosen is None:
            return
        if index is None:
            documents.append(chosen)
        else:
            documents[index] = chosen
        await self._show(index)
        self.post_message(self.Changed())
