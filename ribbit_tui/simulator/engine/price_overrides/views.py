"""Price changes as the simulator's API returns them."""

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.market.timeline import ChangeKind
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.simulator import MarketChange, MarketControls, MarketHalt

from . import records
from .records import PriceChangeRecord


def as_wire(change: PriceChangeRecord) -> MarketChange:
    """Return a change."""
    is_scale = change.kind == ChangeKind.SCALE
    return MarketChange(
        symbol=change.symbol,
        kind=change.kind,
        at=from_timestamp(change.at),
        price_before=None if change.price_before is None else usd(change.price_before),
        price=None if change.price is None else usd(change.price),
        factor=f"{change.numerator}/{change.denominator}" if is_scale else None,
    )


def market_controls(simulation: Simulation) -> MarketControls:
    """Return all changes and the current halts."""
    now = simulation.now()
    return MarketControls(
        changes=[as_wire(change) for change in records.all_changes(simulation)],
        halts=[
            _halt(simulation, symbol)
            for symbol in records.changed_symbols(simulation)
            if simulation.prices.is_halted(symbol, now)
        ],
    )


def _halt(simulation: Simulation, symbol: str) -> MarketHalt:
    halt = records.last_change(simulation, symbol, [ChangeKind.HALT])
    assert halt is not None
    price = usd(simulation.prices.micros(symbol, simulation.now()))
    return MarketHalt(symbol=symbol, halted_at=from_timestamp(halt.at), price=price)
