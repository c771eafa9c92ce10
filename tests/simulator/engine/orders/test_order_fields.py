"""Fields of an order: kept, returned, and used to filter lists."""

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import holder, orders_path, refused_order

LIMIT = {"qty": "1", "type": "limit", "limit_price": "100"}


async def test_tags_are_kept_by_an_order_its_legs_and_its_replacement(api: Api) -> None:
    account_id = await api.funded_account("10000")
    tags = {"subtag": "desk-7", "source": "kiosk"}
    exits = {"take_profit": {"limit_price": "900"}, "stop_loss": {"stop_price": "50"}}
    order = await api.order(account_id, **LIMIT, **tags, order_class="bracket", **exits)
    path = f"{orders_path(account_id)}/{order['id']}"
    new = (await api.client.patch(path, json={"limit_price": "101"})).json()
    for one in (order, *order["legs"], new):
        assert {field: one[field] for field in tags} == tags
    assert (await api.order(account_id, **LIMIT))["subtag"] is None
    refusal = await refused_order(api, 422, account_id, **LIMIT, subtag="x" * 129)
    assert refusal["field"] == "subtag"


@pytest.mark.parametrize(
    ("side", "intent", "other"),
    [("buy", "buy_to_open", "buy_to_close"), ("sell", "sell_to_close", "sell_to_open")],
)
async def test_intent_follows_from_the_side(api: Api, side: str, intent: str, other: str) -> None:
    account_id = await holder(api)
    order = LIMIT | {"side": side, "limit_price": "100" if side == "buy" else "900"}
    assert (await api.order(account_id, **order))["position_intent"] == intent
    assert (await api.order(account_id, **order, position_intent=intent))["position_intent"]
    refusal = await refused_order(api, 422, account_id, **order, position_intent=other)
    assert refusal["field"] == "position_intent"


async def test_end_of_an_order_is_answered(api: Api) -> None:
    account_id = await api.funded_account("10000")
    day = await api.order(account_id, **LIMIT)
    gtc = await api.order(account_id, **LIMIT, time_in_force="gtc")
    market = await api.order(account_id, qty="1")
    assert day["expires_at"] == "2026-01-16T05:00:00.000000Z"
    assert gtc["expires_at"] == "2026-04-15T15:00:15.000000Z"
    assert market["expires_at"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"subtag": "a"}, ["1", "3"]),
        ({"subtag": "b"}, []),
        ({"qty_above": "1"}, ["2", "3"]),
        ({"qty_below": "3"}, ["1", "2"]),
        ({"qty_above": "0", "qty_below": "2.5", "subtag": "a"}, ["1"]),
        ({"qty_below": "0"}, []),
        ({"side": "sell"}, []),
    ],
)
async def test_lists_are_narrowed(api: Api, query: Json, found: list[str]) -> None:
    account_id = await api.funded_account("10000")
    for qty, subtag in (("1", "a"), ("2", None), ("3", "a")):
        await api.order(account_id, **(LIMIT | {"qty": qty}), subtag=subtag)
    await api.order(account_id, notional="5", symbol="MSFT")
    listed = await api.get(orders_path(account_id), direction="asc", **query)
    assert [order["qty"] for order in listed if order["qty"]] == found


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "1e999999999", "0.0000000001", "x"])
async def test_bad_quantities_in_a_query_are_refused(api: Api, value: str) -> None:
    account_id = await api.open_account()
    path = orders_path(account_id)
    refusal = await api.refused(422, "GET", path, params={"qty_above": value})
    assert refusal["field"] == "qty_above"
