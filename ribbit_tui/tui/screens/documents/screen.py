"""The Documents screen: statements, confirmations and uploads."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.application.reference.document_types import type_label
from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.state import NOTHING, Change
from ribbit_tui.session.stores.document_text import read_text
from ribbit_tui.session.stores.downloads import suggested_path
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import CustomerScreen
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from ribbit_tui.tui.words.formats import code_words, plain
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.documents import Document

from .preview import DocumentPreview

WATCHER = "documents"
_PAUSE = 0.15
"""Seconds that the cursor must rest on a document before it is loaded for the preview."""
_KINDS = {
    "account_statement": "Statement",
    "trade_confirmation": "Trade confirmation",
    "tax_statement": "Tax statement",
}


@dataclass(frozen=True)
class DocumentEntry:
    """A document from the broker or from the customer."""

    id: str
    title: str
    day: date | None
    is_from_broker: bool
    """Whether the broker has created it; else the customer has uploaded it."""


class DocumentsScreen(CustomerScreen):
    """The documents from the broker, then those that the customer has uploaded."""

    SCREEN_NAME = "documents"
    HELP = """
    # Documents

    You get a statement every month, and a confirmation at the end of every day with a trade. Your
    uploads are listed below them. The text of the selected document is shown beside the list.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("documents.save", "download"),
        bind("documents.preview", "preview"),
        bind("documents.list", "show_list"),
        bind("documents.add", "add"),
        bind("documents.statement", "create_statement"),
    ]

    _previewed: str | None = None
    """The id of the document that the preview shows or loads."""
    _has_failed = False
    """Whether loading it has failed. It is loaded again by key only, not in a loop."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="documents-columns"):
            with Panel("Documents", id="documents-panel"):
                yield LiveTable(
                    Column("Date", 10),
                    Column("Document", 22, grows=True),
                    Column("From", 6),
                    empty="Loading…",
                    id="documents",
                )
                yield UnreadableNote(Change.DOCUMENTS, "document")
                yield Static("", id="documents-note", markup=False)
            yield DocumentPreview("Preview", id="preview-panel")

    def on_mount(self) -> None:
        self.query_one(LiveTable).focus()

    def on_screen_resume(self) -> None:
        self.session.track_parts(WATCHER, Change.DOCUMENTS)

    def on_screen_suspend(self) -> None:
        self.session.track_parts(WATCHER, NOTHING)

    def show_changes(self, changes: Change) -> None:
        if not changes & (Change.DOCUMENTS | Change.ACCOUNT | Change.CONNECTION):
            return
        table = self.query_one(LiveTable)
        none = "No documents yet. A confirmation comes at the end of each day with a trade."
        table.show_empty(self.empty_text(Change.DOCUMENTS, none))
        table.show_rows([_row(one) for one in self.documents()])
        self._show_preview()
        self.refresh_bindings()

    def documents(self) -> list[DocumentEntry]:
        """Return the documents of the broker, then the uploads, each newest first."""
        account = self.state.account
        uploads = [_uploaded(one) for one in (account.documents if account else None) or []]
        return [_from_broker(one) for one in self.state.documents] + uploads[::-1]

    @property
    def _highlighted(self) -> DocumentEntry | None:
        key = self.query_one(LiveTable).cursor_key
        return next((one for one in self.documents() if one.id == key), None)

    @property
    def _is_open(self) -> bool:
        account = self.state.account
        return account is not None and account.status != AccountStatus.ACCOUNT_CLOSED

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "create_statement":
            return self.state.is_simulated and self._is_open
        if action == "add":
            return True if self._is_open else None
        if action == "show_list":
            return self._is_reading
        if action in {"download", "preview"} and self.is_mounted:
            return True if self._highlighted is not None else None
        return super().check_action(action, parameters)

    @property
    def _is_hidden(self) -> bool:
        """Whether the preview is not seen: on a narrow terminal, until it is opened."""
        is_narrow = self.has_class("-narrow") or self.has_class("-tiny")
        return is_narrow and not self.has_class("-reading")

    @property
    def _is_reading(self) -> bool:
        """Whether the focus is on the preview."""
        return self.is_mounted and self.query_one(DocumentPreview).has_focus_within

    def action_preview(self) -> None:
        """Move to the preview. On a narrow terminal it takes the place of the list."""
        self.add_class("-reading")
        if self._has_failed:
            self._previewed = None
        self._show_preview()
        self.query_one(DocumentPreview).focus_text()

    def action_show_list(self) -> None:
        """Go back from the preview to the list."""
        self.remove_class("-reading")
        self.query_one(LiveTable).focus()

    @on(LiveTable.RowHighlighted)
    def _show_preview(self) -> None:
        """Show the selected document, unless it is there already."""
        document, preview = self._highlighted, self.query_one(DocumentPreview)
        if document is None:
            self._previewed = None
            words = "The selected document is shown here." if self.documents() else ""
            preview.show_words("", words)
        elif document.id != self._previewed and not self._is_hidden:
            self._previewed, self._has_failed = document.id, False
            preview.show_words(document.title, "Loading…")
            self._load_preview(document)

    @work(group="preview", exclusive=True, description="show a document")
    async def _load_preview(self, document: DocumentEntry) -> None:
        await asyncio.sleep(_PAUSE)
        preview = self.query_one(DocumentPreview)
        try:
            content = await self.session.account_actions.download(document.id)
        except ActionFailedError as failure:
            self._has_failed = True
            again = self.press("documents.preview")
            words = f"Not loaded: {failure.report.title}. {again} to try again."
            preview.show_words(document.title, words)
            return
        read = await asyncio.to_thread(read_text, content)
        if self._previewed == document.id:
            save = f"{self.press('documents.save')} to save it and open it outside."
            preview.show_document(document.title, read, save)

    @on(LiveTable.RowSelected)
    def _chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.action_download()

    def action_download(self) -> None:
        document = self._highlighted
        if document is not None and not self.is_busy("download"):
            self._download(document)

    @work(group="download", description="download a document")
    async def _download(self, document: DocumentEntry) -> None:
        from .save_dialog import SaveFileDialog

        self._show_note("Loading the document…")
        try:
            content = await self.session.account_actions.download(document.id)
        except ActionFailedError as failure:
            self._show_note("")
            self.shell.show_error(failure.report)
            return
        day = document.day.isoformat() if document.day else ""
        suggested = suggested_path(f"{document.title} {day}")
        self._show_note("")
        path = await self.app.push_screen_wait(SaveFileDialog(document.title, suggested, content))
        if path is not None:
            self._show_note(f"✓ Saved as {plain(str(path), 200)}")

    @work(group="create statement", exclusive=True, description="create a statement")
    async def action_create_statement(self) -> None:
        question = ConfirmDialog(
            "Create a statement now?",
            [("Statement", "This month to date")],
            "Create",
            "Only the simulator can do this. Otherwise statements are created every month.",
        )
        if not await self.app.push_screen_wait(question):
            return
        actions = self.session.simulator_actions
        if await self.attempt(lambda _again: actions.make_statement()):
            self._show_note("✓ The statement for this month is created.")

    @work(group="add", exclusive=True, description="add a document")
    async def action_add(self) -> None:
        from ribbit_tui.session.application.documents.files import UnusableFileError
        from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog

        document = await self.app.push_screen_wait(DocumentDialog())
        if document is None or not self._is_open:
            return
        try:
            upload = await asyncio.to_thread(document.to_upload)
        except UnusableFileError as reason:
            self._show_note(f"✗ {plain(str(reason), 200)}")
            return
        self._show_note("Uploading the document…")
        actions = self.session.account_actions
        sent = await self.attempt(lambda again: actions.upload_documents([upload], again=again))
        self._show_note("✓ The document is uploaded." if sent else "")

    def _show_note(self, words: str) -> None:
        self.query_one("#documents-note", Static).update(Content(words))


def _row(document: DocumentEntry) -> Row:
    return Row(
        document.id,
        (
            Cell(document.day.isoformat() if document.day else "", "quiet"),
            Cell(document.title),
            Cell("Broker" if document.is_from_broker else "You", "quiet"),
        ),
    )


def _from_broker(document: Document) -> DocumentEntry:
    kind = _KINDS.get(str(document.type)) or code_words(document.type)
    name = plain(document.name, 80)
    title = name if kind.casefold() in name.casefold() else f"{kind} {name}".strip()
    return DocumentEntry(document.id, title, document.date, is_from_broker=True)


def _uploaded(document: dict[str, Any]) -> DocumentEntry:
    kind, sub_type = document.get("document_type"), document.get("document_sub_type")
    title = plain(type_label(str(kind or "document"), str(sub_type) if sub_type else None), 80)
    return DocumentEntry(
        str(document.get("id")), title, _day(document.get("created_at")), is_from_broker=False
    )


def _day(timestamp: object) -> date | None:
    try:
        return datetime.fromisoformat(str(timestamp)).date()
    except ValueError:
        return None
