"""Parts of an open simulation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.simulator.ledger.double_entry import Ledger
from ribbit_tui.simulator.market.assets import Assets
from ribbit_tui.simulator.market.calendar import Calendar
from ribbit_tui.simulator.market.prices import Prices
from ribbit_tui.simulator.storage.database import Database
from ribbit_tui.simulator.storage.event_log import EventLog
from ribbit_tui.simulator.storage.ids import Ids
from ribbit_tui.simulator.storage.schedule import Schedule
from ribbit_tui.wire.model import WireModel

from .api_versions import shaped
from .clock import Clock
from .faults import FaultInjector
from .pace import Delays, Span
from .settings import SimulatorSettings


@dataclass(frozen=True, repr=False)
class Simulation:
    """Parts that the engine's functions work on, within `database.transaction()`."""

    settings: SimulatorSettings
    database: Database
    clock: Clock
    ids: Ids
    ledger: Ledger
    events: EventLog
    schedule: Schedule
    delays: Delays
    calendar: Calendar
    """The exchange's true calendar, whatever the market hours of the settings."""
    trading_hours: Calendar
    """Hours at which stocks trade here: around the clock, or those of `calendar`."""
    prices: Prices
    assets: Assets
    faults: FaultInjector

    def hours(self, symbol: str) -> Calendar:
        """Return the trading hours of a symbol; `trading_hours` is those of the stocks.

        Raises KeyError for an unknown symbol.
        """
        return self.prices.listing(symbol).calendar

    def now(self) -> datetime:
        """Return the simulated time."""
        return self.clock.now()

    def shaped(self, kind: type[WireModel], body: Mapping[str, object]) -> dict[str, object]:
        """Return the JSON of a `kind` in the form of the API's version that is spoken."""
        return shaped(self.settings.api_version, kind, body)

    def to_wire(self, model: WireModel) -> dict[str, object]:
        """Return the JSON of a model in the form of the API's version that is spoken."""
        return self.shaped(type(model), model.to_wire())

    def later(self, delay: Span, kind: str, subject: str) -> None:
        """Schedule a step for `subject` (an id) after `delay` from now."""
        due_at = self.now() + delay.draw(self.ids, f"{kind}/{subject}")
        self.schedule.add(due_at, kind, subject)
