"""A document's file: what was handed in, or what is made from the books."""

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.documents import DocumentType

from . import confirmations, statements
from ribbit_tui.simulator.engine.documents import documents


class File(NamedTuple):
    """What is downloaded."""

    name: str
    mime_type: str
    content: bytes


_MAKERS: dict[str, Callable[[World, sqlite3.Row], bytes]] = {
    DocumentType.ACCOUNT_STATEMENT: statements.as_pdf,
    DocumentType.TRADE_CONFIRMATION: confirmations.as_pdf,
}


def file_of(world: World, document_id: str) -> File:
    """Raises NotFound."""
    row = documents.row_of(world, document_id)
    content = row["content"]
    if content is None:
        content = _MAKERS[row["type"]](world, row)
    return File(row["name"] or f"{row['type']} {row['date']}", row["mime_type"], content)
