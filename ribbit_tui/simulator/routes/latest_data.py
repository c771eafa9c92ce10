"""Latest market data as of a time, for stocks and crypto pairs alike."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from ribbit_tui.simulator.market import snapshots
from ribbit_tui.simulator.market.calendar import ALL_HOURS, Phases
from ribbit_tui.simulator.market.snapshots import (
    BarData,
    OrderBookData,
    QuoteData,
    SnapshotData,
    TradeData,
)
from ribbit_tui.simulator.simulation import Simulation

Data = TypeVar("Data")


async def by_symbol(
    simulation: Simulation,
    symbols: Iterable[str],
    latest: Callable[[Simulation, str, datetime, Phases], Data],
    at: datetime,
    phases: Phases = ALL_HOURS,
) -> dict[str, Data]:
    """Return `latest` of each symbol in `phases`. Other requests are served in between."""
    found = {}
    for symbol in symbols:
        found[symbol] = latest(simulation, symbol, at, phases)
        await asyncio.sleep(0)
    return found


def trade(
    simulation: Simulation, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> TradeData:
    """Return the latest trade up to `at`."""
    return snapshots.latest_trade(simulation.prices, symbol, at, phases)


def quote(
    simulation: Simulation, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> QuoteData:
    """Return the latest quote."""
    return snapshots.latest_quote(simulation.prices, symbol, at, phases)


def minute_bar(
    simulation: Simulation, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> BarData:
    """Return the bar of the last complete minute with trades."""
    bar = snapshots.latest_minute_bar(simulation.prices, symbol, at, phases)
    return snapshots.bar_as_wire(simulation.prices.listing(symbol), bar)


def order_book(
    simulation: Simulation, symbol: str, at: datetime, _phases: Phases = ALL_HOURS
) -> OrderBookData:
    """Return the order book."""
    return snapshots.latest_order_book(simulation.prices, symbol, at)


def snapshot(
    simulation: Simulation, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> SnapshotData:
    """Return the latest trade, quote and bars."""
    return snapshots.snapshot(simulation.prices, symbol, at, phases)
