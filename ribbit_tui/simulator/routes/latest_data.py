"""Latest market data, for stocks and crypto pairs alike."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from ribbit_tui.simulator.market import snapshots
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
    simulation: Simulation, symbols: Iterable[str], latest: Callable[[Simulation, str], Data]
) -> dict[str, Data]:
    """Return `latest` of each symbol. Other requests are served in between."""
    found = {}
    for symbol in symbols:
        found[symbol] = latest(simulation, symbol)
        await asyncio.sleep(0)
    return found


def trade(simulation: Simulation, symbol: str) -> TradeData:
    """Return the latest trade."""
    return snapshots.latest_trade(simulation.prices, symbol, simulation.now())


def quote(simulation: Simulation, symbol: str) -> QuoteData:
    """Return the latest quote."""
    return snapshots.latest_quote(simulation.prices, symbol, simulation.now())


def minute_bar(simulation: Simulation, symbol: str) -> BarData:
    """Return the bar of the last complete minute with trades."""
    bar = snapshots.latest_minute_bar(simulation.prices, symbol, simulation.now())
    return snapshots.bar_as_wire(simulation.prices.listing(symbol), bar)


def order_book(simulation: Simulation, symbol: str) -> OrderBookData:
    """Return the order book."""
    return snapshots.latest_order_book(simulation.prices, symbol, simulation.now())


def snapshot(simulation: Simulation, symbol: str) -> SnapshotData:
    """Return the latest trade, quote and bars."""
    return snapshots.snapshot(simulation.prices, symbol, simulation.now())
