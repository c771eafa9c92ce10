"""Groups of orders: a primary order and its legs.

A bracket or OTO order's primary is the entry, its legs are the exits. An OCO order's primary is
the take profit, its one leg the stop loss. Both exits are for the same shares, so the shares are
held once for the group, under the id of the primary order.
"""

from enum import StrEnum

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderClass, OrderStatus

from .records import OrderRecord


class Role(StrEnum):
    """The purpose of an order within its group."""

    ENTRY = "entry"
    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"


_WITH_ENTRY = (OrderClass.BRACKET, OrderClass.OTO)
# The take profit comes first: it is the exit without a stop price.
_EXITS_IN_ORDER = "ORDER BY stop_price IS NOT NULL, sequence"


def has_group(order: OrderRecord) -> bool:
    """Whether an order is part of a group."""
    return order.order_class not in ("", OrderClass.SIMPLE)


def is_entry(order: OrderRecord) -> bool:
    """Whether an order is the entry of its group."""
    return order.parent_id is None and order.order_class in _WITH_ENTRY


def role(order: OrderRecord) -> Role:
    """Return the role of an order that is part of a group."""
    if is_entry(order):
        return Role.ENTRY
    return Role.TAKE_PROFIT if order.stop_price is None else Role.STOP_LOSS


def hold_reference(order: OrderRecord) -> str:
    """Return the id under which a hold for the order is kept."""
    return order.parent_id or order.id


def legs(simulation: Simulation, primary: OrderRecord) -> list[OrderRecord]:
    """Return the legs of a primary order, closed ones included, replaced ones not."""
    return simulation.database.fetch_all(
        OrderRecord,
        f"FROM orders WHERE parent_id = ? AND status != ? {_EXITS_IN_ORDER}",
        (primary.id, OrderStatus.REPLACED),
    )


def others_open(simulation: Simulation, order: OrderRecord) -> list[OrderRecord]:
    """Return the other open orders of the same group."""
    if not has_group(order):
        return []
    primary = order.parent_id or order.id
    return simulation.database.fetch_all(
        OrderRecord,
        f"FROM orders WHERE (id = ? OR parent_id = ?) AND id != ? AND is_open {_EXITS_IN_ORDER}",
        (primary, primary, order.id),
    )


def partner(simulation: Simulation, order: OrderRecord) -> OrderRecord | None:
    """Return the other one of two open exits, of which only one can be executed in full."""
    if is_entry(order):
        return None
    return next((other for other in others_open(simulation, order) if not is_entry(other)), None)
