"""Which day it is at the exchange, and when a trade of that day settles."""

from datetime import date, datetime, time

from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass

_FIRST_PROCESSING = time(7, 15)


def day_of(moment: datetime) -> date:
    """The day in New York."""
    return moment.astimezone(NEW_YORK).date()


def today(simulation: Simulation) -> date:
    return day_of(simulation.now())


def start_of(day: date) -> datetime:
    """Midnight in New York, when the day begins."""
    return datetime.combine(day, time(0), NEW_YORK)


def papers_appear(simulation: Simulation, day: date) -> datetime:
    """When statements and confirmations of the time before `day` are there: with the day's first
    processing at Alpaca's pace, else as the day begins."""
    at = _FIRST_PROCESSING if simulation.settings.pace == "real" else time(0)
    return datetime.combine(day, at, NEW_YORK)


def settles(simulation: Simulation, symbol: str, traded: date) -> date:
    """Shares settle on the trading day after the trade (T+1), crypto at once."""
    if simulation.assets.by_symbol[symbol].asset_class == AssetClass.CRYPTO:
        return traded
    last_moment = datetime.combine(traded, time.max, NEW_YORK)
    return simulation.calendar.next_session(last_moment).day
