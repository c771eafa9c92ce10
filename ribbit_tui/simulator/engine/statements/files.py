"""Files of documents: as uploaded, or made from the ledger."""

from collections.abc import Callable
from typing import NamedTuple

from ribbit_tui.simulator.engine.documents.issuance import PDF
from ribbit_tui.simulator.engine.documents.records import DocumentRecord
from ribbit_tui.simulator.engine.documents.rules import find_document
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import DocumentType

from . import account_statements, trade_confirmations, uploads_as_pdf


class File(NamedTuple):
    """Downloaded file."""

    name: str
    mime_type: str
    content: bytes


_MAKERS: dict[str, Callable[[Simulation, DocumentRecord], bytes]] = {
    DocumentType.ACCOUNT_STATEMENT: account_statements.as_pdf,
    DocumentType.TRADE_CONFIRMATION: trade_confirmations.as_pdf,
}


def file_of(simulation: Simulation, document_id: str) -> File:
    """Return a document's file; raises NotFoundError."""
    document = find_document(simulation, document_id)
    content = document.content
    if content is None:
        content = _MAKERS[document.type](simulation, document)
    name = document.name or f"{document.type} {document.date}"
    return File(name, document.mime_type, content)


def pdf_of(simulation: Simulation, document_id: str) -> File:
    """Return a document's file as PDF: forms and pictures are put on a page.

    Raises NotFoundError.
    """
    document, file = find_document(simulation, document_id), file_of(simulation, document_id)
    if file.mime_type == PDF:
        return file
    return File(f"{file.name}.pdf", PDF, uploads_as_pdf.as_pdf(document, file.content))
