"""Replacing, canceling all, estimating: what happens to orders beyond filling."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.wire.orders import OrderReplacement
from tests.simulator import sql
from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import orders_path

LIMIT = {"qty": "2", "type": "limit", "limit_price": "100"}


async def replaced(api: Api, account_id: str, order: Json, **change: Any) -> Json:
    path = f"{orders_path(account_id)}/{order['id']}"
    answer = await api.client.patch(path, json=change)
    assert answer.status_code == 200, answer.text
    new: Json = answer.json()
    return new


async def test_replacement_takes_the_place_of_the_order(api: Api) -> None:
    account_id = await api.funded_account("1000")
    old = await api.order(account_id, **LIMIT, commission="1")
    await api.advance(5)
    new = await replaced(api, account_id, old, limit_price="150.5", qty="3", client_order_id="me")
    assert new["id"] != old["id"]
    assert (new["replaces"], new["status"], new["client_order_id"]) == (old["id"], "accepted", "me")
    assert (new["limit_price"], new["qty"], new["commission"]) == ("150.5", "3", "1")
    found = await api.get(f"{orders_path(account_id)}/{old['id']}")
    assert (found["status"], found["replaced_by"]) == ("replaced", new["id"])
    assert found["replaced_at"] == "2026-01-15T15:00:20.000000Z"
    assert (await api.account(account_id))["buying_power"] == "547.5"
    [event] = sql.rows(
        api.simulation.database, "SELECT body FROM events WHERE body ->> 'event' = 'replaced'"
    )
    assert old["id"] in event["body"]
    assert [order["id"] for order in await api.get(orders_path(account_id))] == [new["id"]]
    await api.refused(
        422, "PATCH", f"{orders_path(account_id)}/{old['id']}", json={"limit_price": "1"}
    )
    await api.check_books()


async def test_replacement_keeps_what_it_does_not_change(api: Api) -> None:
    account_id = await api.funded_account("10000")
    trailing = await api.order(
        account_id, qty="2", type="trailing_stop", trail_percent="5", time_in_force="gtc"
    )
    new = await replaced(api, account_id, trailing, trail="6")
    kept = ("qty", "side", "type", "time_in_force", "symbol", "trail_price")
    assert {field: new[field] for field in kept} == {field: trailing[field] for field in kept}
    assert new["trail_percent"] == "6"
    extended = await api.order(account_id, **LIMIT, extended_hours=True)
    assert (await replaced(api, account_id, extended, qty="1"))["extended_hours"] is True


async def test_replacement_of_what_is_left(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    old = await api.order(account_id, qty="1500", commission="3")
    await api.advance(1.5)
    new = await replaced(api, account_id, old, time_in_force="gtc")
    filled = (await api.get(f"{orders_path(account_id)}/{old['id']}"))["filled_qty"]
    assert Decimal(new["qty"]) == 1500 - Decimal(filled)
    await api.check_books()
    await api.advance(10)
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert position["qty"] == "1500"
    assert len(await api.get("/v1/accounts/activities/FEE", account_id=account_id)) == 1
    await api.check_books()


@pytest.mark.parametrize(
    ("order", "change", "status", "field"),
    [
        (LIMIT, {}, 422, None),
        (LIMIT, {"qty": "1.5"}, 422, "qty"),
        (LIMIT, {"qty": "0"}, 422, "qty"),
        (LIMIT, {"qty": "1e99999999"}, 422, "qty"),
        (LIMIT, {"qty": "11"}, 403, "qty"),
        (LIMIT, {"limit_price": "501"}, 403, "qty"),
        (LIMIT, {"stop_price": "5"}, 422, "stop_price"),
        (LIMIT, {"trail": "5"}, 422, "trail"),
        (LIMIT, {"time_in_force": "soon"}, 422, "time_in_force"),
        (LIMIT, {"limit_price": "1.001"}, 422, "limit_price"),
        ({"notional": "10"}, {"qty": "1"}, 422, "qty"),
        (
            {"qty": "1", "type": "trailing_stop", "trail_price": "1"},
            {"stop_price": "5"},
            422,
            "stop_price",
        ),
    ],
)
async def test_refused_replacement_leaves_the_order_as_it_was(
    api: Api, order: Json, change: Json, status: int, field: str | None
) -> None:
    account_id = await api.funded_account("1000")
    old = await api.order(account_id, **order)
    path = f"{orders_path(account_id)}/{old['id']}"
    refusal = await api.refused(status, "PATCH", path, json=change)
    assert refusal.get("field") == field
    assert await api.get(path) == old
    await api.check_books()


NASTY = ["", "-1", "1e999999999", "-1e999999999", "NaN", 5, 10**30, 0.1, True, [], {}, "\ud800"]


@pytest.mark.parametrize("field", sorted(OrderReplacement.model_fields))
async def test_no_value_in_a_replacement_is_a_500(api: Api, field: str) -> None:
    account_id = await api.funded_account("1000")
    for value in NASTY:
        order = await api.order(account_id, **LIMIT)
        path = f"{orders_path(account_id)}/{order['id']}"
        answer = await api.client.patch(path, content=json.dumps({field: value}))
        assert answer.status_code in (200, 403, 422), answer.text
        await api.client.delete(orders_path(account_id))
    await api.check_books()


async def test_all_open_orders_are_canceled_at_once(api: Api) -> None:
    account_id = await api.funded_account("1000")
    other = await api.funded_account("1000", "other@example.com")
    await api.order(other, **LIMIT)
    ids = [(await api.order(account_id, **LIMIT))["id"] for _ in range(3)]
    answer = await api.client.delete(orders_path(account_id))
    assert answer.status_code == 207
    assert [(item["id"], item["status"]) for item in answer.json()] == [(i, 200) for i in ids]
    assert {item["body"]["status"] for item in answer.json()} == {"canceled"}
    assert (await api.account(account_id))["buying_power"] == "1000"
    assert len(await api.get(orders_path(other))) == 1
    assert (await api.client.delete(orders_path(account_id))).json() == []
    await api.refused(404, "DELETE", orders_path("nobody"))
    await api.check_books()


async def test_nested_listing_is_taken(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = await api.order(account_id, **LIMIT)
    assert await api.get(orders_path(account_id), nested="true") == [order]


async def test_estimate_is_what_the_order_then_comes_to(api: Api) -> None:
    account_id = await api.funded_account("100")
    path = f"{orders_path(account_id)}/estimation"
    body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    await api.order(account_id, symbol="MSFT", notional="1")
    await api.advance(1.5)
    estimate = await api.post(path, body | {"notional": "40"})
    price = api.simulation.prices.price("AAPL", api.simulation.now())
    assert Decimal(estimate["filled_avg_price"]) == price
    assert (estimate["status"], estimate["notional"], estimate["qty"]) == ("filled", "40", None)
    qty = Decimal(estimate["filled_qty"])
    assert qty * price <= 40 < (qty + Decimal("0.000000001")) * price
    assert (await api.account(account_id))["buying_power"] == "99"
    assert len(await api.get(orders_path(account_id), status="all")) == 1
    for status, change, field in (
        (422, {"qty": "1"}, "notional"),
        (422, {"qty": "1", "type": "limit", "limit_price": "1"}, "type"),
        (403, {"notional": "100"}, "notional"),
        (403, {"notional": "10", "side": "sell"}, "notional"),
    ):
        refusal = await api.refused(status, "POST", path, json=body | change)
        assert refusal["field"] == field
