"""Uploaded documents as PDF: a form as a table of its fields, a picture on a page of its own."""

import json
from collections.abc import Iterator
from textwrap import wrap

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.documents.records import DocumentRecord
from ribbit_tui.simulator.engine.documents.rules import JSON

from .pdf_writer import Column, PdfWriter

_FIELDS = (Column("Field", 70), Column("Value", 110))
_LINE = 55
"""Characters that fit into the second column, whatever they are."""
_TITLES = {"w8ben": "Form W-8BEN"}


def as_pdf(document: DocumentRecord, content: bytes) -> bytes:
    """Return an uploaded form or picture as PDF; a picture that cannot be read is only named."""
    pdf = PdfWriter(
        _TITLES.get(document.type, document.type),
        f"Uploaded on {document.date}",
        f"Document {document.id}",
        from_timestamp(document.created_at),
    )
    if document.mime_type == JSON:
        form: dict[str, object] = json.loads(content)
        pdf.table(_FIELDS, (row for name, value in form.items() for row in _rows(name, value)))
    elif not pdf.picture(content):
        pdf.note("The picture cannot be read.")
    return pdf.finished()


def _rows(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield a field as rows of a table: a long value continues below."""
    for number, line in enumerate(wrap(_text(value), _LINE) or [""]):
        yield ("" if number else name), line


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)
