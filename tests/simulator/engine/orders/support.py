"""Accounts, prices and queries for the tests of orders."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.simulator import sql
from tests.simulator.conftest import Api, Json

CENT = Decimal("0.01")


def price_of(api: Api, at: datetime | None = None) -> Decimal:
    return api.simulation.prices.price("AAPL", at or api.simulation.now())


def extremes(api: Api, hours: float, symbol: str = "AAPL") -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest price of the next `hours`."""
    now = api.simulation.now()
    swings = list(api.simulation.prices.price_ranges(symbol, now, now + timedelta(hours=hours)))
    return Decimal(min(low for low, _ in swings)) / 100, Decimal(max(h for _, h in swings)) / 100


def orders_path(account_id: str) -> str:
    return f"/v1/trading/accounts/{account_id}/orders"


async def now_of(api: Api, order: Json) -> Json:
    account = sql.value(
        api.simulation.database, "SELECT account_id FROM orders WHERE id = ?", (order["id"],)
    )
    found: Json = await api.get(f"{orders_path(account)}/{order['id']}")
    return found


async def refused_order(api: Api, status: int, account_id: str, **fields: Any) -> Json:
    body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"} | fields
    return await api.refused(status, "POST", orders_path(account_id), json=body)


async def events_of(api: Api, order: Json) -> list[str]:
    rows = sql.rows(
        api.simulation.database,
        "SELECT body ->> 'event' FROM events WHERE topic = 'trades'"
        " AND body ->> '$.order.id' = ? ORDER BY id",
        (order["id"],),
    )
    return [row[0] for row in rows]


async def holder(api: Api, qty: str = "5") -> str:
    """Open an account with cash and AAPL shares; return its id."""
    account_id = await api.funded_account("10000")
    await api.order(account_id, qty=qty)
    await api.advance(2)
    return account_id
