"""Trades of an account, as statements and confirmations list them."""

from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.exact import Micros, Nanos
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide


class Trade(NamedTuple):
    """Fill of an order; `fee` is the commission charged for it."""

    at: Timestamp
    side: OrderSide
    symbol: str
    qty: Nanos
    price: Micros
    amount: Micros
    fee: Micros

    @property
    def cash(self) -> Micros:
        """Change of cash without the fee: negative for a purchase."""
        return Micros(-self.amount) if self.side == OrderSide.BUY else self.amount


def trades_between(
    simulation: Simulation, account_id: str, since: datetime, until: datetime
) -> list[Trade]:
    """Return an account's trades from `since` up to but not including `until`, in order."""
    return simulation.database.fetch_all(
        Trade,
        "SELECT fills.at, orders.side, orders.symbol, fills.qty, fills.price, fills.amount,"
        " fills.fee FROM fills JOIN orders ON orders.id = fills.order_id"
        " WHERE orders.account_id = ? AND fills.at >= ? AND fills.at < ?"
        " ORDER BY fills.at, orders.sequence",
        (account_id, to_timestamp(since), to_timestamp(until)),
    )
