"""Adjustments of past prices for the splits and the dividends that came after them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from fractions import Fraction

from ribbit_tui.simulator.engine.common import trading_days as dates
from ribbit_tui.simulator.market.timeline import Adjustment
from ribbit_tui.simulator.simulation import Simulation

from . import dividends, records

SPLIT, DIVIDEND = "split", "dividend"


def of_symbol(
    simulation: Simulation, symbol: str, kinds: Collection[str], since: datetime
) -> list[Adjustment]:
    """Return the adjustments of `kinds` that prices from `since` up to now need."""
    found: list[Adjustment] = []
    if SPLIT in kinds:
        found += _for_splits(simulation, symbol)
    if DIVIDEND in kinds:
        found += _for_dividends(simulation, symbol, dates.day_of(since))
    now = simulation.now()
    return [adjustment for adjustment in found if since < adjustment.at <= now]


def _for_splits(simulation: Simulation, symbol: str) -> Iterator[Adjustment]:
    """Yield an adjustment for each split: fewer dollars a share, and as many times more shares."""
    for split in simulation.prices.splits(symbol):
        yield Adjustment(at=split.at, price=split.factor, volume=1 / split.factor)


def _for_dividends(simulation: Simulation, symbol: str, first: date) -> Iterator[Adjustment]:
    """Yield an adjustment for each dividend: less by its part of the price before the ex date."""
    regular = dividends.of_symbol(simulation, symbol, first, dates.today(simulation))
    declared = (record.action() for record in records.dividends_of(simulation, symbol))
    for action in (*regular, *declared):
        if action.entitled_at <= simulation.now():
            price = simulation.prices.micros_before(symbol, action.entitled_at)
            kept = max(0, price - action.cash)
            yield Adjustment(at=action.entitled_at, price=Fraction(kept, price))
