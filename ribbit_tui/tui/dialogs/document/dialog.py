"""The dialog that chooses a document to upload: its type, its sub-type and its file."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Select, Static

from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.documents.files import (
    FORMATS,
    MAX_ENCODED_SIZE,
    NoFileError,
    UnusableFileError,
    in_megabytes,
)
from ribbit_tui.session.application.documents.paths import path_completions, typed_path
from ribbit_tui.session.application.reference.document_types import DOCUMENT_TYPES, DocumentType
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.dialogs.document.path_field import PathField
from ribbit_tui.tui.inputs.pick_list import PickList
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain, upload_size


class DocumentDialog(Dialog[Attachment]):
    """A dialog that returns a document whose file was examined and can be uploaded."""

    DEFAULT_CSS = """
    DocumentDialog {
        .row { height: auto; }
        .label { width: 14; height: 1; }
        .row Select, .row PathField { width: 1fr; }
        #verdict { padding-left: 14; height: auto; min-height: 2; color: $quiet; }
        #verdict.-ok { color: $success; }
        #verdict.-wrong { color: $error; }
        .hint { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("document.browse", "browse"),
    ]

    def __init__(
        self,
        types: Sequence[DocumentType] = DOCUMENT_TYPES,
        *,
        chosen: Attachment | None = None,
        document_type: str | None = None,
        size_limit: int = MAX_ENCODED_SIZE,
    ) -> None:
        """`chosen` is the document to replace, `document_type` the type selected at first.

        `size_limit` is the largest size of the file in bytes of base64.
        """
        super().__init__()
        self._types = {one.value: one for one in types}
        self._chosen = chosen
        first = chosen.document_type if chosen else document_type
        self._first_type = first if first in self._types else next(iter(self._types))
        self._size_limit = size_limit

    def compose_dialog(self) -> ComposeResult:
        chosen = self._chosen
        with Vertical(classes="dialog"):
            title = "Change this document" if chosen else "Add a document"
            yield Static(title, classes="title", markup=False)
            with Horizontal(classes="row"):
                yield Static("Document type", classes="label", markup=False)
                yield PickList(
                    [(one.label, one.value) for one in self._types.values()],
                    value=self._first_type,
                    allow_blank=False,
                    id="document-type",
                    compact=True,
                )
            with Horizontal(classes="row", id="sub-type-row"):
                yield Static("Document", classes="label", markup=False)
                yield PickList(
                    [], prompt="Choose… (optional)", id="document-sub-type", compact=True
                )
            with Horizontal(classes="row"):
                yield Static("File", classes="label", markup=False)
                yield PathField(str(chosen.path) if chosen else "~/")
            yield Static("", id="verdict", markup=False)
            yield Static(
                "Tab completes · ↓ selects from the list · or drop a file here",
                classes="hint",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Browse", id="browse", compact=True)
                yield Button("Back", id="back", compact=True)
                label = "Keep" if chosen else "Add"
                yield Button(label, id="add", variant="primary", compact=True)

    def on_mount(self) -> None:
        sub_type = self._chosen.document_sub_type if self._chosen else None
        self._offer_sub_types(sub_type)
        self.query_one(PathField).focus_line()

    @property
    def _document_type(self) -> DocumentType:
        return self._types[str(self.query_one("#document-type", Select).value)]

    @property
    def _sub_type(self) -> str | None:
        select = self.query_one("#document-sub-type", Select)
        return None if select.is_blank() else str(select.value)

    @on(Select.Changed, "#document-type")
    def _type_changed(self, event: Select.Changed) -> None:
        event.stop()
        self._offer_sub_types(self._sub_type)

    def _offer_sub_types(self, chosen: str | None) -> None:
        """Offer the sub-types of the type. The chosen one stays selected if it is among them."""
        offered = self._document_type.sub_types
        select: Select[str] = self.query_one("#document-sub-type", Select)
        select.set_options((one.label, one.value) for one in offered)
        if chosen in {one.value for one in offered}:
            select.value = str(chosen)
        self.query_one("#sub-type-row").display = bool(offered)

    @on(PathField.Changed)
    def _path_changed(self, event: PathField.Changed) -> None:
        event.stop()
        self._show_verdict("")
        self._examine(event.text)

    @on(PathField.Entered)
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        self._examine(self.query_one(PathField).text, is_final=True)

    @work(group="path", exclusive=True, description="examine a file")
    async def _examine(self, text: str, is_final: bool = False) -> None:
        """Show the completions of a path and whether its file can be uploaded.

        With `is_final`, close the dialog with the document, or show what is wrong.
        """
        found = await asyncio.to_thread(path_completions, text)
        field = self.query_one(PathField)
        field.show_matches(text, found)
        try:
            document = await self._document(text)
        except UnusableFileError as reason:
            if is_final or not isinstance(reason, NoFileError):
                self._show_verdict(f"✗ {reason}", "-wrong")
            if is_final:
                field.focus_line()
            return
        self._show_accepted(document)
        if is_final:
            self.finish(document)

    async def _document(self, text: str) -> Attachment:
        """Examine the file at this path. Raises UnusableFileError."""
        if not text.strip():
            raise NoFileError("Type the path of a file, or browse the folders.")
        document = await asyncio.to_thread(
            Attachment.choose, typed_path(text), self._document_type.value, self._sub_type
        )
        if document.encoded_size > self._size_limit:
            raise UnusableFileError(
                f"This file has {in_megabytes(document.size)}. Together with the other documents"
                " that is more than 10 MB once encoded. Remove one of them first."
            )
        return document

    def _show_accepted(self, document: Attachment) -> None:
        what = f"{FORMATS[document.mime_type]}, {in_megabytes(document.size)}"
        self._show_verdict(
            f"✓ {what}\n{upload_size(document.encoded_size, MAX_ENCODED_SIZE)}", "-ok"
        )

    def _show_verdict(self, words: str, style: str = "") -> None:
        verdict = self.query_one("#verdict", Static)
        verdict.set_class(style == "-ok", "-ok")
        verdict.set_class(style == "-wrong", "-wrong")
        verdict.update(Content("\n".join(plain(line, 300) for line in words.split("\n"))))

    @on(Button.Pressed, "#browse")
    def action_browse(self) -> None:
        from .file_dialog import FileDialog

        def chosen(path: Path | None) -> None:
            if path is not None:
                self.query_one(PathField).text = str(path)
            self.query_one(PathField).focus_line()

        typed = typed_path(self.query_one(PathField).text)
        folder = next((one for one in (typed, *typed.parents) if one.is_dir()), Path.home())
        self.app.push_screen(FileDialog(folder), chosen)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(None)
