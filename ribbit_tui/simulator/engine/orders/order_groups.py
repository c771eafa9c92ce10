"""Which orders belong together: a primary order and its legs.

A bracket or OTO order's primary is the entry, its legs are the exits. An OCO order's primary is
the take profit, its one leg the stop loss. Both exits are for the same shares, so what is held
for them is held once, for the group, in the name of the primary order.
"""

import sqlite3
from enum import StrEnum

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderClass, OrderStatus


class Role(StrEnum):
    ENTRY = "entry"
    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"


_WITH_ENTRY = (OrderClass.BRACKET, OrderClass.OTO)
# The take profit comes first: it is the exit without a stop price.
_EXITS_IN_ORDER = "ORDER BY stop_price IS NOT NULL, sequence"


def has_group(row: sqlite3.Row) -> bool:
    return row["order_class"] not in ("", OrderClass.SIMPLE)


def is_entry(row: sqlite3.Row) -> bool:
    return row["parent_id"] is None and row["order_class"] in _WITH_ENTRY


def role(row: sqlite3.Row) -> Role:
    """What an order of a group is for."""
    if is_entry(row):
        return Role.ENTRY
    return Role.TAKE_PROFIT if row["stop_price"] is None else Role.STOP_LOSS


def hold_reference(row: sqlite3.Row) -> str:
    """Whose name a hold for the order is in."""
    reference: str = row["parent_id"] or row["id"]
    return reference


def legs(simulation: Simulation, row: sqlite3.Row) -> list[sqlite3.Row]:
    """The legs of a primary order, closed ones too, but none that was replaced."""
    return simulation.database.rows(
        f"SELECT * FROM orders WHERE parent_id = ? AND status != ? {_EXITS_IN_ORDER}",
        (row["id"], OrderStatus.REPLACED),
    )


def others_open(simulation: Simulation, row: sqlite3.Row) -> list[sqlite3.Row]:
    """The open orders of the same group."""
    if not has_group(row):
        return []
    primary = row["parent_id"] or row["id"]
    return simulation.database.rows(
        "SELECT * FROM orders WHERE (id = ? OR parent_id = ?) AND id != ? AND is_open"
        f" {_EXITS_IN_ORDER}",
        (primary, primary, row["id"]),
    )


def partner(simulation: Simulation, row: sqlite3.Row) -> sqlite3.Row | None:
    """The other of two open exits of which only one can be executed in full."""
    if is_entry(row):
        return None
    return next((other for other in others_open(simulation, row) if not is_entry(other)), None)
