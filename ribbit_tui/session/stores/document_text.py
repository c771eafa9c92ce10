"""The text of a PDF, read within bounds of size, pages, characters and seconds."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MAX_BYTES = 10_000_000
MAX_PAGES = 20
MAX_CHARACTERS = 40_000
MAX_SECONDS = 2.0
_MAX_PAGE_BYTES = 300_000
"""Page instructions beyond this are not read: a page cannot be stopped in the middle."""


@dataclass(frozen=True)
class DocumentText:
    """Text read from a document, and its size."""

    size: int
    """In bytes."""
    page_count: int | None = None
    """None where it could not be told."""
    text: str = ""
    note: str = ""
    """The reason why there is no text, or less than all of it; empty if all of it is there."""


def read_text(content: bytes, seconds: Callable[[], float] = time.monotonic) -> DocumentText:
    """Return the text of a PDF, or why it cannot be read. Blocks for up to a few seconds."""
    size = len(content)
    if not content.lstrip().startswith(b"%PDF"):
        return DocumentText(size, note="Only a PDF can be shown here.")
    if size > MAX_BYTES:
        return DocumentText(size, note="The PDF is too large to be shown here.")
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return DocumentText(size, note="The PDF is protected by a password.")
        return _read_pages(reader, size, seconds)
    except Exception:  # a broken PDF raises errors of every kind, from deep in the parser
        return DocumentText(size, note="The PDF is damaged and cannot be shown here.")


def _read_pages(reader: "PdfReader", size: int, seconds: Callable[[], float]) -> DocumentText:
    count, end = len(reader.pages), seconds() + MAX_SECONDS
    texts: list[str] = []
    length, note = 0, ""
    for number in range(min(count, MAX_PAGES)):
        if seconds() > end or length > MAX_CHARACTERS:
            break
        text = _page_text(reader.pages[number])
        if text is None:
            note = "A page is too large to be shown here."
            continue
        texts.append(text)
        length += len(text)
    else:
        number = min(count, MAX_PAGES)
    text = "\n\n".join(one for one in texts if one)
    if number < count or len(text) > MAX_CHARACTERS:
        note = "Only the beginning is shown here."
    elif not text:
        note = note or "The PDF has no text: it is a picture."
    return DocumentText(size, count, text[:MAX_CHARACTERS], note)


def _page_text(page: "PageObject") -> str | None:
    """Return the text of a page with its columns in place, or None if it is too large."""
    contents = page.get_contents()
    if contents is None:
        return ""
    if len(contents.get_data()) > _MAX_PAGE_BYTES:
        return None
    lines = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
    return "\n".join(line.rstrip() for line in lines.splitlines()).strip("\n")
