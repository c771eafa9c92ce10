"""The append-only log that every event stream reads from."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic_core import to_json

from ribbit_tui.simulator.clock import Timestamp, to_timestamp

from .database import Database
from .ids import Ids


class LoggedEvent(NamedTuple):
    """An event; `body` is the JSON object that a stream sends, without the event's ids."""

    id: int
    ulid: str
    topic: str
    at: Timestamp
    body: str


class _NewEvent(NamedTuple):
    """An event before it has an id."""

    ulid: str
    topic: str
    account_id: str | None
    at: Timestamp
    body: str


class EventLog:
    """Events in the order in which they were committed.

    Writers append within their transaction; readers keep a cursor and are woken by commits. A
    reader that falls behind costs nothing: it reads on from the table.
    """

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids
        self._appended = False
        self._woken = asyncio.Event()
        self.is_closed = False
        database.after_commit(self._wake_if_appended)

    def append(
        self, topic: str, at: datetime, body: Mapping[str, object], account_id: str | None = None
    ) -> None:
        """Log one event; `body` is JSON-ready and has everything but the event's ids."""
        self._database.insert(
            "events",
            _NewEvent(
                self._ids.ulid(at), topic, account_id, to_timestamp(at), to_json(body).decode()
            ),
        )
        self._appended = True

    def _wake_if_appended(self) -> None:
        if self._appended:
            self._appended = False
            self.wake()

    def wake(self) -> None:
        """Wake every waiting reader."""
        self._woken.set()
        self._woken = asyncio.Event()

    def close(self) -> None:
        """End every stream."""
        self.is_closed = True
        self.wake()

    def next_wake(self) -> asyncio.Event:
        """Return what the next commit of events sets; take it before an await, or miss one."""
        return self._woken

    def last_id(self) -> int:
        """Return the latest event's id, 0 if there is none."""
        return self._database.scalar(int, "SELECT max(id) FROM events") or 0

    def last_ulid(self) -> str:
        """Return the latest event's ULID, empty if there is none."""
        return self._database.scalar(str, "SELECT max(ulid) FROM events") or ""

    def id_of_ulid(self, ulid: str) -> int:
        """Return the id of the last event up to `ulid`, 0 if there is none."""
        sql = "SELECT max(id) FROM events WHERE ulid <= ?"
        return self._database.scalar(int, sql, (ulid,)) or 0

    def id_before(self, at: datetime) -> int:
        """Return the id after which all events at or after `at` lie."""
        first = self._database.scalar(
            int, "SELECT min(id) FROM events WHERE at >= ?", (to_timestamp(at),)
        )
        return self.last_id() if first is None else first - 1

    def count(self, topics: Sequence[str], after: int, account_id: str | None) -> int:
        """Return how many events `read` would find without a limit."""
        marks = ", ".join("?" * len(topics))
        sql = (
            f"SELECT count(*) FROM events WHERE topic IN ({marks}) AND id > ?"
            " AND (? IS NULL OR account_id = ?)"
        )
        return self._database.scalar(int, sql, (*topics, after, account_id, account_id)) or 0

    def read(
        self, topics: Sequence[str], after: int, account_id: str | None, limit: int
    ) -> list[LoggedEvent]:
        """Return the next events of `topics` after id `after`, oldest first."""
        marks = ", ".join("?" * len(topics))
        sql = (
            f"FROM events WHERE topic IN ({marks}) AND id > ?"
            " AND (? IS NULL OR account_id = ?) ORDER BY id LIMIT ?"
        )
        return self._database.fetch_all(
            LoggedEvent, sql, (*topics, after, account_id, account_id, limit)
        )
