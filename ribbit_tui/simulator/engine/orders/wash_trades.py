"""No account may trade with itself."""

import sqlite3

from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide, OrderStatus, OrderType

from .order_terms import Terms

_WAITS_FOR_STOP = (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)


def check(simulation: Simulation, account_id: str, terms: Terms) -> None:
    """Raises ForbiddenError if an open order of the same account is on the other side of the trade.

    What still waits for its stop price, or is a leg whose turn has not come, is not in the market
    yet, and crosses nothing.
    """
    if terms.type in _WAITS_FOR_STOP:
        return
    others = simulation.database.rows(
        "SELECT * FROM orders WHERE account_id = ? AND symbol = ? AND side != ? AND is_open = 1",
        (account_id, terms.asset.symbol, terms.side),
    )
    if any(_crosses(terms, other) for other in others):
        raise ForbiddenError("potential wash trade: an open order is on the other side", "side")


def _crosses(terms: Terms, other: sqlite3.Row) -> bool:
    if other["status"] == OrderStatus.HELD:
        return False
    if other["type"] in _WAITS_FOR_STOP and other["triggered_at"] is None:
        return False
    mine, theirs = terms.limit_price, other["limit_price"]
    if mine is None or theirs is None:
        return True
    crosses: bool = mine >= theirs if terms.side == OrderSide.BUY else mine <= theirs
    return crosses
