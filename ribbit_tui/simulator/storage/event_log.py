"""The append-only log that every event stream reads from."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import to_json

from ribbit_tui.simulator.clock import to_micros

from .database import Database
from .ids import Ids


class LoggedEvent(NamedTuple):
    """`body` is the JSON object that a stream sends, without the event's ids."""

    id: int
    ulid: str
    topic: str
    at: int
    body: str


class EventLog:
    """Writers append within their transaction; readers keep a cursor and are woken by commits.

    A reader that falls behind costs nothing: it reads on from the table.
    """

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids
        self._appended = False
        self._woken = asyncio.Event()
        self.is_closed = False
        database.after_commit(self._wake_if_appended)

    def append(
        self, topic: str, at: datetime, body: dict[str, Any], account_id: str | None = None
    ) -> None:
        """Log one event; `body` is JSON-ready and has everything but the event's ids."""
        self._database.insert(
            "events",
            ulid=self._ids.ulid(at),
            topic=topic,
            account_id=account_id,
            at=to_micros(at),
            body=to_json(body).decode(),
        )
        self._appended = True

    def _wake_if_appended(self) -> None:
        if self._appended:
            self._appended = False
            self.wake()

    def wake(self) -> None:
        """Make every waiting reader look again."""
        self._woken.set()
        self._woken = asyncio.Event()

    def close(self) -> None:
        """End every stream."""
        self.is_closed = True
        self.wake()

    def next_wake(self) -> asyncio.Event:
        """Set at the next commit of events; take it before an await, or a wake-up is lost."""
        return self._woken

    def last_id(self) -> int:
        return self._database.value("SELECT max(id) FROM events") or 0

    def last_ulid(self) -> str:
        return self._database.value("SELECT max(ulid) FROM events") or ""

    def id_of_ulid(self, ulid: str) -> int:
        """The id of the last event up to `ulid`, 0 if there is none."""
        return self._database.value("SELECT max(id) FROM events WHERE ulid <= ?", (ulid,)) or 0

    def id_before(self, moment: datetime) -> int:
        """The id after which everything at or after `moment` lies."""
        first = self._database.value(
            "SELECT min(id) FROM events WHERE at >= ?", (to_micros(moment),)
        )
        return self.last_id() if first is None else first - 1

    def count(self, topics: Sequence[str], after: int, account_id: str | None) -> int:
        """How many events `read` would find without a limit."""
        marks = ", ".join("?" * len(topics))
        sql = (
            f"SELECT count(*) FROM events WHERE topic IN ({marks}) AND id > ?"
            " AND (? IS NULL OR account_id = ?)"
        )
        found: int = self._database.value(sql, (*topics, after, account_id, account_id))
        return found

    def read(
        self, topics: Sequence[str], after: int, account_id: str | None, limit: int
    ) -> list[LoggedEvent]:
        """The next events of `topics` after id `after`, oldest first."""
        marks = ", ".join("?" * len(topics))
        sql = (
            f"SELECT id, ulid, topic, at, body FROM events WHERE topic IN ({marks}) AND id > ?"
            " AND (? IS NULL OR account_id = ?) ORDER BY id LIMIT ?"
        )
        rows = self._database.rows(sql, (*topics, after, account_id, account_id, limit))
        return [LoggedEvent(*row) for row in rows]
