"""Orders found by id or by a query."""

from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.exact import Nanos
from ribbit_tui.simulator.simulation import Simulation

from . import records
from .records import OrderRecord
from .views import as_wire, with_legs


@dataclass(frozen=True, kw_only=True)
class OrderQuery:
    """Conditions of a search; times and quantities are exclusive.

    `is_open` None means open and closed ones. `nested` shows a leg only within its primary order,
    if that order is among the found ones too.
    """

    is_open: bool | None = True
    limit: int = 50
    after: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    symbols: tuple[str, ...] = ()
    asset_classes: tuple[str, ...] = ()
    side: str | None = None
    subtag: str | None = None
    qty_above: Nanos | None = None
    qty_below: Nanos | None = None
    nested: bool = False


def find_order(simulation: Simulation, account_id: str, order_id: str) -> OrderRecord:
    """Return an order of an account; raises NotFoundError."""
    order = records.of_account(simulation, account_id, order_id.lower())
    if order is None:
        raise NotFoundError("order not found")
    return order


def get(
    simulation: Simulation, account_id: str, order_id: str, nested: bool = False
) -> dict[str, object]:
    """Return an order as JSON, with its legs if it is `nested`; raises NotFoundError."""
    account = find_account(simulation, account_id)
    order = find_order(simulation, account.id, order_id)
    return with_legs(simulation, order) if nested else as_wire(simulation, order)


def get_by_client_order_id(
    simulation: Simulation, account_id: str, client_order_id: str
) -> dict[str, object]:
    """Return an order as JSON by the id that the client gave it; raises NotFoundError."""
    account = find_account(simulation, account_id)
    order = records.by_client_order_id(simulation, account.id, client_order_id)
    if order is None:
        raise NotFoundError("order not found")
    return as_wire(simulation, order)


def list_all(simulation: Simulation, account_id: str, query: OrderQuery) -> list[dict[str, object]]:
    """Return an account's orders as JSON by time of entry."""
    account = find_account(simulation, account_id)
    sql, values = _conditions(simulation, account.id, query)
    if query.nested:
        sql += f" AND (parent_id IS NULL OR parent_id NOT IN (SELECT id FROM orders WHERE {sql}))"
        values *= 2
    direction = "ASC" if query.ascending else "DESC"
    orders = simulation.database.fetch_all(
        OrderRecord,
        f"FROM orders WHERE {sql} ORDER BY sequence {direction} LIMIT ?",
        (*values, query.limit),
    )
    shown = with_legs if query.nested else as_wire
    return [shown(simulation, order) for order in orders]


def _conditions(
    simulation: Simulation, account_id: str, query: OrderQuery
) -> tuple[str, list[int | str]]:
    """Return the query as an SQL condition and its values."""
    conditions = ["account_id = ?"]
    values: list[int | str] = [account_id]

    def where(condition: str, value: int | str | None) -> None:
        if value is not None:
            conditions.append(condition)
            values.append(value)

    where("is_open = ?", query.is_open)
    where("created_at > ?", None if query.after is None else to_timestamp(query.after))
    where("created_at < ?", None if query.until is None else to_timestamp(query.until))
    where("side = ?", query.side)
    where("subtag = ?", query.subtag)
    where("qty > ?", query.qty_above)
    where("qty < ?", query.qty_below)
    if query.symbols:
        conditions.append(f"symbol IN ({', '.join('?' * len(query.symbols))})")
        assets = [(symbol, simulation.assets.find(symbol)) for symbol in query.symbols]
        values.extend(asset.symbol if asset else symbol for symbol, asset in assets)
    if query.asset_classes:
        found = [
            asset.symbol
            for asset in simulation.assets.by_symbol.values()
            if asset.asset_class in query.asset_classes
        ]
        conditions.append(f"symbol IN ({', '.join('?' * len(found))})")
        values.extend(found)
    return " AND ".join(conditions), values
