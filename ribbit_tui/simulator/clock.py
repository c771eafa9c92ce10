"""The simulator's time: the system's, or one that only moves when told to."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from .database import Database

DEFAULT_START = datetime(2026, 1, 15, 15, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2099, 1, 1, tzinfo=UTC)
"""No manual clock goes beyond: the calendar ends soon after."""


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970, how moments are stored: they sort, and nothing is rounded."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands still. Its time lives in the database and so survives a restart."""

    def __init__(self, database: Database, start: datetime) -> None:
        self._database = database
        with database.transaction():
            database.execute(
                "INSERT OR IGNORE INTO manual_clock (only, now) VALUES (1, ?)", (to_micros(start),)
            )
        self._now = from_micros(database.value("SELECT now FROM manual_clock"))

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Step forward to `moment`, in a transaction of its own; never steps back."""
        if moment <= self._now:
            return
        with self._database.transaction():
            self._database.execute("UPDATE manual_clock SET now = ?", (to_micros(moment),))
        self._now = moment
