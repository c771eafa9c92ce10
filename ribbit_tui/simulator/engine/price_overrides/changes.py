"""Changes of prices: stored in a table, and applied to the simulated prices.

The simulated prices themselves stay as they are. A move or a halt never changes the past.
"""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.orders.attempts import wake_orders
from ribbit_tui.simulator.market.timeline import Change, ChangeKind
from ribbit_tui.simulator.simulation import Simulation

from . import records
from .records import PriceChangeRecord

_LARGEST_TERM = 2**63 - 1


def load(simulation: Simulation) -> None:
    """Apply the changes of the database to the prices."""
    changes: dict[str, list[Change]] = {}
    for change in records.all_changes(simulation):
        changes.setdefault(change.symbol, []).append(_timeline_change(simulation, change))
    simulation.prices.set_changes(changes)


def _timeline_change(simulation: Simulation, change: PriceChangeRecord) -> Change:
    ticks = (change.price or 0) // simulation.prices.listing(change.symbol).tick
    return Change(at=from_timestamp(change.at), kind=change.kind, factor=change.factor, ticks=ticks)


def scale(simulation: Simulation, symbol: str, factor: Fraction | Decimal, since: datetime) -> None:
    """Multiply all prices of a symbol by `factor` from `since` on, as a split does.

    A split of two for one has the factor 1/2 and begins with the opening of its day. `since` may
    lie in the future, or in the past if a step runs late: bars and quotes from then on change,
    orders that were filled do not. A price that a director set later than that stays as it was set.
    Prices stay at least one tick. Call within a transaction. Raises ValueError for a factor that is
    not positive or too precise to be stored, KeyError for an unknown symbol.
    """
    exact = Fraction(factor)
    if not 0 < exact.numerator <= _LARGEST_TERM or exact.denominator > _LARGEST_TERM:
        raise ValueError("a factor must be positive, and of numbers that the database can hold")
    simulation.prices.listing(symbol)
    add(
        simulation,
        PriceChangeRecord(
            symbol=symbol,
            at=to_timestamp(since),
            kind=ChangeKind.SCALE,
            numerator=exact.numerator,
            denominator=exact.denominator,
            price_before=None,
            price=None,
        ),
    )


def add(simulation: Simulation, change: PriceChangeRecord) -> None:
    """Store and apply a change, and let open orders see it at once."""
    records.insert(simulation, change)
    load(simulation)
    wake_orders(simulation, change.symbol)
