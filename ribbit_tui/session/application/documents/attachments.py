"""Files attached to an application. Their content is read only when it is sent."""

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
"""The number of documents in one application."""
MAX_TOTAL_ENCODED = MAX_ENCODED_SIZE
"""The base64 characters of all documents together: they travel in one request."""

CHANGED = "This file was changed after you chose it: look at it, then choose it again."


class UnusableDocumentsError(Exception):
    """One or more documents cannot be sent. `errors` has the reasons by index."""

    def __init__(self, errors: Mapping[int, str]) -> None:
        super().__init__(f"{len(errors)} documents cannot be sent")
        self.errors = dict(errors)


@dataclass(frozen=True)
class Attachment:
    """A file to send as a document. Its content stays on the disk until then."""

    path: Path
    document_type: str
    document_sub_type: str | None = None
    info: FileInfo | None = None
    """The file's type, size and time when it was chosen; None in a loaded draft."""
    error: str | None = None
    """The reason why it cannot be sent, and the remedy."""

    @classmethod
    def choose(
        cls, path: Path, document_type: str, document_sub_type: str | None = None
    ) -> "Attachment":
        """Examine a file and choose it. Raises UnusableFileError. Blocks on the disk."""
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
        """The document type in words."""
        return type_label(self.document_type, self.document_sub_type)

    @property
    def words(self) -> str:
        """The file in words, such as `passport.pdf · PDF, 1.2 MB`."""
        if self.info is None:
            return self.path.name
        return f"{self.path.name} · {FORMATS[self.mime_type]}, {in_megabytes(self.size)}"

    def recheck(self) -> "Attachment":
        """Return a copy with the current error, if any. Blocks on the disk."""
        try:
            info = examine(self.path)
        except UnusableFileError as reason:
            return replace(self, error=str(reason))
        if self.info is not None and info != self.info:
            return replace(self, error=CHANGED)
        return replace(self, info=info, error=None)

    def load(self) -> bytes:
        """Return the content. Raises UnusableFileError if the file has changed or is gone.

        Blocks on the disk.
        """
        return self._read()[1]

    def to_upload(self) -> "DocumentUpload":
        """Return the document to send. Raises UnusableFileError. Blocks on the disk."""
        from ribbit_tui.wire.documents import DocumentUpload  # loads pydantic

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
    """Read all files. Raises UnusableDocumentsError. Blocks on the disk."""
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
    """Return the base64 characters of all documents."""
    return sum(document.encoded_size for document in documents)


def remaining_size(documents: Sequence[Attachment]) -> int:
    """Return the base64 characters that one more document may have."""
    return MAX_TOTAL_ENCODED - total_encoded_size(documents)


def document_errors(documents: Sequence[Attachment]) -> Iterator[tuple[str, str]]:
    """Yield the errors of an application's documents, by `documents.INDEX`."""
    for number, document in enumerate(documents):
        if document.error is not None:
            yield f"documents.{number}", document.error
    if len(documents) > MAX_DOCUMENTS:
        yield "documents", f"At most {MAX_DOCUMENTS} documents can be sent at once: remove some."
    elif total_encoded_size(documents) > MAX_TOTAL_ENCODED:
        yield "documents", "Together they have more than 10 MB once encoded: remove some."
