"""How the orders of a group follow each other: the entry activates the exits, one exit ends the
other.

Of two exits the take profit works in the market and the stop loss stays held until its stop price
is touched, as Alpaca has it; `matching` looks at both together.
"""

import sqlite3

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.orders import OrderStatus, OrderType, TimeInForce

from . import order_groups, orders, validity
from .order_views import append_event


def executed(simulation: Simulation, row: sqlite3.Row, left: int) -> None:
    """An order of a group was executed but for `left` shares; `row` is as it was before."""
    if order_groups.is_entry(row):
        if not left:
            _activate(simulation, row)
        return
    other = order_groups.partner(simulation, row)
    if other is None:
        return
    if left:
        _shrink(simulation, other, left)
    else:
        orders.close(simulation, other, OrderStatus.CANCELED, "canceled_at")


def _activate(simulation: Simulation, entry: sqlite3.Row) -> None:
    """The entry is filled: its exits stand from now on, or end if the shares are gone already."""
    exits = order_groups.others_open(simulation, entry)
    first = exits[0]
    if first["qty"] > simulation.ledger.available(first["account_id"], first["symbol"]):
        orders.close(simulation, first, OrderStatus.REJECTED, "failed_at")
        return
    simulation.ledger.hold(first["account_id"], first["symbol"], first["qty"], entry["id"])
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        "UPDATE orders SET expires_at = ?, looked_at = ?, updated_at = ?"
        " WHERE parent_id = ? AND is_open",
        (_expiry(simulation, entry), now, now, entry["id"]),
    )
    reach_market(simulation, first["id"])
    simulation.later(simulation.delays.order_fill, orders.FILL_STEP, first["id"])


def _expiry(simulation: Simulation, entry: sqlite3.Row) -> int:
    """Exits stand as long as their entry could have, those until canceled count from now."""
    time_in_force = TimeInForce(entry["time_in_force"])
    if time_in_force == TimeInForce.DAY and entry["expires_at"] is not None:
        day_ends: int = entry["expires_at"]
        return day_ends
    expires_at = validity.expiry(simulation, entry["symbol"], OrderType.LIMIT, time_in_force, False)
    assert expires_at is not None
    return to_timestamp(expires_at)


def _shrink(simulation: Simulation, other: sqlite3.Row, left: int) -> None:
    """One exit was executed in part: the other is for what is left, and owes no commission."""
    simulation.database.execute(
        "UPDATE orders SET qty = filled_qty + ?, commission = 0, updated_at = ? WHERE id = ?",
        (left, to_timestamp(simulation.now()), other["id"]),
    )
    append_event(simulation, other["id"], TradeEventKind.RESTATED, {})


def reach_market(simulation: Simulation, order_id: str) -> None:
    simulation.database.execute(
        "UPDATE orders SET status = ?, updated_at = ? WHERE id = ?",
        (OrderStatus.NEW, to_timestamp(simulation.now()), order_id),
    )
    append_event(simulation, order_id, TradeEventKind.NEW, {})
