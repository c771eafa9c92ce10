"""A clock that only moves when told to, kept in the database."""

from datetime import datetime

from ribbit_tui.simulator.clock import from_micros, to_micros

from .database import Database


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
