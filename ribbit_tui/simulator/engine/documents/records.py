"""Records of documents, and every write of their table."""

import json
from collections.abc import Collection
from datetime import date
from typing import NamedTuple, NotRequired, TypedDict

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.simulation import Simulation


class Details(TypedDict):
    """Facts that an issued document is made from, and that the ledger does not keep.

    A statement has the first day (ISO format) of its period, and the end as a timestamp.
    """

    addressee: list[str]
    first: NotRequired[str]
    until: NotRequired[int]


class DocumentRecord(NamedTuple):
    """Document; `date` is in ISO format.

    An uploaded document has `content`. An issued one has `details` (JSON) instead, and is made
    whenever it is downloaded.
    """

    id: str
    account_id: str
    type: str
    sub_type: str
    mime_type: str
    name: str
    date: str
    created_at: Timestamp
    content: bytes | None = None
    details: str | None = None

    def details_body(self) -> Details:
        """Return the details of an issued document."""
        assert self.details is not None
        details: Details = json.loads(self.details)
        return details


def insert(simulation: Simulation, document: DocumentRecord) -> None:
    """Add a document."""
    simulation.database.insert("documents", document)


def replace(simulation: Simulation, document: DocumentRecord) -> None:
    """Store a document in place of the one with its id."""
    simulation.database.execute(
        "UPDATE documents SET type = ?, sub_type = ?, mime_type = ?, date = ?, created_at = ?,"
        " content = ? WHERE id = ?",
        (
            document.type,
            document.sub_type,
            document.mime_type,
            document.date,
            document.created_at,
            document.content,
            document.id,
        ),
    )


def by_id(simulation: Simulation, document_id: str) -> DocumentRecord | None:
    """Return a document by its id in lower case."""
    return simulation.database.fetch_one(
        DocumentRecord, "FROM documents WHERE id = ?", (document_id,)
    )


def of_account(
    simulation: Simulation, account_id: str, types: Collection[str], first: date, last: date
) -> list[DocumentRecord]:
    """Return an account's documents of these types and days, newest first."""
    marks = ", ".join("?" * len(types))
    return simulation.database.fetch_all(
        DocumentRecord,
        f"FROM documents WHERE account_id = ? AND type IN ({marks})"
        " AND date BETWEEN ? AND ? ORDER BY date DESC, sequence DESC",
        (account_id, *types, first.isoformat(), last.isoformat()),
    )
