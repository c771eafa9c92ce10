"""Orders with legs: when the exits stand, which of them is executed, and how groups end."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.market.calendar import REGULAR_HOURS
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import (
    CENT,
    events_of,
    extremes,
    holder,
    now_of,
    orders_path,
    price_of,
    refused_order,
)


def exits(profit: Decimal | str, stop: Decimal | str, **stop_loss: str) -> Json:
    return {
        "take_profit": {"limit_price": str(profit)},
        "stop_loss": {"stop_price": str(stop), **stop_loss},
    }


async def bracket(api: Api, account_id: str, **fields: Any) -> Json:
    body = {"qty": "2", "order_class": "bracket", **exits("900", "100")} | fields
    return await api.order(account_id, **body)


async def oco(api: Api, account_id: str, **fields: Any) -> Json:
    body = {"qty": "5", "order_class": "oco", "type": "limit", "side": "sell"}
    return await api.order(account_id, **(body | exits("900", "100") | fields))


async def statuses(api: Api, order: Json) -> list[str]:
    """Return the statuses of the order and its legs."""
    return [(await now_of(api, one))["status"] for one in (order, *order["legs"])]


async def position(api: Api, account_id: str) -> Json:
    found: Json = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    return found


async def cancel(api: Api, account_id: str, order: Json) -> None:
    answer = await api.client.delete(f"{orders_path(account_id)}/{order['id']}")
    assert answer.status_code == 204


async def replaced(api: Api, account_id: str, order: Json, **change: str) -> Json:
    answer = await api.client.patch(f"{orders_path(account_id)}/{order['id']}", json=change)
    assert answer.status_code == 200, answer.text
    new: Json = answer.json()
    return new


async def test_exits_wait_for_the_entry(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id)
    profit, stop = order["legs"]
    assert await statuses(api, order) == ["accepted", "held", "held"]
    held = 10000 - Decimal((await api.account(account_id))["buying_power"])
    assert held == 2 * price_of(api) * Decimal("1.01")
    await api.check_books()
    await api.advance(1.5)
    assert await statuses(api, order) == ["filled", "new", "held"]
    assert await events_of(api, order) == ["new", "fill"]
    assert (await events_of(api, profit), await events_of(api, stop)) == (["new"], [])
    assert (await position(api, account_id))["qty_available"] == "0"
    account = await api.account(account_id)
    assert account["cash"] == account["buying_power"]
    await api.check_books()


async def test_take_profit_is_hit_and_ends_the_stop(api: Api) -> None:
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    order = await bracket(api, account_id, **exits(high - CENT, low - 1))
    profit, stop = order["legs"]
    await api.advance(3 * 3600)
    assert await statuses(api, order) == ["filled", "filled", "canceled"]
    sold = await now_of(api, profit)
    assert high - CENT <= Decimal(sold["filled_avg_price"]) <= high
    assert await events_of(api, profit) == ["new", "fill"]
    assert await events_of(api, stop) == ["canceled"]
    assert await api.get(f"/v1/trading/accounts/{account_id}/positions") == []
    gain = Decimal(sold["filled_avg_price"]) - Decimal(
        (await now_of(api, order))["filled_avg_price"]
    )
    assert Decimal((await api.account(account_id))["buying_power"]) == 10000 + 2 * gain
    await api.check_books()


@pytest.mark.parametrize("limit", [None, "1"])
async def test_stop_is_hit_and_ends_the_take_profit(api: Api, limit: str | None) -> None:
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    more = {} if limit is None else {"limit_price": limit}
    order = await bracket(api, account_id, **exits(high + 1, low + CENT, **more))
    profit, stop = order["legs"]
    assert stop["type"] == ("stop" if limit is None else "stop_limit")
    await api.advance(3 * 3600)
    assert await statuses(api, order) == ["filled", "canceled", "filled"]
    assert await events_of(api, profit) == ["new", "canceled"]
    assert await events_of(api, stop) == ["new", "fill"]
    assert await api.get(f"/v1/trading/accounts/{account_id}/positions") == []
    await api.check_books()


async def test_stop_limit_that_is_touched_but_not_met_stands_beside_the_take_profit(
    api: Api,
) -> None:
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    order = await bracket(api, account_id, **exits(high + 1, low + CENT, limit_price=str(high + 5)))
    await api.advance(3 * 3600)
    assert await statuses(api, order) == ["filled", "new", "new"]
    await api.check_books()
    await cancel(api, account_id, order["legs"][1])
    assert await statuses(api, order) == ["filled", "canceled", "canceled"]
    await api.check_books()


@pytest.mark.parametrize("symbol", ["AAPL", "MSFT", "TSLA", "NVDA", "AMZN"])
async def test_the_exit_that_is_touched_first_is_executed(api: Api, symbol: str) -> None:
    """Even where both are touched between two looks: an old order has one look an hour."""
    account_id = await api.funded_account("10000")
    await api.order(account_id, symbol=symbol, qty="1")
    await api.advance(7200)
    low, high = extremes(api, 1, symbol)
    profit, stop, now = high - CENT, low + CENT, api.simulation.now()
    pair = await oco(
        api, account_id, symbol=symbol, qty="1", time_in_force="gtc", **exits(profit, stop)
    )
    api.simulation.database.execute(
        "UPDATE orders SET looked_at = created_at, created_at = created_at - ?"
        " WHERE order_class = 'oco'",
        (90 * 3600 * 1_000_000,),
    )
    await api.advance(2 * 3600)
    first = next(
        "stop" if least <= stop * 100 else "profit"
        for least, most in api.simulation.prices.price_ranges(symbol, now, api.simulation.now())
        if least <= stop * 100 or most >= profit * 100
    )
    expected = ["filled", "canceled"] if first == "profit" else ["canceled", "filled"]
    assert await statuses(api, pair) == expected
    await api.check_books()


async def test_the_exit_that_is_touched_first_is_executed_whenever_each_was_compared(
    api: Api,
) -> None:
    """The stop loss was compared at the opening, the take profit entered after it."""
    account_id = await api.funded_account("10000")
    await api.order(account_id, qty="1")
    await api.advance(7200)
    prices, calendar = api.simulation.prices, api.simulation.prices.listing("AAPL").calendar
    session = calendar.latest_part(api.simulation.now(), REGULAR_HOURS)
    while True:
        session = calendar.next_part(session, REGULAR_HOURS)
        entered = session.opens + timedelta(minutes=5)
        swings = list(prices.price_ranges("AAPL", entered, session.closes))
        at = min(range(len(swings) - 60), key=lambda minute: swings[minute][0])
        profit = max(high for _, high in swings[at + 1 :])
        if profit > max(high for _, high in swings[: at + 1]):
            break
    pair = await oco(api, account_id, qty="1", time_in_force="gtc")
    await api.advance(2)
    for role, price, ticks, looked_at in (
        ("IS NULL", "limit_price", profit, entered),
        ("IS NOT NULL", "stop_price", swings[at][0], session.opens),
    ):
        api.simulation.database.execute(
            f"UPDATE orders SET {price} = ?, looked_at = ?"
            f" WHERE order_class = 'oco' AND stop_price {role}",
            (ticks * 10_000, to_timestamp(looked_at)),
        )
    # No attempt until the session is over, as if the process had been stopped.
    api.simulation.database.execute(
        "UPDATE schedule SET due_at = ? WHERE kind = 'order.fill'",
        (to_timestamp(session.closes + timedelta(seconds=1)),),
    )
    await api.advance(int((session.closes - api.simulation.now()).total_seconds()) + 60)
    assert await statuses(api, pair) == ["canceled", "filled"]
    await api.check_books()


NEITHER, BOTH = (400_00, 600_00), (99_00, 901_00)
PROFIT, STOP = (400_00, 901_00), (99_00, 600_00)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([BOTH], "stop"),
        ([NEITHER, BOTH, NEITHER], "stop"),
        ([BOTH, PROFIT], "stop"),
        ([NEITHER, STOP, PROFIT], "stop"),
        ([PROFIT, STOP], "profit"),
        ([NEITHER, PROFIT, BOTH], "profit"),
    ],
)
@pytest.mark.parametrize("is_woken", [False, True])
async def test_the_stop_loss_is_executed_if_both_are_touched_within_one_range(
    api: Api,
    monkeypatch: pytest.MonkeyPatch,
    ranges: list[tuple[int, int]],
    expected: str,
    is_woken: bool,
) -> None:
    """Else the one that was touched first; just so if a director's move causes the comparison."""
    account_id = await holder(api)
    pair = await oco(api, account_id)
    await api.advance(60)
    monkeypatch.setattr(api.simulation.prices, "session_range", lambda *_: BOTH)
    monkeypatch.setattr(api.simulation.prices, "price_ranges", lambda *_, **__: iter(ranges))
    if is_woken:
        await api.post("/simulator/market/AAPL/move", {"price": "500"})
        await api.advance(0)
    else:
        await api.advance(60)
    ended = ["filled", "canceled"] if expected == "profit" else ["canceled", "filled"]
    assert await statuses(api, pair) == ended
    await api.check_books()


async def test_oco_exits_share_one_hold(api: Api) -> None:
    account_id = await holder(api)
    pair = await oco(api, account_id)
    assert [leg["type"] for leg in pair["legs"]] == ["stop"]
    assert (pair["type"], pair["limit_price"], pair["order_class"]) == ("limit", "900", "oco")
    assert (await position(api, account_id))["qty_available"] == "0"
    await refused_order(api, 403, account_id, qty="1", side="sell")
    await api.advance(2)
    assert await statuses(api, pair) == ["new", "held"]
    await cancel(api, account_id, pair["legs"][0])
    assert await statuses(api, pair) == ["canceled", "canceled"]
    assert (await position(api, account_id))["qty_available"] == "5"
    await api.check_books()


@pytest.mark.parametrize("leg", ["take_profit", "stop_loss"])
async def test_oto_has_one_exit(api: Api, leg: str) -> None:
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    order = await api.order(
        account_id, qty="2", order_class="oto", **{leg: exits(high - CENT, low + CENT)[leg]}
    )
    await api.advance(1.5)
    assert await statuses(api, order) == ["filled", "new"]
    await api.check_books()
    await api.advance(3 * 3600)
    assert await statuses(api, order) == ["filled", "filled"]
    assert await events_of(api, order["legs"][0]) == ["new", "fill"]
    await api.check_books()


@pytest.mark.parametrize("canceled", [0, 1, 2])
async def test_canceling_one_cancels_the_group(api: Api, canceled: int) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, type="limit", limit_price="150")
    await api.advance(60)
    assert await statuses(api, order) == ["new", "held", "held"]
    await cancel(api, account_id, [order, *order["legs"]][canceled])
    assert await statuses(api, order) == ["canceled"] * 3
    assert (await api.account(account_id))["buying_power"] == "10000"
    await api.check_books()
    for one in (order, *order["legs"]):
        await api.refused(422, "DELETE", f"{orders_path(account_id)}/{one['id']}")


async def test_all_orders_of_a_group_are_canceled_with_all_others(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, type="limit", limit_price="150")
    other = await api.order(account_id, qty="1", type="limit", limit_price="100")
    answer = (await api.client.delete(orders_path(account_id))).json()
    ids = [one["id"] for one in (order, *order["legs"], other)]
    assert [(item["id"], item["status"]) for item in answer] == [(one, 200) for one in ids]
    assert {item["body"]["status"] for item in answer} == {"canceled"}
    assert await events_of(api, order["legs"][0]) == ["canceled"]
    await api.check_books()


async def test_exits_of_an_entry_that_expires_expire_with_it(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id, type="limit", limit_price="150")
    await api.advance(24 * 3600)
    assert await statuses(api, order) == ["expired"] * 3
    assert (await now_of(api, order["legs"][0]))["expired_at"] == "2026-01-16T05:00:00.000000Z"
    assert (await api.account(account_id))["buying_power"] == "10000"
    await api.check_books()


async def test_exits_stand_for_the_day_or_until_canceled(api: Api) -> None:
    account_id = await api.funded_account("10000")
    day = await bracket(api, account_id, type="limit", limit_price="900", **exits("950", "100"))
    gtc = await bracket(api, account_id, symbol="MSFT", time_in_force="gtc", **exits("9000", "1"))
    await api.advance(24 * 3600)
    assert await statuses(api, day) == ["filled", "expired", "expired"]
    assert await statuses(api, gtc) == ["filled", "new", "held"]
    assert (await position(api, account_id))["qty_available"] == "2"
    await api.check_books()
    await api.advance(90 * 86_400)
    assert await statuses(api, gtc) == ["filled", "expired", "expired"]
    await api.check_books()


async def test_exits_of_a_rejected_entry_end_with_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_id = await api.funded_account("1000")
    order = await bracket(api, account_id, qty="3")
    ticks = api.simulation.prices.ticks
    monkeypatch.setattr(
        api.simulation.prices, "ticks", lambda symbol, at, *_: ticks(symbol, at) * 2
    )
    await api.advance(2)
    assert await statuses(api, order) == ["rejected", "canceled", "canceled"]
    assert (await api.account(account_id))["buying_power"] == "1000"
    await api.check_books()


async def test_exits_wait_until_a_large_entry_is_filled_whole(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await bracket(api, account_id, qty="1500")
    await api.advance(1.5)
    assert await statuses(api, order) == ["partially_filled", "held", "held"]
    await api.check_books()
    await api.advance(10)
    assert await statuses(api, order) == ["filled", "new", "held"]
    assert (await position(api, account_id))["qty_available"] == "0"
    await api.check_books()


async def test_large_entry_that_is_canceled_half_filled_leaves_no_exits(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await bracket(api, account_id, qty="1500")
    await api.advance(1.5)
    await cancel(api, account_id, order)
    assert await statuses(api, order) == ["canceled"] * 3
    held = await position(api, account_id)
    assert 0 < Decimal(held["qty"]) < 1500
    assert held["qty_available"] == held["qty"]
    await api.check_books()


async def test_exits_are_rejected_if_the_shares_are_gone(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await bracket(
        api, account_id, qty="1500", type="limit", limit_price="600", **exits("900", "1")
    )
    await api.advance(1.5)
    sale = await api.order(account_id, qty="1", side="sell", type="limit", limit_price="9000")
    assert sale["status"] == "accepted"
    await api.advance(10)
    assert await statuses(api, order) == ["filled", "rejected", "canceled"]
    await api.check_books()


async def test_an_exit_in_parts_leaves_the_other_for_the_rest(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    order = await bracket(api, account_id, qty="1500", time_in_force="gtc")
    await api.advance(3600)
    profit, stop = order["legs"]
    # A limit far below the market fills at once, in parts a second apart.
    profit = await replaced(api, account_id, profit, limit_price="100.01")
    await api.advance(1.5)
    part, rest = await now_of(api, profit), await now_of(api, stop)
    assert (part["status"], rest["status"]) == ("partially_filled", "held")
    assert 0 < Decimal(part["filled_qty"]) < 1500
    assert Decimal(rest["qty"]) == 1500 - Decimal(part["filled_qty"])
    assert await events_of(api, stop) == ["restated"]
    held = await position(api, account_id)
    assert (held["qty"], held["qty_available"]) == (rest["qty"], "0")
    await api.check_books()
    await api.advance(5)
    assert (await now_of(api, profit))["status"] == "filled"
    assert (await now_of(api, stop))["status"] == "canceled"
    await api.check_books()


async def test_a_stop_in_parts_leaves_the_take_profit_for_the_rest(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    low, high = extremes(api, 3)
    order = await bracket(api, account_id, qty="1500", **exits(high + 1, low + CENT))
    profit, stop = order["legs"]
    for _ in range(3 * 3600):
        await api.advance(1)
        if (await now_of(api, stop))["status"] == "partially_filled":
            break
    rest = await now_of(api, profit)
    assert Decimal(rest["qty"]) == 1500 - Decimal((await now_of(api, stop))["filled_qty"])
    assert await events_of(api, profit) == ["new", "restated"]
    await api.check_books()
    await api.advance(5)
    assert await statuses(api, order) == ["filled", "canceled", "filled"]
    await api.check_books()


async def test_exits_keep_their_shares_from_being_sold(api: Api) -> None:
    account_id = await holder(api)
    pair = await oco(api, account_id)
    path = f"/v1/trading/accounts/{account_id}/positions"
    await api.refused(403, "DELETE", f"{path}/AAPL")
    answer = await api.client.delete(path)
    assert [item["status"] for item in answer.json()] == [403]
    answer = await api.client.delete(path, params={"cancel_orders": "true"})
    assert [item["status"] for item in answer.json()] == [200]
    assert await statuses(api, pair) == ["canceled", "canceled"]
    await api.check_books()


async def test_a_group_does_not_trade_with_itself_but_others_might(api: Api) -> None:
    account_id = await api.funded_account("10000")
    limit = {"type": "limit", "limit_price": "200"}
    await bracket(api, account_id, **limit)
    await bracket(api, account_id, **limit)  # beside exits that are held
    await api.client.delete(orders_path(account_id))
    await bracket(api, account_id)
    await api.advance(2)
    refusal = await refused_order(api, 403, account_id, qty="1")
    assert "wash trade" in refusal["message"]
    await api.order(account_id, qty="1", **limit)
    await api.check_books()


async def test_nested_lists(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await bracket(api, account_id)
    profit, stop = order["legs"]
    path = orders_path(account_id)

    async def found(**parameters: str) -> list[tuple[str, list[str] | None]]:
        return [
            (one["id"], one["legs"] and [leg["id"] for leg in one["legs"]])
            for one in await api.get(path, **parameters)
        ]

    flat = [(stop["id"], None), (profit["id"], None), (order["id"], None)]
    whole = (order["id"], [profit["id"], stop["id"]])
    assert await found() == flat
    assert await found(nested="true") == [whole]
    assert (await api.get(f"{path}/{order['id']}"))["legs"] is None
    assert await api.get(f"{path}/{order['id']}", nested="true") == order
    assert (await api.get(f"{path}/{stop['id']}", nested="true"))["legs"] is None
    await api.advance(2)
    # The entry is closed now: its exits stand alone among the open orders.
    assert await found(nested="true") == flat[:2]
    assert await found(nested="true", status="closed") == [whole]
    assert await found(nested="true", status="all") == [whole]
    assert await found(nested="true", status="all", side="sell") == flat[:2]
    second = (await bracket(api, account_id, symbol="MSFT", **exits("9000", "1")))["id"]
    assert [one[0] for one in await found(nested="true", status="all", limit="1")] == [second]
    assert await found(nested="true", status="all", direction="asc", limit="1") == [whole]


async def test_group_survives_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    api = await open_api(data_dir=tmp_path)
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    order = await bracket(api, account_id, **exits(high - CENT, low - 1))
    api.simulation.database.close()
    api = await open_api(data_dir=tmp_path)
    assert await statuses(api, order) == ["accepted", "held", "held"]
    await api.advance(60)
    api.simulation.database.close()
    api = await open_api(data_dir=tmp_path)
    assert await statuses(api, order) == ["filled", "new", "held"]
    await api.check_books()
    await api.advance(3 * 3600)
    assert await statuses(api, order) == ["filled", "filled", "canceled"]
    await api.check_books()
