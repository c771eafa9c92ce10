"""Requests for an account's documents.

Alpaca separates documents that a customer uploads from those that are issued to one: the list
returns issued ones unless it is asked by type.
"""

from dataclasses import dataclass
from datetime import date

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import Document, DocumentType

from . import records
from .rules import UPLOAD_TYPES, W8BEN, find_document, find_document_of
from .views import as_wire


@dataclass(frozen=True, kw_only=True)
class DocumentQuery:
    """Conditions for documents; both days are included. Without `type`, only issued ones."""

    first: date | None = None
    last: date | None = None
    type: str | None = None


def find(simulation: Simulation, account_id: str, query: DocumentQuery) -> list[Document]:
    """Find an account's documents, newest first; raises InvalidError for an unknown type."""
    account = find_account(simulation, account_id)
    if query.type is not None and query.type not in UPLOAD_TYPES | set(DocumentType):
        raise InvalidError("type must be one of Alpaca's types of documents", "type")
    types = sorted(DocumentType) if query.type is None else [query.type]
    found = records.of_account(
        simulation, account.id, types, query.first or date.min, query.last or date.max
    )
    return [as_wire(document) for document in found]


def get(simulation: Simulation, account_id: str, document_id: str) -> Document:
    """Return one document of an account; raises NotFoundError."""
    return as_wire(find_document_of(simulation, account_id, document_id))


def check_is_of(simulation: Simulation, account_id: str, document_id: str) -> str:
    """Return the document's id as stored; raises NotFoundError unless it is the account's."""
    return find_document_of(simulation, account_id, document_id).id


def check_is_w8ben_of(simulation: Simulation, account_id: str, document_id: str) -> str:
    """Return the id of an account's W-8BEN; raises NotFoundError for any other document."""
    document = find_document_of(simulation, account_id, document_id)
    if document.type != W8BEN:
        raise NotFoundError("document not found")
    return document.id


def check_exists(simulation: Simulation, document_id: str) -> str:
    """Return the document's id as stored; raises NotFoundError."""
    return find_document(simulation, document_id).id
