"""Everything a simulator is made of, opened from its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .assets import Assets, load_assets
from .clock import DEFAULT_START, Clock, ManualClock, SystemClock
from .database import Database
from .engine.ledger import Ledger
from .event_log import EventLog
from .ids import Ids
from .market.calendar import Calendar
from .market.prices import Prices
from .pace import DELAYS, Delays, Span
from .scheduler import Schedule
from .settings import SimulatorSettings

DATABASE_NAME = "simulator.sqlite3"


@dataclass(frozen=True)
class World:
    """What the engine's functions work on. They run within `database.transaction()`."""

    settings: SimulatorSettings
    database: Database
    clock: Clock
    ids: Ids
    ledger: Ledger
    events: EventLog
    schedule: Schedule
    delays: Delays
    calendar: Calendar
    prices: Prices
    assets: Assets

    def now(self) -> datetime:
        return self.clock.now()

    def later(self, delay: Span, kind: str, subject: str) -> None:
        """Schedule a step for `subject` (an id) after `delay` from now."""
        due_at = self.now() + delay.draw(self.ids, f"{kind}/{subject}")
        self.schedule.add(due_at, kind, subject)


@contextmanager
def open_world(settings: SimulatorSettings) -> Iterator[World]:
    """Open the database in `settings.data_dir` (which must exist) or in memory, and close it.

    Raises NewerDatabase and NotADatabase.
    """
    from .engine.firm import open_firm_accounts

    path = None if settings.data_dir is None else Path(settings.data_dir) / DATABASE_NAME
    database = Database(path)
    try:
        ids = Ids(database, settings.seed)
        clock: Clock = SystemClock()
        if settings.clock == "manual":
            clock = ManualClock(database, settings.start_time or DEFAULT_START)
        calendar = Calendar(settings.market_hours)
        assets = load_assets()
        world = World(
            settings=settings,
            database=database,
            clock=clock,
            ids=ids,
            ledger=Ledger(database),
            events=EventLog(database, ids),
            schedule=Schedule(database),
            delays=DELAYS[settings.pace],
            calendar=calendar,
            prices=Prices(assets.base_cents, settings.seed, calendar),
            assets=assets,
        )
        open_firm_accounts(world)
        yield world
    finally:
        database.close()
