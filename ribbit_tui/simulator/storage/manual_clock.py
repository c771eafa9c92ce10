"""The manual clock, kept in the database."""

from datetime import datetime

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp

from .database import Database


class ManualClock:
    """A clock that stands still. Its time lives in the database and so survives a restart."""

    def __init__(self, database: Database, start: datetime) -> None:
        self._database = database
        with database.transaction():
            database.execute(
                "INSERT OR IGNORE INTO manual_clock (only, now) VALUES (1, ?)",
                (to_timestamp(start),),
            )
        now = database.scalar(int, "SELECT now FROM manual_clock")
        assert now is not None
        self._now = from_timestamp(Timestamp(now))

    def now(self) -> datetime:
        return self._now

    def move_to(self, at: datetime) -> None:
        """Step forward to `at`, in a transaction of its own; never steps back."""
        if at <= self._now:
            return
        with self._database.transaction():
            self._database.execute("UPDATE manual_clock SET now = ?", (to_timestamp(at),))
        self._now = at
