"""Changing an open order: a new one takes its place."""

import sqlite3
from decimal import Decimal
from typing import Any

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_active_account
from ribbit_tui.simulator.engine.common.request_amounts import share_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE, Micros, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.orders import OrderCreation, OrderReplacement, OrderStatus, OrderType

from . import (
    leg_rules,
    order_groups,
    order_rules,
    orders,
    trading_configurations,
    validity,
    wash_trades,
)
from .order_groups import Role
from .order_terms import Terms
from .order_views import append_event, find, with_legs


def replace(
    simulation: Simulation, account_id: str, order_id: str, change: OrderReplacement
) -> dict[str, Any]:
    """The new order, for what was left of the old one unless `change` says how much.

    Raises InvalidError once nothing is left to replace, ForbiddenError if the account has not got
    what the new order needs; the old one then stands as before.
    """
    account = find_active_account(simulation, account_id).id
    row = find(simulation, account, order_id)
    if not row["is_open"]:
        raise InvalidError(f"the order cannot be replaced, its status is {row['status']}")
    terms = order_rules.check(simulation, _creation(simulation, row, change))
    if order_groups.has_group(row):
        leg_rules.check_replacement(simulation, row, change, terms)
    if row["parent_id"] is None:
        new_id = _new_primary(simulation, row, terms, change)
    else:
        new_id = _new_leg(simulation, row, terms, change)
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        "UPDATE orders SET status = ?, is_open = 0, updated_at = ?, replaced_at = ?,"
        " replaced_by = ? WHERE id = ?",
        (OrderStatus.REPLACED, now, now, new_id, row["id"]),
    )
    append_event(simulation, row["id"], TradeEventKind.REPLACED, {})
    return with_legs(simulation, find(simulation, account, new_id))


def _new_primary(
    simulation: Simulation, row: sqlite3.Row, terms: Terms, change: OrderReplacement
) -> str:
    simulation.ledger.release(row["id"])
    account = row["account_id"]
    new_id = orders.enter(simulation, account, terms, change.client_order_id, replaces=row["id"])
    if order_groups.has_group(row):
        simulation.database.execute(
            "UPDATE orders SET parent_id = ? WHERE parent_id = ?", (new_id, row["id"])
        )
        simulation.database.execute(
            "UPDATE orders SET expires_at = ? WHERE id = ?", (row["expires_at"], new_id)
        )
    return new_id


def _new_leg(
    simulation: Simulation, row: sqlite3.Row, terms: Terms, change: OrderReplacement
) -> str:
    """What the group holds is for the new leg as well; only one in the market is sent there."""
    account = row["account_id"]
    trading_configurations.check(simulation, account, terms)
    is_stop_loss = order_groups.role(row) == Role.STOP_LOSS
    looks_for_it = order_groups.partner(simulation, row) if is_stop_loss else None
    waits = row["status"] == OrderStatus.HELD or looks_for_it
    if not waits:
        wash_trades.check(simulation, account, terms)
    new_id = orders.enter_leg(
        simulation,
        account,
        terms,
        row["parent_id"],
        expires_at=row["expires_at"],
        client_order_id=change.client_order_id,
        replaces=row["id"],
    )
    if not waits:
        simulation.database.execute(
            "UPDATE orders SET status = ? WHERE id = ?", (OrderStatus.ACCEPTED, new_id)
        )
        orders.send(simulation, new_id)
    elif looks_for_it:
        _look_soon(simulation, looks_for_it)
    return new_id


def _look_soon(simulation: Simulation, row: sqlite3.Row) -> None:
    """An order may have been left alone for longer than what goes with it from now on allows."""
    created, extended = from_timestamp(row["created_at"]), bool(row["extended_hours"])
    following = validity.next_look(simulation, row["symbol"], created, extended)
    simulation.schedule.bring_forward(orders.FILL_STEP, [row["id"]], following)


def _creation(simulation: Simulation, row: sqlite3.Row, change: OrderReplacement) -> OrderCreation:
    """The order as it would be submitted anew; a commission already taken is not asked again."""
    if all(getattr(change, field) is None for field in OrderReplacement.model_fields):
        raise InvalidError("nothing to change")
    if row["qty"] is None:
        raise InvalidError("an order by notional cannot be replaced", "qty")
    is_crypto = simulation.assets.by_symbol[row["symbol"]].is_crypto
    qty = None if change.qty is None else share_amount(change.qty, "qty")
    if qty is not None and qty % NANOS_PER_SHARE and not is_crypto:
        raise InvalidError("qty of a replacement must be whole", "qty")
    trails = row["type"] == OrderType.TRAILING_STOP
    if change.trail is not None and not trails:
        raise InvalidError("only a trailing stop has a trail", "trail")
    by_price = row["trail_price"] is not None
    trail = _given(change.trail, row["trail_price"] if by_price else row["trail_percent"])
    # A trailing stop's own stop price follows from the market, it is not asked for.
    stop = change.stop_price if trails else _given(change.stop_price, row["stop_price"])
    return OrderCreation(
        symbol=row["symbol"],
        qty=shares(row["qty"] - row["filled_qty"]) if change.qty is None else change.qty,
        side=row["side"],
        type=row["type"],
        time_in_force=change.time_in_force or row["time_in_force"],
        limit_price=_given(change.limit_price, row["limit_price"]),
        stop_price=stop,
        trail_price=trail if by_price else None,
        trail_percent=None if by_price else trail,
        extended_hours=bool(row["extended_hours"]),
        order_class=row["order_class"] or None,
        subtag=row["subtag"],
        source=row["source"],
        commission=None if row["filled_qty"] else usd(row["commission"]),
    )


def _given(new: Decimal | None, old: Micros | None) -> Decimal | None:
    return new if new is not None or old is None else usd(old)
