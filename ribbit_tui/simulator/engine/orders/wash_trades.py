"""The rule that no account trades with itself."""

from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide, OrderStatus, OrderType

from .terms import Terms

_WAITS_FOR_STOP = (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)


class _OpenOrder(NamedTuple):
    status: OrderStatus
    type: OrderType
    triggered_at: Timestamp | None
    limit_price: Micros | None


def check(simulation: Simulation, account_id: str, terms: Terms) -> None:
    """Refuse an order that an open order of the same account could trade with.

    Orders that wait for their stop price and held legs are not in the market yet, so they cross
    nothing. Raises ForbiddenError.
    """
    if terms.type in _WAITS_FOR_STOP:
        return
    others = simulation.database.fetch_all(
        _OpenOrder,
        "FROM orders WHERE account_id = ? AND symbol = ? AND side != ? AND is_open = 1",
        (account_id, terms.asset.symbol, terms.side),
    )
    if any(_crosses(terms, other) for other in others):
        raise ForbiddenError("potential wash trade: an open order is on the other side", "side")


def _crosses(terms: Terms, other: _OpenOrder) -> bool:
    if other.status == OrderStatus.HELD:
        return False
    if other.type in _WAITS_FOR_STOP and other.triggered_at is None:
        return False
    mine, theirs = terms.limit_price, other.limit_price
    if mine is None or theirs is None:
        return True
    return mine >= theirs if terms.side == OrderSide.BUY else mine <= theirs
