"""The one SQLite file: connection, schema version, transactions and typed reading.

How the engine uses it. Each table has a record, a NamedTuple whose fields are named as the columns,
in the `records.py` beside the code that owns the table; that module is the only one that writes
the table. Other modules may read it through the record.

    class FillRecord(NamedTuple):
        id: str
        order_id: str
        side: OrderSide         # text becomes the enum, 0 and 1 become a bool
        qty: Nanos
        amount: Micros
        at: Timestamp

    database.fetch_one(FillRecord, "FROM fills WHERE id = ?", (fill_id,))       # or None
    database.fetch_all(FillRecord, "FROM fills WHERE order_id = ? ORDER BY at", (order_id,))
    database.insert("fills", FillRecord(id=..., order_id=..., ...))
    database.exists("FROM fills WHERE order_id = ?", (order_id,))
    database.scalar(int, "SELECT sum(qty) FROM fills") or 0

What begins with FROM gets the record's columns selected. For sums, joins with equal names and
RETURNING, write a small record and the whole statement, its columns in the order of the fields.
`scalar` checks the type of the value; put what it returns into the type that it stands for, as in
`Nanos(database.scalar(int, ...) or 0)`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import NamedTuple, TypeVar

from .records import AnyRecord, insert_statement, maker, select_statement

SCHEMA_VERSION = 6

_PAGES_A_CHECKPOINT = 4000
"""Pages of the write-ahead log (16 MiB) between two checkpoints. A write changes some twenty pages,
mostly the same as the one before, so rare checkpoints copy fewer pages."""

Value = int | str | bytes | None
Values = Sequence[Value]
ValueType = TypeVar("ValueType", int, str, bytes)


class NewerDatabaseError(Exception):
    """A file that a later version of this program has written."""


class NotADatabaseError(Exception):
    """A file that is no database, or a damaged one."""


class Database:
    """One connection, used from the event loop's thread only.

    A request or a scheduled step is one `transaction()`. There is a single writer and nothing
    awaits inside a transaction, so two of them never interleave.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or create the file at `path`, or a database in memory."""
        if path is not None:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._connection = sqlite3.connect(
            ":memory:" if path is None else path, isolation_level=None
        )
        self._after_commit: list[Callable[[], None]] = []
        self._after_rollback: list[Callable[[], None]] = []
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self.close()
            raise NotADatabaseError(str(error)) from error
        except NewerDatabaseError:
            self.close()
            raise

    def _prepare(self) -> None:
        version = self.scalar(int, "PRAGMA user_version") or 0
        if version > SCHEMA_VERSION:
            raise NewerDatabaseError(f"schema version {version}")
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        self.execute("PRAGMA foreign_keys = ON")
        self.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_A_CHECKPOINT}")
        if version == 0:
            self._run_script("schema.sql", SCHEMA_VERSION)
            return
        for next_version in range(version + 1, SCHEMA_VERSION + 1):
            self._run_script(f"migration_{next_version}.sql", next_version)

    def _run_script(self, name: str, version: int) -> None:
        """Run a file beside this module in one transaction, and set the schema's version."""
        script = resources.files(__package__).joinpath(name).read_text("utf-8")
        self._connection.executescript(
            f"BEGIN;\n{script}\nPRAGMA user_version = {version};\nCOMMIT;"
        )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` after every commit, from inside `transaction()`'s exit."""
        self._after_commit.append(callback)

    def after_rollback(self, callback: Callable[[], None]) -> None:
        """Call `callback` whenever a transaction or a savepoint was rolled back."""
        self._after_rollback.append(callback)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit on the way out; roll back if anything raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            self._call(self._after_rollback)
            raise
        self._connection.execute("COMMIT")
        self._call(self._after_commit)

    @staticmethod
    def _call(callbacks: Sequence[Callable[[], None]]) -> None:
        for callback in callbacks:
            callback()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Roll back what is done inside, and no more of the transaction, if anything raises."""
        self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO part")
            self._connection.execute("RELEASE part")
            self._call(self._after_rollback)
            raise
        self._connection.execute("RELEASE part")

    def execute(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns nothing."""
        self._connection.execute(sql, values)

    def fetch_all(self, record: type[AnyRecord], sql: str, values: Values = ()) -> list[AnyRecord]:
        """Return a record for each row; `sql` begins with FROM, or selects the fields in order."""
        rows = self._select(record, sql, values)
        return list(map(maker(record), rows))

    def fetch_one(self, record: type[AnyRecord], sql: str, values: Values = ()) -> AnyRecord | None:
        """Return the record of the first row, or None; `sql` as in `fetch_all`."""
        row = self._select(record, sql, values).fetchone()
        return None if row is None else maker(record)(row)

    def _select(self, record: type[NamedTuple], sql: str, values: Values) -> sqlite3.Cursor:
        cursor = self._connection.execute(select_statement(record, sql), values)
        if len(cursor.description) != len(record._fields):
            raise TypeError(f"{sql!r} does not have the columns of {record.__name__}")
        return cursor

    def scalar(self, kind: type[ValueType], sql: str, values: Values = ()) -> ValueType | None:
        """Return the first column of the first row, or None if there is no row or it is NULL.

        Raises TypeError if the value is not of `kind`.
        """
        row = self._connection.execute(sql, values).fetchone()
        if row is None or row[0] is None:
            return None
        value = row[0]
        if not isinstance(value, kind):
            raise TypeError(f"{value!r} is not of type {kind.__name__}")
        return value

    def scalars(self, kind: type[ValueType], sql: str, values: Values = ()) -> list[ValueType]:
        """Return the first column of every row, NULLs left out."""
        return [row[0] for row in self._connection.execute(sql, values) if row[0] is not None]

    def exists(self, sql: str, values: Values = ()) -> bool:
        """Whether any row is found; `sql` begins with FROM."""
        return self._connection.execute(f"SELECT 1 {sql} LIMIT 1", values).fetchone() is not None

    def insert(self, table: str, record: NamedTuple) -> None:
        """Insert a record with all its fields."""
        self._connection.execute(insert_statement(table, type(record)), record)
