"""Orders as they are answered: one, those that a query selects, and in events."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ribbit_tui.simulator.clock import Timestamp, from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.exact import Micros, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import order_groups
from .order_rules import INTENTS

TOPIC = "trades"


def find(simulation: Simulation, account_id: str, order_id: str) -> sqlite3.Row:
    row = simulation.database.row(
        "SELECT * FROM orders WHERE id = ? AND account_id = ?", (order_id.lower(), account_id)
    )
    if row is None:
        raise NotFoundError("order not found")
    return row


def get(
    simulation: Simulation, account_id: str, order_id: str, nested: bool = False
) -> dict[str, Any]:
    account = find_account(simulation, account_id).id
    row = find(simulation, account, order_id)
    return with_legs(simulation, row) if nested else as_wire(simulation, row)


def get_by_client_order_id(
    simulation: Simulation, account_id: str, client_order_id: str
) -> dict[str, Any]:
    account = find_account(simulation, account_id).id
    row = find_by_client_order_id(simulation, account, client_order_id)
    if row is None:
        raise NotFoundError("order not found")
    return as_wire(simulation, row)


def find_by_client_order_id(
    simulation: Simulation, account_id: str, client_order_id: str
) -> sqlite3.Row | None:
    return simulation.database.row(
        "SELECT * FROM orders WHERE account_id = ? AND client_order_id = ?",
        (account_id, client_order_id),
    )


@dataclass(frozen=True, kw_only=True)
class OrderQuery:
    """`is_open` None means open and closed; moments and quantities (1e-9 shares) are exclusive.

    `nested` shows a leg only within its primary order, if that order is among the found ones too.
    """

    is_open: bool | None = True
    limit: int = 50
    after: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    symbols: tuple[str, ...] = ()
    side: str | None = None
    subtag: str | None = None
    qty_above: int | None = None
    qty_below: int | None = None
    nested: bool = False


def list_all(simulation: Simulation, account_id: str, query: OrderQuery) -> list[dict[str, Any]]:
    conditions = ["account_id = ?"]
    values: list[int | str] = [find_account(simulation, account_id).id]
    if query.is_open is not None:
        conditions.append("is_open = ?")
        values.append(int(query.is_open))
    if query.after is not None:
        conditions.append("created_at > ?")
        values.append(to_timestamp(query.after))
    if query.until is not None:
        conditions.append("created_at < ?")
        values.append(to_timestamp(query.until))
    if query.side is not None:
        conditions.append("side = ?")
        values.append(query.side)
    if query.subtag is not None:
        conditions.append("subtag = ?")
        values.append(query.subtag)
    if query.qty_above is not None:
        conditions.append("qty > ?")
        values.append(query.qty_above)
    if query.qty_below is not None:
        conditions.append("qty < ?")
        values.append(query.qty_below)
    if query.symbols:
        conditions.append(f"symbol IN ({', '.join('?' * len(query.symbols))})")
        assets = [(symbol, simulation.assets.find(symbol)) for symbol in query.symbols]
        values.extend(asset.symbol if asset else symbol for symbol, asset in assets)
    wanted = " AND ".join(conditions)
    if query.nested:
        wanted += (
            f" AND (parent_id IS NULL OR parent_id NOT IN (SELECT id FROM orders WHERE {wanted}))"
        )
        values *= 2
    order = "ASC" if query.ascending else "DESC"
    rows = simulation.database.rows(
        f"SELECT * FROM orders WHERE {wanted} ORDER BY sequence {order} LIMIT ?",
        (*values, query.limit),
    )
    shown = with_legs if query.nested else as_wire
    return [shown(simulation, row) for row in rows]


def append_event(simulation: Simulation, order_id: str, event: str, extra: dict[str, Any]) -> None:
    """Tell the stream what happened to an order, with the whole order as it is now."""
    row = simulation.database.row("SELECT * FROM orders WHERE id = ?", (order_id,))
    assert row is not None
    at = simulation.now()
    body = {
        "account_id": row["account_id"],
        "at": rfc3339(at),
        "event": event,
        "execution_id": simulation.ids.uuid("execution"),
        "order": as_wire(simulation, row),
        "timestamp": rfc3339(at),
        **extra,
    }
    simulation.events.append(TOPIC, at, body, row["account_id"])


def with_legs(simulation: Simulation, row: sqlite3.Row) -> dict[str, Any]:
    """The order in the nested style."""
    legs = order_groups.legs(simulation, row) if order_groups.has_group(row) else []
    return as_wire(simulation, row) | {"legs": [as_wire(simulation, leg) for leg in legs] or None}


def as_wire(simulation: Simulation, row: sqlite3.Row) -> dict[str, Any]:
    """The JSON-ready order.

    Not by way of its model, nor asking the row for each of some forty columns, which it would
    search by name: that would be most of an answer's time.
    """
    order = dict(zip(row.keys(), row, strict=True))
    asset = simulation.assets.by_symbol[order["symbol"]]
    created = rfc3339(from_timestamp(order["created_at"]))
    return {
        "id": order["id"],
        "client_order_id": order["client_order_id"],
        "created_at": created,
        "updated_at": rfc3339(from_timestamp(order["updated_at"])),
        "submitted_at": created,
        "filled_at": _moment(order["filled_at"]),
        "expired_at": _moment(order["expired_at"]),
        "expires_at": _moment(order["expires_at"]),
        "canceled_at": _moment(order["canceled_at"]),
        "failed_at": _moment(order["failed_at"]),
        "replaced_at": _moment(order["replaced_at"]),
        "replaced_by": order["replaced_by"],
        "replaces": order["replaces"],
        "asset_id": asset.id,
        "symbol": asset.symbol,
        "asset_class": asset.asset_class,
        "notional": _price(order["notional"]),
        "qty": None if order["qty"] is None else plain_decimal(shares(order["qty"])),
        "filled_qty": plain_decimal(shares(order["filled_qty"])),
        "filled_avg_price": _price(order["filled_price"]),
        "order_class": order["order_class"],
        "order_type": order["type"],
        "type": order["type"],
        "side": order["side"],
        "time_in_force": order["time_in_force"],
        "limit_price": _price(order["limit_price"]),
        "stop_price": _price(order["stop_price"]),
        "status": order["status"],
        "extended_hours": bool(order["extended_hours"]),
        "legs": None,
        "trail_percent": _price(order["trail_percent"]),
        "trail_price": _price(order["trail_price"]),
        "hwm": _price(order["hwm"]),
        "commission": _price(order["commission"]),
        "commission_type": "notional",
        "position_intent": INTENTS[order["side"]],
        "subtag": order["subtag"],
        "source": order["source"],
    }


def _moment(micros: Timestamp | None) -> str | None:
    return None if micros is None else rfc3339(from_timestamp(micros))


def _price(micros: Micros | None) -> str | None:
    return None if micros is None else plain_decimal(usd(micros))
