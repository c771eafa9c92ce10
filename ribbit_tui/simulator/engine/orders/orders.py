"""Orders: accepting, canceling, ending. How they fill is in `matching`."""

import sqlite3
from typing import Any

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderCreation, OrderStatus

from . import (
    buying_power,
    crypto_rules,
    leg_rules,
    order_groups,
    order_rules,
    trading_configurations,
    validity,
    wash_trades,
)
from .order_terms import Terms
from .order_views import append_event, as_wire, find, find_by_client_order_id, with_legs

ROUTE_STEP = "order.route"
FILL_STEP = "order.fill"

_LONGEST_CLIENT_ORDER_ID = 128


def submit(simulation: Simulation, account_id: str, creation: OrderCreation) -> dict[str, Any]:
    """Accept an order and hold what it needs.

    Raises ForbiddenError if the account has not got it, or would trade with itself.
    """
    account_row = find_active_account(simulation, account_id)
    account = account_row.id
    terms = order_rules.check(simulation, leg_rules.primary(creation))
    crypto_rules.check_account(simulation, account_row, terms)
    legs = leg_rules.check(simulation, account, creation, terms)
    order_id = enter(simulation, account, terms, creation.client_order_id)
    row = find(simulation, account, order_id)
    ends_at = None if order_groups.is_entry(row) else row["expires_at"]
    for leg in legs:
        enter_leg(simulation, account, leg, order_id, expires_at=ends_at)
    return with_legs(simulation, row)


def enter(
    simulation: Simulation,
    account_id: str,
    terms: Terms,
    client_order_id: str | None,
    replaces: str | None = None,
) -> str:
    """The id of a new order on its way to the market."""
    client_order_id = _client_order_id(simulation, account_id, client_order_id)
    trading_configurations.check(simulation, account_id, terms)
    wash_trades.check(simulation, account_id, terms)
    order_id = simulation.ids.uuid("order")
    buying_power.hold(simulation, account_id, order_id, terms)
    expires_at = validity.expiry(
        simulation, terms.asset.symbol, terms.type, terms.time_in_force, terms.extended_hours
    )
    _insert(
        simulation,
        account_id,
        terms,
        id=order_id,
        client_order_id=client_order_id,
        status=OrderStatus.ACCEPTED,
        expires_at=None if expires_at is None else to_timestamp(expires_at),
        replaces=replaces,
    )
    if terms.time_in_force in validity.AUCTIONS and expires_at is not None:
        simulation.later(simulation.delays.order_new, ROUTE_STEP, order_id)
        simulation.schedule.add(expires_at, FILL_STEP, order_id)
    else:
        send(simulation, order_id)
    return order_id


def enter_leg(
    simulation: Simulation,
    account_id: str,
    terms: Terms,
    parent_id: str,
    *,
    expires_at: int | None,
    client_order_id: str | None = None,
    replaces: str | None = None,
) -> str:
    """The id of a new leg, held until its turn comes; it ends at `expires_at`, once it has one."""
    leg_id = simulation.ids.uuid("order")
    _insert(
        simulation,
        account_id,
        terms,
        id=leg_id,
        client_order_id=_client_order_id(simulation, account_id, client_order_id),
        status=OrderStatus.HELD,
        expires_at=expires_at,
        replaces=replaces,
        parent_id=parent_id,
    )
    return leg_id


def send(simulation: Simulation, order_id: str) -> None:
    """An order is on its way to the market."""
    simulation.later(simulation.delays.order_new, ROUTE_STEP, order_id)
    simulation.later(simulation.delays.order_fill, FILL_STEP, order_id)


def _insert(
    simulation: Simulation, account_id: str, terms: Terms, **columns: str | int | None
) -> None:
    now = to_timestamp(simulation.now())
    simulation.database.insert(
        "orders",
        account_id=account_id,
        symbol=terms.asset.symbol,
        side=terms.side,
        qty=terms.qty,
        notional=terms.notional,
        is_open=1,
        created_at=now,
        updated_at=now,
        type=terms.type,
        time_in_force=terms.time_in_force,
        limit_price=terms.limit_price,
        stop_price=terms.stop_price,
        trail_price=terms.trail_price,
        trail_percent=terms.trail_percent,
        hwm=terms.hwm,
        extended_hours=int(terms.extended_hours),
        order_class=terms.order_class,
        commission=terms.commission,
        subtag=terms.subtag,
        source=terms.source,
        **columns,
    )


def _client_order_id(simulation: Simulation, account_id: str, chosen: str | None) -> str:
    if chosen is None:
        return simulation.ids.uuid("client_order")
    if len(chosen) > _LONGEST_CLIENT_ORDER_ID:
        raise InvalidError("client_order_id must be at most 128 characters", "client_order_id")
    if find_by_client_order_id(simulation, account_id, chosen) is not None:
        raise InvalidError("client_order_id must be unique", "client_order_id")
    return chosen


def cancel(simulation: Simulation, account_id: str, order_id: str) -> None:
    """Raises InvalidError once nothing is left to cancel."""
    row = find(simulation, find_account(simulation, account_id).id, order_id)
    if not row["is_open"]:
        raise InvalidError(f"the order cannot be canceled, its status is {row['status']}")
    close(simulation, row, OrderStatus.CANCELED, "canceled_at")


def cancel_all(simulation: Simulation, account_id: str) -> list[dict[str, Any]]:
    """Cancel every open order, oldest first; what they are now."""
    account = find_account(simulation, account_id).id
    rows = simulation.database.rows(
        "SELECT * FROM orders WHERE account_id = ? AND is_open = 1 ORDER BY sequence", (account,)
    )
    for row in rows:
        if find(simulation, account, row["id"])["is_open"]:
            close(simulation, row, OrderStatus.CANCELED, "canceled_at")
    return [as_wire(simulation, find(simulation, account, row["id"])) for row in rows]


def close(simulation: Simulation, row: sqlite3.Row, status: OrderStatus, stamp: str) -> None:
    """End an order without a further fill, and with it the rest of its group.

    What they held is released, and the stream is told.
    """
    simulation.ledger.release(order_groups.hold_reference(row))
    _end(simulation, row, status, stamp)
    for other in order_groups.others_open(simulation, row):
        if status == OrderStatus.EXPIRED:
            _end(simulation, other, status, stamp)
        else:
            _end(simulation, other, OrderStatus.CANCELED, "canceled_at")


def _end(simulation: Simulation, row: sqlite3.Row, status: OrderStatus, stamp: str) -> None:
    now = to_timestamp(simulation.now())
    simulation.database.execute(
        f"UPDATE orders SET status = ?, is_open = 0, updated_at = ?, {stamp} = ? WHERE id = ?",
        (status, now, now, row["id"]),
    )
    append_event(simulation, row["id"], status, {})
