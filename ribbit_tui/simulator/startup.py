"""A world opened from its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ribbit_tui.simulator.market.assets import load_assets
from .clock import DEFAULT_START, Clock, SystemClock
from ribbit_tui.simulator.storage.manual_clock import ManualClock
from ribbit_tui.simulator.storage.database import Database
from ribbit_tui.simulator.engine.price_overrides import overrides as overlay
from ribbit_tui.simulator.ledger.ledger import Ledger
from ribbit_tui.simulator.engine.corporate_actions import dividends
from ribbit_tui.simulator.engine.firm.accounts import open_firm_accounts
from ribbit_tui.simulator.engine.statements.statements import schedule_next_month
from ribbit_tui.simulator.storage.event_log import EventLog
from .faults import FaultInjector
from ribbit_tui.simulator.storage.ids import Ids
from ribbit_tui.simulator.market.listings import listings
from ribbit_tui.simulator.market.calendar import Calendar
from ribbit_tui.simulator.market.prices import Prices
from .pace import DELAYS
from ribbit_tui.simulator.storage.schedule import Schedule
from .settings import SimulatorSettings
from .simulation import World

DATABASE_NAME = "simulator.sqlite3"


@contextmanager
def open_world(settings: SimulatorSettings) -> Iterator[World]:
    """Open the database in `settings.data_dir` (which must exist) or in memory, and close it.

    Raises NewerDatabase, NotADatabase, and OtherSeed unless the seed is that of the first opening.
    """
    path = None if settings.data_dir is None else Path(settings.data_dir) / DATABASE_NAME
    database = Database(path)
    try:
        ids = Ids(database, settings.seed)
        clock: Clock = SystemClock()
        if settings.clock == "manual":
            clock = ManualClock(database, settings.start_time or DEFAULT_START)
        calendar = Calendar(settings.market_hours)
        assets = load_assets()
        events = EventLog(database, ids)
        world = World(
            settings=settings,
            database=database,
            clock=clock,
            ids=ids,
            ledger=Ledger(database),
            events=events,
            schedule=Schedule(database),
            delays=DELAYS[settings.pace],
            calendar=calendar,
            prices=Prices(listings(assets, calendar), settings.seed),
            assets=assets,
            faults=FaultInjector(clock, ids, events),
        )
        overlay.load(world)
        database.after_rollback(partial(overlay.load, world))
        open_firm_accounts(world)
        with database.transaction():
            schedule_next_month(world)
            dividends.schedule_next(world)
            if settings.clock == "system":
                # With other settings the market may do what nobody foresaw.
                overlay.let_orders_look(world)
        yield world
    finally:
        database.close()
