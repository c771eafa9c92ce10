"""Orders: accepting, finding, canceling. How they fill is in `matching`."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.exact import shares, shares_for, usd, value_of
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.model import rfc3339
from ribbit_tui.wire.orders import (
    Order,
    OrderCreation,
    OrderSide,
    OrderStatus,
    OrderType,
    TimeInForce,
)

from . import accounts, valuation
from .ledger import USD
from .order_rules import check_supported, order_size, tradable_asset
from .refusals import Forbidden, Invalid, NotFound

TOPIC = "trades"
ROUTE_STEP = "order.route"
FILL_STEP = "order.fill"

_LONGEST_CLIENT_ORDER_ID = 128


def submit(world: World, account_id: str, creation: OrderCreation) -> Order:
    """Accept an order and hold what it needs: its cost and one percent, or the shares to sell.

    Raises Forbidden if the account has not got it.
    """
    account = accounts.find_active(world, account_id)["id"]
    check_supported(creation)
    asset = tradable_asset(world, creation.symbol)
    qty, notional = order_size(world, asset, creation)
    client_order_id = _client_order_id(world, account, creation)
    order_id = world.ids.uuid("order")
    _hold(world, account, order_id, asset.symbol, creation.side, qty, notional)
    now = to_micros(world.now())
    world.database.insert(
        "orders",
        id=order_id,
        client_order_id=client_order_id,
        account_id=account,
        symbol=asset.symbol,
        side=creation.side,
        qty=qty,
        notional=notional,
        status=OrderStatus.ACCEPTED,
        is_open=1,
        created_at=now,
        updated_at=now,
    )
    world.later(world.delays.order_new, ROUTE_STEP, order_id)
    world.later(world.delays.order_fill, FILL_STEP, order_id)
    return as_wire(world, find(world, account, order_id))


def _client_order_id(world: World, account_id: str, creation: OrderCreation) -> str:
    chosen = creation.client_order_id
    if chosen is None:
        return world.ids.uuid("client_order")
    if len(chosen) > _LONGEST_CLIENT_ORDER_ID:
        raise Invalid("client_order_id must be at most 128 characters", "client_order_id")
    if _by_client_order_id(world, account_id, chosen) is not None:
        raise Invalid("client_order_id must be unique", "client_order_id")
    return chosen


def _hold(
    world: World,
    account_id: str,
    order_id: str,
    symbol: str,
    side: str,
    qty: int | None,
    notional: int | None,
) -> None:
    price = valuation.price_now(world, symbol)
    field = "qty" if notional is None else "notional"
    if side == OrderSide.BUY:
        amount = notional if qty is None else value_of(qty, price) * 101 // 100
        assert amount is not None
        if amount > world.ledger.available(account_id, USD):
            raise Forbidden("insufficient buying power", field)
        world.ledger.hold(account_id, USD, amount, order_id)
        return
    wanted = qty if qty is not None else shares_for(notional or 0, price)
    if wanted > world.ledger.available(account_id, symbol):
        raise Forbidden("insufficient qty available for order", field)
    world.ledger.hold(account_id, symbol, wanted, order_id)


def cancel(world: World, account_id: str, order_id: str) -> None:
    """Raises Invalid once nothing is left to cancel."""
    row = find(world, accounts.find(world, account_id)["id"], order_id)
    if not row["is_open"]:
        raise Invalid(f"the order cannot be canceled, its status is {row['status']}")
    close(world, row, OrderStatus.CANCELED, "canceled_at")


def close(world: World, row: sqlite3.Row, status: OrderStatus, stamp: str) -> None:
    """End an order without a fill: release what it held and tell the stream."""
    world.ledger.release(row["id"])
    now = to_micros(world.now())
    world.database.execute(
        f"UPDATE orders SET status = ?, is_open = 0, updated_at = ?, {stamp} = ? WHERE id = ?",
        (status, now, now, row["id"]),
    )
    append_event(world, row["id"], status, {})


def find(world: World, account_id: str, order_id: str) -> sqlite3.Row:
    row = world.database.row(
        "SELECT * FROM orders WHERE id = ? AND account_id = ?", (order_id.lower(), account_id)
    )
    if row is None:
        raise NotFound("order not found")
    return row


def get(world: World, account_id: str, order_id: str) -> Order:
    account = accounts.find(world, account_id)["id"]
    return as_wire(world, find(world, account, order_id))


def get_by_client_order_id(world: World, account_id: str, client_order_id: str) -> Order:
    account = accounts.find(world, account_id)["id"]
    row = _by_client_order_id(world, account, client_order_id)
    if row is None:
        raise NotFound("order not found")
    return as_wire(world, row)


def _by_client_order_id(world: World, account_id: str, client_order_id: str) -> sqlite3.Row | None:
    return world.database.row(
        "SELECT * FROM orders WHERE account_id = ? AND client_order_id = ?",
        (account_id, client_order_id),
    )


@dataclass(frozen=True, kw_only=True)
class OrderQuery:
    """`is_open` None means open and closed; both moments are exclusive."""

    is_open: bool | None = True
    limit: int = 50
    after: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    symbols: tuple[str, ...] = ()
    side: str | None = None


def list_all(world: World, account_id: str, query: OrderQuery) -> list[Order]:
    conditions = ["account_id = ?"]
    values: list[int | str] = [accounts.find(world, account_id)["id"]]
    if query.is_open is not None:
        conditions.append("is_open = ?")
        values.append(int(query.is_open))
    if query.after is not None:
        conditions.append("created_at > ?")
        values.append(to_micros(query.after))
    if query.until is not None:
        conditions.append("created_at < ?")
        values.append(to_micros(query.until))
    if query.side is not None:
        conditions.append("side = ?")
        values.append(query.side)
    if query.symbols:
        conditions.append(f"symbol IN ({', '.join('?' * len(query.symbols))})")
        values.extend(query.symbols)
    order = "ASC" if query.ascending else "DESC"
    rows = world.database.rows(
        f"SELECT * FROM orders WHERE {' AND '.join(conditions)} ORDER BY sequence {order} LIMIT ?",
        (*values, query.limit),
    )
    return [as_wire(world, row) for row in rows]


def append_event(world: World, order_id: str, event: str, extra: dict[str, Any]) -> None:
    """Tell the stream what happened to an order, with the whole order as it is now."""
    row = world.database.row("SELECT * FROM orders WHERE id = ?", (order_id,))
    assert row is not None
    at = world.now()
    body = {
        "account_id": row["account_id"],
        "at": rfc3339(at),
        "event": event,
        "execution_id": world.ids.uuid("execution"),
        "order": as_wire(world, row).to_wire(),
        "timestamp": rfc3339(at),
        **extra,
    }
    world.events.append(TOPIC, at, body, row["account_id"])


def as_wire(world: World, row: sqlite3.Row) -> Order:
    asset = world.assets.by_symbol[row["symbol"]]
    created = from_micros(row["created_at"])
    return Order(
        id=row["id"],
        client_order_id=row["client_order_id"],
        created_at=created,
        updated_at=from_micros(row["updated_at"]),
        submitted_at=created,
        filled_at=_moment(row["filled_at"]),
        expired_at=None,
        canceled_at=_moment(row["canceled_at"]),
        failed_at=_moment(row["failed_at"]),
        replaced_at=None,
        replaced_by=None,
        replaces=None,
        asset_id=asset.id,
        symbol=asset.symbol,
        asset_class=asset.asset_class,
        notional=None if row["notional"] is None else usd(row["notional"]),
        qty=None if row["qty"] is None else shares(row["qty"]),
        filled_qty=shares(row["filled_qty"]),
        filled_avg_price=None if row["filled_price"] is None else usd(row["filled_price"]),
        order_class="",
        order_type=OrderType.MARKET,
        type=OrderType.MARKET,
        side=row["side"],
        time_in_force=TimeInForce.DAY,
        limit_price=None,
        stop_price=None,
        status=row["status"],
        extended_hours=False,
        legs=None,
        trail_percent=None,
        trail_price=None,
        hwm=None,
        commission=Decimal(0),
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)
