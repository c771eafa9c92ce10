"""Untyped reading and writing of the simulator's database, for tests that look behind the API."""

import sqlite3
from typing import Any

from ribbit_tui.simulator.storage.database import Database, Value, Values


def rows(database: Database, sql: str, values: Values = ()) -> list[sqlite3.Row]:
    """Return all rows; their columns are found by position or name."""
    cursor = database._connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, values).fetchall()


def value(database: Database, sql: str, values: Values = ()) -> Any:
    """Return the first column of the first row, or None."""
    found = database._connection.execute(sql, values).fetchone()
    return None if found is None else found[0]


def insert(database: Database, table: str, **columns: Value) -> None:
    """Insert a row by the names of its columns."""
    marks = ", ".join("?" * len(columns))
    database.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values())
    )
