"""The one SQLite file: connection, schema version and transactions."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 3

_PAGES_A_CHECKPOINT = 4000
"""16 MiB of log. A write touches some twenty pages, mostly the same as the one before: the rarer
they are brought home, the fewer there are."""

Value = int | str | bytes | None
Values = Sequence[Value]


class NewerDatabaseError(Exception):
    """The file was written by a later version of this program."""


class NotADatabaseError(Exception):
    """The file is something else, or damaged."""


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
        self._connection.row_factory = sqlite3.Row
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
        version = self.value("PRAGMA user_version")
        if version > SCHEMA_VERSION:
            raise NewerDatabaseError(f"schema version {version}")
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        self.execute("PRAGMA foreign_keys = ON")
        self.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_A_CHECKPOINT}")
        if version == 0:
            self._run_script("schema.sql", SCHEMA_VERSION)
            return
        for following in range(version + 1, SCHEMA_VERSION + 1):
            self._run_script(f"migration_{following}.sql", following)

    def _run_script(self, name: str, version: int) -> None:
        """All of a file beside this module in one transaction, which leaves `version` behind."""
        script = resources.files(__package__).joinpath(name).read_text("utf-8")
        self._connection.executescript(
            f"BEGIN;\n{script}\nPRAGMA user_version = {version};\nCOMMIT;"
        )

    def close(self) -> None:
        self._connection.close()

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call `callback` after every commit, from inside `transaction()`'s exit."""
        self._after_commit.append(callback)

    def after_rollback(self, callback: Callable[[], None]) -> None:
        """Call `callback` whenever a transaction, or a part of one, came to nothing."""
        self._after_rollback.append(callback)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: commit on the way out, roll back if anything raises."""
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
        """A part of a transaction that is undone by itself if anything raises."""
        self._connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO part")
            self._connection.execute("RELEASE part")
            self._call(self._after_rollback)
            raise
        self._connection.execute("RELEASE part")

    def execute(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        return self._connection.execute(sql, values)

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def insert(self, table: str, **columns: Value) -> int:
        """Insert one row and return its rowid; names of table and columns are never input."""
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        cursor = self.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values())
        )
        return cursor.lastrowid or 0
