"""Days at the exchange in New York, and settlement dates of trades."""

from datetime import date, datetime, time

from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass

_FIRST_PROCESSING = time(7, 15)


def day_of(at: datetime) -> date:
    """Return the day in New York."""
    return at.astimezone(NEW_YORK).date()


def today(simulation: Simulation) -> date:
    """Return today's date in New York."""
    return day_of(simulation.now())


def start_of(day: date) -> datetime:
    """Return midnight in New York, when the day begins."""
    return datetime.combine(day, time(0), NEW_YORK)


def documents_due(simulation: Simulation, day: date) -> datetime:
    """Return the time on `day` at which documents of the time before are made.

    That is with the day's first processing at Alpaca's pace (`real`), else as the day begins.
    """
    at = _FIRST_PROCESSING if simulation.settings.pace == "real" else time(0)
    return datetime.combine(day, at, NEW_YORK)


def settles(simulation: Simulation, symbol: str, traded: date) -> date:
    """Return the settlement date: the next trading day (T+1), for crypto the same day."""
    if simulation.assets.by_symbol[symbol].asset_class == AssetClass.CRYPTO:
        return traded
    end_of_day = datetime.combine(traded, time.max, NEW_YORK)
    return simulation.calendar.next_session(end_of_day).day
