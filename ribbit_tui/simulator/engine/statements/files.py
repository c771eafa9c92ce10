"""A document's file: what was handed in, or what is made from the books."""

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from ribbit_tui.simulator.engine.documents import documents
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.documents import DocumentType

from . import confirmations, statements


class File(NamedTuple):
    """What is downloaded."""

    name: str
    mime_type: str
    content: bytes


_MAKERS: dict[str, Callable[[Simulation, sqlite3.Row], bytes]] = {
    DocumentType.ACCOUNT_STATEMENT: statements.as_pdf,
    DocumentType.TRADE_CONFIRMATION: confirmations.as_pdf,
}


def file_of(simulation: Simulation, document_id: str) -> File:
    """Raises NotFoundError."""
    row = documents.row_of(simulation, document_id)
    content = row["content"]
    if content is None:
        content = _MAKERS[row["type"]](simulation, row)
    return File(row["name"] or f"{row['type']} {row['date']}", row["mime_type"], content)
