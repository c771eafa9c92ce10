"""The documents of an application: chosen by path, looked at, and read only to be sent."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ribbit_tui.session.application.reference.document_types import type_label

from .files import (
    FORMATS,
    LARGEST_ENCODED,
    FileFacts,
    UnusableFileError,
    encoded_size,
    examine,
    in_megabytes,
    read,
)

if TYPE_CHECKING:
    from ribbit_tui.wire.documents import DocumentUpload

MOST = 10
"""Documents in one application."""
LARGEST_TOGETHER = LARGEST_ENCODED
"""Characters of base64 that all documents of an application may have: they travel in one call."""

CHANGED = "This file was changed after you chose it: look at it, then choose it again."


class UnusableDocumentsError(Exception):
    """Some documents cannot be sent: `troubles` says why, by their number."""

    def __init__(self, troubles: Mapping[int, str]) -> None:
        super().__init__(f"{len(troubles)} documents cannot be sent")
        self.troubles = dict(troubles)


@dataclass(frozen=True)
class ChosenDocument:
    """A file to hand in, and as what. The content stays where it is until it is sent."""

    path: Path
    document_type: str
    document_sub_type: str | None = None
    facts: FileFacts | None = None
    """What it was when it was looked at; None before that."""
    trouble: str | None = None
    """Why it cannot be sent, and what to do."""

    @classmethod
    def choose(
        cls, path: Path, document_type: str, document_sub_type: str | None = None
    ) -> "ChosenDocument":
        """Look at a file and choose it. Raises UnusableFileError. Waits for the disk."""
        return cls(path, document_type, document_sub_type, examine(path))

    @property
    def mime_type(self) -> str:
        return self.facts.mime_type if self.facts else ""

    @property
    def size(self) -> int:
        return self.facts.size if self.facts else 0

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
        if self.facts is None:
            return self.path.name
        return f"{self.path.name} · {FORMATS[self.mime_type]}, {in_megabytes(self.size)}"

    def look_again(self) -> "ChosenDocument":
        """This document with what is wrong with it now. Waits for the disk."""
        try:
            facts = examine(self.path)
        except UnusableFileError as reason:
            return replace(self, trouble=str(reason))
        if self.facts is not None and facts != self.facts:
            return replace(self, trouble=CHANGED)
        return replace(self, facts=facts, trouble=None)

    def load(self) -> bytes:
        """The content. Raises UnusableFileError if it is gone or another by now. Waits for the
        disk."""
        return self._read()[1]

    def to_upload(self) -> "DocumentUpload":
        """What is sent of it. Raises UnusableFileError. Waits for the disk."""
        from ribbit_tui.wire.documents import DocumentUpload  # pydantic: only once it is needed

        facts, content = self._read()
        upload = DocumentUpload(
            document_type=self.document_type,
            content=base64.b64encode(content).decode(),
            mime_type=facts.mime_type,
        )
        if self.document_sub_type is not None:
            upload.document_sub_type = self.document_sub_type
        return upload

    def _read(self) -> tuple[FileFacts, bytes]:
        facts, content = read(self.path)
        if self.facts is not None and facts != self.facts:
            raise UnusableFileError(CHANGED)
        return facts, content


def uploads(documents: Sequence[ChosenDocument]) -> "list[DocumentUpload]":
    """All of them, read; raises UnusableDocumentsError. Waits for the disk."""
    found, troubles = [], {}
    for number, document in enumerate(documents):
        try:
            found.append(document.to_upload())
        except UnusableFileError as reason:
            troubles[number] = str(reason)
    if troubles:
        raise UnusableDocumentsError(troubles)
    return found


def together(documents: Sequence[ChosenDocument]) -> int:
    """Characters of base64 that these become."""
    return sum(document.encoded_size for document in documents)


def room_left(documents: Sequence[ChosenDocument]) -> int:
    """How many characters of base64 one more document of the application may have."""
    return LARGEST_TOGETHER - together(documents)


def troubles_of(documents: Sequence[ChosenDocument]) -> Iterator[tuple[str, str]]:
    """What is wrong with the documents of an application: `documents.N`, and what to do."""
    for number, document in enumerate(documents):
        if document.trouble is not None:
            yield f"documents.{number}", document.trouble
    if len(documents) > MOST:
        yield "documents", f"At most {MOST} documents can be sent at once: remove some."
    elif together(documents) > LARGEST_TOGETHER:
        yield "documents", "Together they have more than 10 MB once encoded: remove some."
