"""Documents as the API returns them."""

from datetime import date

from ribbit_tui.wire.documents import Document

from .records import DocumentRecord


def as_wire(document: DocumentRecord) -> Document:
    """Return the description of a document."""
    return Document(
        id=document.id,
        name=document.name,
        type=document.type,
        sub_type=document.sub_type,
        date=date.fromisoformat(document.date),
    )
