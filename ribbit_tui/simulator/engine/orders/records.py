"""Records of orders and their fills, and every write of the two tables."""

import json
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.exact import Micros, Millionths, Nanos
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import (
    CommissionType,
    OrderSide,
    OrderStatus,
    OrderType,
    TimeInForce,
)


class OrderRecord(NamedTuple):
    """An order, or a leg of the order `parent_id`. Prices are USD a share.

    `hwm` is the best price that a trailing stop has seen. `looked_at` is the time up to which the
    market was compared with the order, `triggered_at` the time when its stop price was touched.
    `commission` is a rate, see `terms.Commission`; `instructions` a JSON object.
    """

    id: str
    client_order_id: str
    account_id: str
    symbol: str
    side: OrderSide
    qty: Nanos | None
    notional: Micros | None
    status: OrderStatus
    is_open: bool
    created_at: Timestamp
    updated_at: Timestamp
    type: OrderType
    time_in_force: TimeInForce
    limit_price: Micros | None
    stop_price: Micros | None
    trail_price: Micros | None
    trail_percent: Millionths | None
    hwm: Micros | None
    extended_hours: bool
    order_class: str
    commission: Micros
    expires_at: Timestamp | None
    replaces: str | None
    parent_id: str | None
    subtag: str | None
    source: str | None
    filled_qty: Nanos = Nanos(0)
    filled_price: Micros | None = None
    filled_at: Timestamp | None = None
    canceled_at: Timestamp | None = None
    failed_at: Timestamp | None = None
    triggered_at: Timestamp | None = None
    looked_at: Timestamp | None = None
    expired_at: Timestamp | None = None
    replaced_at: Timestamp | None = None
    replaced_by: str | None = None
    commission_type: CommissionType = CommissionType.NOTIONAL
    instructions: str | None = None

    def answered_as_sent(self) -> dict[str, object]:
        """Return the fields that are answered as sent."""
        fields: dict[str, object] = json.loads(self.instructions or "{}")
        return fields


class FillRecord(NamedTuple):
    """An execution of an order, or of a part of it, with the commission charged for it."""

    id: str
    order_id: str
    qty: Nanos
    price: Micros
    amount: Micros
    at: Timestamp
    fee: Micros


_IN_MARKET = (OrderStatus.NEW, OrderStatus.PARTIALLY_FILLED)
_END_TIMES = {
    OrderStatus.CANCELED: "canceled_at",
    OrderStatus.EXPIRED: "expired_at",
    OrderStatus.REJECTED: "failed_at",
}
"""The column that keeps the time of each end without a fill."""


def by_id(simulation: Simulation, order_id: str) -> OrderRecord:
    """Return an order that exists."""
    order = simulation.database.fetch_one(OrderRecord, "FROM orders WHERE id = ?", (order_id,))
    assert order is not None
    return order


def of_account(simulation: Simulation, account_id: str, order_id: str) -> OrderRecord | None:
    """Return an order by its id in lower case if it is of the account."""
    return simulation.database.fetch_one(
        OrderRecord, "FROM orders WHERE id = ? AND account_id = ?", (order_id, account_id)
    )


def by_client_order_id(
    simulation: Simulation, account_id: str, client_order_id: str
) -> OrderRecord | None:
    """Return an account's order by the id that the client gave it."""
    return simulation.database.fetch_one(
        OrderRecord,
        "FROM orders WHERE account_id = ? AND client_order_id = ?",
        (account_id, client_order_id),
    )


def open_by_id(simulation: Simulation, order_id: str) -> OrderRecord | None:
    """Return an order if it is open."""
    return simulation.database.fetch_one(
        OrderRecord, "FROM orders WHERE id = ? AND is_open", (order_id,)
    )


def open_of_account(simulation: Simulation, account_id: str) -> list[OrderRecord]:
    """Return an account's open orders, oldest first."""
    return simulation.database.fetch_all(
        OrderRecord,
        "FROM orders WHERE account_id = ? AND is_open = 1 ORDER BY sequence",
        (account_id,),
    )


def open_in(simulation: Simulation, symbol: str) -> list[OrderRecord]:
    """Return all open orders in a symbol, oldest first."""
    return simulation.database.fetch_all(
        OrderRecord, "FROM orders WHERE symbol = ? AND is_open ORDER BY sequence", (symbol,)
    )


def has_open(simulation: Simulation, account_id: str) -> bool:
    """Whether an account has any open order."""
    return simulation.database.exists(
        "FROM orders WHERE account_id = ? AND is_open = 1", (account_id,)
    )


def ids_in_market(simulation: Simulation, symbol: str | None = None) -> list[str]:
    """Return the ids of orders that wait in the market, in one symbol or in all.

    Orders for an auction are not among them.
    """
    return simulation.database.scalars(
        str,
        "SELECT id FROM orders WHERE (? IS NULL OR symbol = ?) AND is_open"
        " AND status IN (?, ?) AND time_in_force NOT IN (?, ?)",
        (symbol, symbol, *_IN_MARKET, TimeInForce.OPG, TimeInForce.CLS),
    )


def insert(simulation: Simulation, order: OrderRecord) -> None:
    """Add an order."""
    simulation.database.insert("orders", order)


def set_status(simulation: Simulation, order_id: str, status: OrderStatus) -> None:
    """Store a status that does not end the order."""
    assert not status.is_final
    simulation.database.execute(
        "UPDATE orders SET status = ?, updated_at = ? WHERE id = ?",
        (status, to_timestamp(simulation.now()), order_id),
    )


def end(simulation: Simulation, order_id: str, status: OrderStatus) -> None:
    """Close an order that is canceled, expired or rejected."""
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        f"UPDATE orders SET status = ?, is_open = 0, updated_at = ?, {_END_TIMES[status]} = ?"
        " WHERE id = ?",
        (status, now, now, order_id),
    )


def set_replaced(simulation: Simulation, order_id: str, replaced_by: str) -> None:
    """Close an order that another one replaces."""
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        "UPDATE orders SET status = ?, is_open = 0, updated_at = ?, replaced_at = ?,"
        " replaced_by = ? WHERE id = ?",
        (OrderStatus.REPLACED, now, now, replaced_by, order_id),
    )


def move_group(simulation: Simulation, old: OrderRecord, new_id: str) -> None:
    """Make the legs of an order those of its replacement, and keep the order's expiry."""
    simulation.database.execute(
        "UPDATE orders SET parent_id = ? WHERE parent_id = ?", (new_id, old.id)
    )
    simulation.database.execute(
        "UPDATE orders SET expires_at = ? WHERE id = ?", (old.expires_at, new_id)
    )


def activate_legs(simulation: Simulation, parent_id: str, expires_at: Timestamp) -> None:
    """Let the open legs of an order stand from now on until `expires_at`."""
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        "UPDATE orders SET expires_at = ?, looked_at = ?, updated_at = ?"
        " WHERE parent_id = ? AND is_open",
        (expires_at, now, now, parent_id),
    )


def compare_from_now(simulation: Simulation, account_id: str) -> list[str]:
    """Compare an account's orders with extended hours from now on only; return their ids."""
    return simulation.database.scalars(
        str,
        "UPDATE orders SET looked_at = ? WHERE account_id = ? AND is_open AND extended_hours"
        " RETURNING id",
        (to_timestamp(simulation.now()), account_id),
    )


def reduce_to(simulation: Simulation, order_id: str, unfilled: Nanos) -> None:
    """Reduce an order to `unfilled` shares beside the filled ones.

    A commission for the whole order is that of the order which has filled.
    """
    simulation.database.execute(
        "UPDATE orders SET qty = filled_qty + ?, updated_at = ?,"
        " commission = iif(commission_type = ?, 0, commission) WHERE id = ?",
        (unfilled, to_timestamp(simulation.now()), CommissionType.NOTIONAL, order_id),
    )


def save_trigger_state(
    simulation: Simulation,
    order_id: str,
    *,
    compared_until: Timestamp,
    stop_price: Micros | None,
    hwm: Micros | None,
    triggered_at: Timestamp | None,
) -> None:
    """Store what comparing an order with the market up to a time has changed."""
    simulation.database.execute(
        "UPDATE orders SET looked_at = ?, stop_price = ?, hwm = ?, triggered_at = ? WHERE id = ?",
        (compared_until, stop_price, hwm, triggered_at, order_id),
    )


def add_fill(simulation: Simulation, fill: FillRecord, status: OrderStatus) -> None:
    """Add a fill, and store what is filled of its order, at what average price."""
    simulation.database.insert("fills", fill)
    fills = simulation.database.fetch_all(
        FillRecord, "FROM fills WHERE order_id = ?", (fill.order_id,)
    )
    filled = sum(part.qty for part in fills)
    paid = sum(part.qty * part.price for part in fills)
    simulation.database.execute(
        "UPDATE orders SET status = ?, is_open = ?, filled_qty = ?, filled_price = ?,"
        " filled_at = ?, updated_at = ? WHERE id = ?",
        (
            status,
            not status.is_final,
            filled,
            (paid + filled // 2) // filled,
            fill.at if status.is_final else None,
            fill.at,
            fill.order_id,
        ),
    )
