"""An account's documents: what a customer hands in, and what is made for one.

The two kinds are distinct at Alpaca, and so the list answers the latter unless asked by type.
"""

import base64
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import Document, DocumentType
from ribbit_tui.wire.model import loads, rfc3339

from .document_rules import JSON, UPLOAD_TYPES

PDF = "application/pdf"
_TAX_IDS = ("tax_id_ssn", "foreign_tax_id")
_SHOWN_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class DocumentQuery:
    """Both dates are inclusive. Without `kind` only what was made for the account is meant."""

    first: date | None = None
    last: date | None = None
    kind: str | None = None


def attach(simulation: Simulation, account_id: str, documents: Sequence[dict[str, Any]]) -> None:
    """Keep what was checked, and name it among the documents that the account answers."""
    for document in documents:
        account_records.add_document(
            simulation, account_id, store(simulation, account_id, document)
        )


def store(simulation: Simulation, account_id: str, document: dict[str, Any]) -> dict[str, Any]:
    """Keep one that was checked; what an account answers of it, which is never its content."""
    now = simulation.now()
    kind, sub_type = document["document_type"], document.get("document_sub_type")
    mime_type = document.get("mime_type") or JSON
    document_id = simulation.ids.uuid("document")
    simulation.database.insert(
        "documents",
        id=document_id,
        account_id=account_id,
        type=kind,
        sub_type=sub_type or "",
        mime_type=mime_type,
        name="",
        date=now.astimezone(NEW_YORK).date().isoformat(),
        content=_content_of(document, mime_type),
        created_at=to_timestamp(now),
    )
    return {
        "id": document_id,
        "document_type": kind,
        "document_sub_type": sub_type,
        "mime_type": mime_type,
        "created_at": rfc3339(now),
    }


def _content_of(document: dict[str, Any], mime_type: str) -> bytes:
    """The bytes to keep: of a form its fields, but no tax id beyond its last digits."""
    if document.get("content"):
        content = base64.b64decode(document["content"])
        if mime_type != JSON:
            return content
        form = loads(content)
    else:
        form = document["content_data"]
    masked = {name: _masked(value) for name, value in form.items() if name in _TAX_IDS and value}
    return json.dumps(form | masked, default=str, indent=2).encode()


def _masked(tax_id: Any) -> str:
    text = str(tax_id)
    hidden = max(len(text) - _SHOWN_DIGITS, (len(text) + 1) // 2)
    return "*" * hidden + text[hidden:]


def make(
    simulation: Simulation,
    account: AccountRecord,
    kind: DocumentType,
    *,
    name: str,
    day: date,
    details: dict[str, Any],
    sub_type: str = "",
) -> Document:
    """Name a document that is made from the books whenever it is asked for.

    `details` is what it is made by; who it is addressed to is kept as of now.
    """
    document_id = simulation.ids.uuid(kind)
    simulation.database.insert(
        "documents",
        id=document_id,
        account_id=account.id,
        type=kind,
        sub_type=sub_type,
        mime_type=PDF,
        name=name,
        date=day.isoformat(),
        created_at=to_timestamp(simulation.now()),
        details=json.dumps(details | {"addressee": _addressee(account)}),
    )
    return _as_wire(row_of(simulation, document_id))


def _addressee(account: AccountRecord) -> list[str]:
    """Name and address, a line each."""
    application = account.application_body()
    if "identity" not in application:
        return ["The firm"]
    identity, contact = application["identity"], application["contact"]
    names = (identity.get(part) for part in ("given_name", "middle_name", "family_name"))
    place = (contact.get(part) for part in ("city", "state", "postal_code"))
    lines = [
        " ".join(filter(None, names)),
        *(contact.get("street_address") or []),
        contact.get("unit"),
        " ".join(filter(None, place)),
        contact.get("country"),
    ]
    return [line for line in lines if line]


def find(simulation: Simulation, account_id: str, query: DocumentQuery) -> list[Document]:
    """The newest first; raises InvalidError for an unknown type."""
    account = find_account(simulation, account_id).id
    if query.kind is not None and query.kind not in UPLOAD_TYPES | set(DocumentType):
        raise InvalidError("type must be one of Alpaca's types of documents", "type")
    kinds = sorted(DocumentType) if query.kind is None else [query.kind]
    rows = simulation.database.rows(
        f"SELECT * FROM documents WHERE account_id = ? AND type IN ({', '.join('?' * len(kinds))})"
        " AND date BETWEEN ? AND ? ORDER BY date DESC, sequence DESC",
        (
            account,
            *kinds,
            (query.first or date.min).isoformat(),
            (query.last or date.max).isoformat(),
        ),
    )
    return [_as_wire(row) for row in rows]


def get(simulation: Simulation, account_id: str, document_id: str) -> Document:
    return _as_wire(_row_of(simulation, account_id, document_id))


def check_is_of(simulation: Simulation, account_id: str, document_id: str) -> str:
    """The document's id as stored; raises NotFoundError unless it is the account's."""
    document: str = _row_of(simulation, account_id, document_id)["id"]
    return document


def check_exists(simulation: Simulation, document_id: str) -> str:
    """As `check_is_of`, whoever's it is."""
    document: str = row_of(simulation, document_id)["id"]
    return document


def _row_of(simulation: Simulation, account_id: str, document_id: str) -> sqlite3.Row:
    account = find_account(simulation, account_id).id
    row = row_of(simulation, document_id)
    if row["account_id"] != account:
        raise NotFoundError("document not found")
    return row


def row_of(simulation: Simulation, document_id: str) -> sqlite3.Row:
    """A document as stored; raises NotFoundError."""
    row = simulation.database.row("SELECT * FROM documents WHERE id = ?", (document_id.lower(),))
    if row is None:
        raise NotFoundError("document not found")
    return row


def _as_wire(row: sqlite3.Row) -> Document:
    return Document(
        id=row["id"],
        name=row["name"],
        type=row["type"],
        sub_type=row["sub_type"],
        date=date.fromisoformat(row["date"]),
    )
