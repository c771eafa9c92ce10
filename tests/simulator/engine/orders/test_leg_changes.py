"""Replacing orders of a group: the group stays together."""

from decimal import Decimal

import pytest

from tests.simulator.conftest import Api, Json
from tests.simulator.engine.orders.support import CENT, extremes, holder, now_of, orders_path
from tests.simulator.engine.orders.test_order_legs import bracket, oco, position, replaced, statuses

LIMIT = {"type": "limit", "limit_price": "200"}


async def legs_of(api: Api, account_id: str, order: Json) -> list[Json]:
    path = f"{orders_path(account_id)}/{order['id']}"
    legs: list[Json] = (await api.get(path, nested="true"))["legs"]
    return legs


async def test_exits_that_wait_are_replaced_and_go_on_waiting(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, **LIMIT)
    profit, stop = order["legs"]
    new_profit = await replaced(api, account_id, profit, limit_price="300")
    new_stop = await replaced(api, account_id, stop, stop_price="150", client_order_id="mine")
    assert (new_profit["status"], new_profit["replaces"]) == ("held", profit["id"])
    assert (new_stop["stop_price"], new_stop["client_order_id"]) == ("150", "mine")
    legs = await legs_of(api, account_id, order)
    assert [one | {"cancel_requested_at": None} for one in legs] == [new_profit, new_stop]
    assert (await now_of(api, stop))["status"] == "replaced"
    await api.check_books()
    await api.advance(10)
    assert (await now_of(api, new_profit))["status"] == "held"


async def test_entry_is_replaced_and_keeps_its_exits(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, **LIMIT)
    new = await replaced(api, account_id, order, limit_price="800")
    assert [leg["id"] for leg in new["legs"]] == [leg["id"] for leg in order["legs"]]
    assert (await api.account(account_id))["buying_power"] == "8400"
    await api.check_books()
    await api.advance(2)
    assert await statuses(api, new) == ["filled", "new", "held"]
    await api.check_books()


@pytest.mark.parametrize("filled", ["profit", "stop"])
async def test_exits_in_the_market_are_replaced(api: Api, filled: str) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id)
    await api.advance(120)
    low, high = extremes(api, 3)
    profit, stop = order["legs"]
    change = high - CENT if filled == "profit" else high + 1
    profit = await replaced(api, account_id, profit, limit_price=str(change))
    change = low - 1 if filled == "profit" else low + CENT
    stop = await replaced(api, account_id, stop, stop_price=str(change))
    assert (profit["status"], stop["status"]) == ("accepted", "held")
    assert profit["expires_at"] == stop["expires_at"]
    assert (await position(api, account_id))["qty_available"] == "0"
    await api.check_books()
    await api.advance(3 * 3600)
    expected = ["filled", "canceled"] if filled == "profit" else ["canceled", "filled"]
    assert [(await now_of(api, one))["status"] for one in (profit, stop)] == expected
    await api.check_books()


@pytest.mark.parametrize("which", ["profit", "stop"])
async def test_oco_orders_are_replaced(api: Api, which: str) -> None:
    account_id = await holder(api)
    pair = await oco(api, account_id, time_in_force="gtc")
    await api.advance(3600)
    low, high = extremes(api, 3)
    if which == "profit":
        new = await replaced(api, account_id, pair, limit_price=str(high - CENT))
        assert [leg["id"] for leg in new["legs"]] == [pair["legs"][0]["id"]]
    else:
        new = await replaced(api, account_id, pair["legs"][0], stop_price=str(low + CENT))
        assert [leg["id"] for leg in await legs_of(api, account_id, pair)] == [new["id"]]
    assert (await position(api, account_id))["qty_available"] == "0"
    await api.check_books()
    await api.advance(3 * 3600)
    sold = await now_of(api, new)
    assert (sold["status"], sold["filled_qty"]) == ("filled", "5")
    assert [one["status"] for one in await api.get(orders_path(account_id))] == []
    await api.check_books()


async def test_stop_of_an_oto_order_is_replaced(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await api.order(account_id, qty="1", order_class="oto", stop_loss={"stop_price": "100"})
    await api.advance(60)
    low, _ = extremes(api, 3)
    new = await replaced(api, account_id, order["legs"][0], stop_price=str(low + CENT))
    await api.advance(3 * 3600)
    assert (await now_of(api, new))["status"] == "filled"
    await api.check_books()


REFUSED: list[tuple[int, Json, str | None]] = [
    (0, {"qty": "1"}, "qty"),
    (1, {"qty": "1"}, "qty"),
    (2, {"time_in_force": "gtc"}, "time_in_force"),
    (0, {"limit_price": "100"}, "limit_price"),
    (0, {"limit_price": "900"}, "limit_price"),
    (1, {"limit_price": "200"}, "limit_price"),
    (1, {"limit_price": "1.001"}, "limit_price"),
    (1, {"stop_price": "50"}, "stop_price"),
    (2, {"stop_price": "200"}, "stop_price"),
    (2, {"limit_price": "99"}, "limit_price"),
    (2, {}, None),
]


async def test_changes_that_do_not_fit_the_group_are_refused(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, **LIMIT)
    for which, change, field in REFUSED:
        path = f"{orders_path(account_id)}/{[order, *order['legs']][which]['id']}"
        assert (await api.refused(422, "PATCH", path, json=change)).get("field") == field, change
    assert await legs_of(api, account_id, order) == order["legs"]
    await api.check_books()


async def test_exits_in_the_market_stay_apart(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id)
    await api.advance(60)
    profit, stop = order["legs"]
    price = Decimal((await position(api, account_id))["current_price"])
    for one, change in ((profit, {"limit_price": "100"}), (stop, {"stop_price": str(price)})):
        path = f"{orders_path(account_id)}/{one['id']}"
        refusal = await api.refused(422, "PATCH", path, json=change)
        assert refusal["field"] == next(iter(change))
    await replaced(api, account_id, profit, limit_price="100.01")
    await api.check_books()


async def test_nothing_is_replaced_while_trading_is_suspended(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id)
    await api.advance(2)
    path = f"/v1/trading/accounts/{account_id}/account/configurations"
    await api.client.patch(path, json={"suspend_trade": True})
    for leg, change in zip(
        order["legs"], ({"limit_price": "901"}, {"stop_price": "99"}), strict=True
    ):
        await api.refused(403, "PATCH", f"{orders_path(account_id)}/{leg['id']}", json=change)
    assert await statuses(api, order) == ["filled", "new", "held"]
