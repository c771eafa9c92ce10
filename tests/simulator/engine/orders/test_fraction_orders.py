"""Orders for fractions and amounts with a price, and limit orders with extended hours until gtc."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import (
    extremes,
    now_of,
    orders_path,
    price_of,
    refused_order,
)

CENT = Decimal("0.01")
SIZES = ({"qty": "0.5"}, {"notional": "100"})
EVENING = datetime(2026, 1, 15, 22, tzinfo=UTC)
"""17:00 in New York: after the close, within extended hours."""


def prices(kind: str, at: Decimal) -> dict[str, str]:
    return {
        "limit": {"limit_price": str(at)},
        "stop": {"stop_price": str(at)},
        "stop_limit": {"stop_price": str(at), "limit_price": str(at + 1)},
    }[kind]


@pytest.mark.parametrize("kind", ["limit", "stop", "stop_limit"])
@pytest.mark.parametrize("size", SIZES, ids=["qty", "notional"])
async def test_s3_a_fraction_is_bought_at_a_price(api: Api, kind: str, size: Json) -> None:
    account_id = await api.funded_account("1000")
    low, high = extremes(api, 8)
    at = low + CENT if kind == "limit" else high - CENT
    order = await api.order(account_id, **size, type=kind, **prices(kind, at))
    assert (order["status"], order["type"], order["time_in_force"]) == ("accepted", kind, "day")
    assert {name: order[name] for name in size} == size
    held = Decimal(1000) - Decimal((await api.account(account_id))["buying_power"])
    assert held == 100 if "notional" in size else held >= Decimal(size["qty"]) * at - CENT
    await api.advance(8 * 3600)
    filled = await now_of(api, order)
    price = Decimal(filled["filled_avg_price"])
    assert filled["status"] == "filled"
    if kind == "limit":
        assert price <= at
    spent = Decimal(1000) - Decimal((await api.account(account_id))["cash"])
    if "notional" in size:
        assert spent == 100
        assert abs(Decimal(filled["filled_qty"]) * price - 100) < CENT
    else:
        assert filled["filled_qty"] == "0.5" and abs(spent - price / 2) <= CENT / 2
    await api.check_books()


@pytest.mark.parametrize("kind", ["limit", "stop", "stop_limit"])
async def test_s3_a_fraction_is_sold_at_a_price_or_expires(api: Api, kind: str) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="500")
    await api.advance(2)
    low, high = extremes(api, 8)
    met = high - CENT if kind == "limit" else low + CENT
    out_of_reach = high * 2 if kind == "limit" else (low / 2).quantize(CENT)
    sold = await api.order(account_id, qty="0.5", side="sell", type=kind, **prices(kind, met))
    kept = await api.order(
        account_id, notional="50", side="sell", type=kind, **prices(kind, out_of_reach)
    )
    await api.advance(8 * 3600)
    if kind != "stop_limit":
        assert (await now_of(api, sold))["status"] == "filled"
    await api.advance(8 * 3600)
    assert (await now_of(api, kept))["status"] == "expired"
    await api.check_books()


async def test_s3_fractions_rest_for_the_day_only_and_are_no_trailing_stops(api: Api) -> None:
    account_id = await api.funded_account("1000")
    for size in SIZES:
        limit = size | {"type": "limit", "limit_price": "100"}
        for time_in_force in ("gtc", "ioc", "fok", "opg", "cls"):
            refusal = await refused_order(
                api, 422, account_id, **limit, time_in_force=time_in_force
            )
            assert refusal["field"] == "time_in_force"
        trailing = size | {"type": "trailing_stop", "trail_price": "1"}
        assert (await refused_order(api, 422, account_id, **trailing))["field"] == "type"


@pytest.mark.parametrize("size", [{"qty": "1"}, *SIZES], ids=["whole", "fraction", "notional"])
async def test_s3_limit_orders_with_extended_hours_fill_in_the_evening(
    open_api: OpenApi, size: Json
) -> None:
    api = await open_api(market_hours="nyse", start_time=EVENING)
    account_id = await api.funded_account("1000")
    limit = size | {"type": "limit", "limit_price": str(price_of(api) + 5)}
    order = await api.order(account_id, **limit, extended_hours=True)
    await api.advance(60)
    assert (await now_of(api, order))["status"] == "filled"
    await api.check_books()


async def test_s4_a_limit_order_with_extended_hours_may_be_gtc(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=EVENING)
    account_id = await api.funded_account("1000")
    fields = {"qty": "1", "type": "limit", "extended_hours": True, "time_in_force": "gtc"}
    now = await api.order(account_id, **fields, limit_price=str(price_of(api) + 5))
    later = await api.order(account_id, **fields, limit_price="100")
    assert now["extended_hours"] and now["time_in_force"] == "gtc"
    await api.advance(60)
    assert (await now_of(api, now))["status"] == "filled"
    await api.advance(5 * 86_400)
    waiting = await now_of(api, later)
    assert (waiting["status"], waiting["expires_at"][:10]) == ("new", "2026-04-15")
    for other in ({"time_in_force": "ioc"}, {"time_in_force": "opg"}, {"type": "market"}):
        wrong = {**fields, "limit_price": "100"} | other
        if "type" in other:
            del wrong["limit_price"]
        refusal = await refused_order(api, 422, account_id, **wrong)
        assert refusal["field"] == "extended_hours"


async def test_s10_the_notional_of_an_order_is_replaced(api: Api) -> None:
    account_id = await api.funded_account("1000")
    limit = {"type": "limit", "limit_price": "100"}
    order = await api.order(account_id, notional="300", **limit)
    path = f"{orders_path(account_id)}/{order['id']}"
    refusal = await api.refused(422, "PATCH", path, json={"qty": "1"})
    assert refusal["field"] == "qty"
    refusal = await api.refused(403, "PATCH", path, json={"notional": "1001"})
    assert refusal["field"] == "notional"
    new = (await api.client.patch(path, json={"notional": "450.5"})).json()
    assert (new["notional"], new["limit_price"], new["replaces"]) == ("450.5", "100", order["id"])
    assert (await api.account(account_id))["buying_power"] == "549.5"
    dearer = await api.client.patch(
        f"{orders_path(account_id)}/{new['id']}", json={"limit_price": "101"}
    )
    assert (dearer.json()["notional"], dearer.json()["limit_price"]) == ("450.5", "101")
    by_qty = await api.order(account_id, qty="0.5", **limit)
    path = f"{orders_path(account_id)}/{by_qty['id']}"
    assert (await api.refused(422, "PATCH", path, json={"notional": "5"}))["field"] == "notional"
    assert (await api.refused(422, "PATCH", path, json={"qty": "2"}))["field"] == "qty"
    cheaper = (await api.client.patch(path, json={"limit_price": "90"})).json()
    assert (cheaper["qty"], cheaper["limit_price"]) == ("0.5", "90")
    await api.check_books()
