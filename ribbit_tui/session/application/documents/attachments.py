"""The documents of an application: chosen by path, looked at, and read only to be sent."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ribbit_tui.session.application.reference.document_types import type_label

from .files import (
    FORMATS,
    MAX_ENCODED_SIZE,
    FileInfo,
    UnusableFileError,
    encoded_size,
    examine,
    in_megabytes,
    read,
)

if TYPE_CHECKING:
    from ribbit_tui.wire.documents import DocumentUpload

MAX_DOCUMENTS = 10
"""Documents in one application."""
MAX_TOTAL_ENCODED = MAX_ENCODED_SIZE
"""Characters of base64 that all documents of an application may have: they travel in one call."""

CHANGED = "This file was changed after you chose it: look at it, then choose it again."


class UnusableDocumentsError(Exception):
    """Some documents cannot be sent: `errors` says why, by their number."""

    def __init__(self, errors: Mapping[int, str]) -> None:
        super().__init__(f"{len(errors)} documents cannot be sent")
        self.errors = dict(errors)


@dataclass(frozen=True)
class Attachment:
    """A file to hand in, and as what. The content stays where it is until it is sent."""

    path: Path
    document_type: str
    document_sub_type: str | None = None
    info: FileInfo | None = None
    """What it was when it was looked at; None before that."""
    error: str | None = None
    """Why it cannot be sent, and what to do."""

    @classmethod
    def choose(
        cls, path: Path, document_type: str, document_sub_type: str | None = None
    ) -> "Attachment":
        """Look at a file and choose it. Raises UnusableFileError. Waits for the disk."""
        return cls(path, document_type, document_sub_type, examine(path))

    @property
    def mime_type(self) -> str:
        return self.info.mime_type if self.info else ""

    @property
    def size(self) -> int:
        return self.info.size if self.info else 0

    @property
    def encoded_size(self) -> int:
        return encoded_size(self.size)

    @property
    def label(self) -> str:
        """What it is handed in as, in words."""
        return type_label(self.document_type, self.document_sub_type)

    @property
    def words(self) -> str:
        """The file in words: `passport.pdf · PDF, 1.2 MB`."""
        if self.info is None:
            return self.path.name
        return f"{self.path.name} · {FORMATS[self.mime_type]}, {in_megabytes(self.size)}"

    def recheck(self) -> "Attachment":
        """This document with what is wrong with it now. Waits for the disk."""
        try:
            info = examine(self.path)
        except UnusableFileError as reason:
            return replace(self, error=str(reason))
        if self.info is not None and info != self.info:
            return replace(self, error=CHANGED)
        return replace(self, info=info, error=None)

    def load(self) -> bytes:
        """The content. Raises UnusableFileError if it is gone or another by now. Waits for the
        disk."""
        return self._read()[1]

    def to_upload(self) -> "DocumentUpload":
        """What is sent of it. Raises UnusableFileError. Waits for the disk."""
        from ribbit_tui.wire.documents import DocumentUpload  # pydantic: only once it is needed

        info, content = self._read()
        upload = DocumentUpload(
            document_type=self.document_type,
            content=base64.b64encode(content).decode(),
            mime_type=info.mime_type,
        )
        if self.document_sub_type is not None:
            upload.document_sub_type = self.document_sub_type
        return upload

    def _read(self) -> tuple[FileInfo, bytes]:
        info, content = read(self.path)
        if self.info is not None and info != self.info:
            raise UnusableFileError(CHANGED)
        return info, content


def uploads(documents: Sequence[Attachment]) -> "list[DocumentUpload]":
    """All of them, read; raises UnusableDocumentsError. Waits for the disk."""
    found, errors = [], {}
    for number, document in enumerate(documents):
        try:
            found.append(document.to_upload())
        except UnusableFileError as reason:
            errors[number] = str(reason)
    if errors:
        raise UnusableDocumentsError(errors)
    return found


def total_encoded_size(documents: Sequence[Attachment]) -> int:
    """Characters of base64 that these become."""
    return sum(document.encoded_size for document in documents)


def remaining_size(documents: Sequence[Attachment]) -> int:
    """How many characters of base64 one more document of the application may have."""
    return MAX_TOTAL_ENCODED - total_encoded_size(documents)


def document_errors(documents: Sequence[Attachment]) -> Iterator[tuple[str, str]]:
    """What is wrong with the documents of an application: `documents.N`, and what to do."""
    for number, document in enumerate(documents):
        if document.error is not None:
            yield f"documents.{number}", document.error
    if len(documents) > MAX_DOCUMENTS:
        yield "documents", f"At most {MAX_DOCUMENTS} documents can be sent at once: remove some."
    elif total_encoded_size(documents) > MAX_TOTAL_ENCODED:
        yield "documents", "Together they have more than 10 MB once encoded: remove some."
