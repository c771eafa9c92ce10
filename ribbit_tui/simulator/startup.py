"""Opening of a simulation from its settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ribbit_tui.simulator.engine.corporate_actions import dividends
from ribbit_tui.simulator.engine.firm.accounts import open_firm_accounts
from ribbit_tui.simulator.engine.orders.attempts import wake_orders
from ribbit_tui.simulator.engine.price_overrides import changes as price_changes
from ribbit_tui.simulator.engine.statements.account_statements import schedule_next_month
from ribbit_tui.simulator.ledger.double_entry import Ledger
from ribbit_tui.simulator.market.assets import load_assets
from ribbit_tui.simulator.market.calendar import calendar_of
from ribbit_tui.simulator.market.listings import listings
from ribbit_tui.simulator.market.prices import Prices
from ribbit_tui.simulator.storage.database import Database
from ribbit_tui.simulator.storage.event_log import EventLog
from ribbit_tui.simulator.storage.ids import Ids
from ribbit_tui.simulator.storage.manual_clock import ManualClock
from ribbit_tui.simulator.storage.schedule import Schedule

from .clock import DEFAULT_START, Clock, SystemClock
from .faults import FaultInjector
from .pace import DELAYS
from .settings import SimulatorSettings
from .simulation import Simulation

DATABASE_NAME = "simulator.sqlite3"


@contextmanager
def open_simulation(settings: SimulatorSettings) -> Iterator[Simulation]:
    """Open the database in `settings.data_dir` (which must exist) or in memory, and close it.

    Raises NewerDatabaseError, NotADatabaseError, and OtherSeedError if the database was made with
    another seed.
    """
    path = None if settings.data_dir is None else Path(settings.data_dir) / DATABASE_NAME
    database = Database(path)
    try:
        ids = Ids(database, settings.seed)
        clock: Clock = SystemClock()
        if settings.clock == "manual":
            clock = ManualClock(database, settings.start_time or DEFAULT_START)
        assets = load_assets()
        events = EventLog(database, ids)
        simulation = Simulation(
            settings=settings,
            database=database,
            clock=clock,
            ids=ids,
            ledger=Ledger(database),
            events=events,
            schedule=Schedule(database),
            delays=DELAYS[settings.pace],
            calendar=calendar_of("nyse"),
            trading_hours=calendar_of(settings.market_hours),
            prices=Prices(listings(settings.market_hours), settings.seed),
            assets=assets,
            faults=FaultInjector(clock, ids, events),
        )
        price_changes.load(simulation)
        database.after_rollback(partial(price_changes.load, simulation))
        open_firm_accounts(simulation)
        with database.transaction():
            schedule_next_month(simulation)
            dividends.schedule_next(simulation)
            if settings.clock == "system":
                # Orders were scheduled for the prices of other settings, such as other hours.
                wake_orders(simulation)
        yield simulation
    finally:
        database.close()
