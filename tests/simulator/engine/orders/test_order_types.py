"""Orders that wait for a price or a moment: when they fill, at what, and how they end."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from ribbit_tui.simulator.clock import to_timestamp
from tests.simulator import sql
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


async def test_limit_buy_waits_for_its_price_and_gets_it_or_better(api: Api) -> None:
    account_id = await api.funded_account("10000")
    low, _ = extremes(api, 3)
    limit = low + 3 * CENT
    assert limit < price_of(api)
    order = await api.order(account_id, qty="2", type="limit", limit_price=str(limit))
    assert Decimal((await api.account(account_id))["buying_power"]) == 10000 - 2 * limit
    await api.advance(60)
    assert (await now_of(api, order))["status"] == "new"
    await api.advance(3 * 3600)
    filled = await now_of(api, order)
    assert filled["status"] == "filled"
    paid = Decimal(filled["filled_avg_price"])
    assert low <= paid <= limit
    assert await events_of(api, order) == ["new", "fill"]
    account = await api.account(account_id)
    assert Decimal(account["cash"]) == Decimal(account["buying_power"]) == 10000 - 2 * paid
    await api.check_books()


async def test_limit_that_is_never_touched_does_not_fill(api: Api) -> None:
    account_id = await api.funded_account("10000")
    low, high = extremes(api, 3)
    buy = await api.order(account_id, qty="1", type="limit", limit_price=str(low - CENT))
    await api.order(account_id, qty="1")
    await api.advance(2)
    sell = await api.order(
        account_id, qty="1", side="sell", type="limit", limit_price=str(high + CENT)
    )
    await api.advance(3 * 3600 - 60)
    assert (await now_of(api, buy))["status"] == "new"
    assert (await now_of(api, sell))["status"] == "new"
    await api.check_books()


async def test_marketable_limit_fills_at_the_market_not_at_its_limit(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await api.order(account_id, qty="1", type="limit", limit_price="900")
    await api.advance(1.5)
    assert Decimal((await now_of(api, order))["filled_avg_price"]) == price_of(api)


async def test_stop_sells_once_it_is_touched(api: Api) -> None:
    account_id = await holder(api)
    low, _ = extremes(api, 3)
    stop, never = low + 2 * CENT, low - 50 * CENT
    order = await api.order(account_id, qty="2", side="sell", type="stop", stop_price=str(stop))
    other = await api.order(account_id, qty="2", side="sell", type="stop", stop_price=str(never))
    await api.advance(3 * 3600)
    filled = await now_of(api, order)
    assert filled["status"] == "filled"
    at = datetime.fromisoformat(filled["filled_at"])
    assert Decimal(filled["filled_avg_price"]) == price_of(api, at)
    assert (await now_of(api, other))["status"] == "new"
    await api.check_books()


async def test_stop_buy_holds_its_stop_price_and_one_percent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1", type="stop", stop_price="400")
    assert (await api.account(account_id))["buying_power"] == "596"


async def test_stop_limit_becomes_a_limit_order(api: Api) -> None:
    account_id = await holder(api)
    low, _ = extremes(api, 3)
    prices = {"stop_price": str(low + 2 * CENT), "limit_price": "900"}
    order = await api.order(account_id, qty="2", side="sell", type="stop_limit", **prices)
    await api.advance(3 * 3600)
    assert (await now_of(api, order))["status"] == "new"
    triggered = "SELECT triggered_at FROM orders WHERE id = ?"
    assert sql.value(api.simulation.database, triggered, (order["id"],)) is not None
    path = f"{orders_path(account_id)}/{order['id']}"
    answer = await api.client.patch(path, json={"limit_price": "1"})
    await api.advance(3600)
    assert answer.json()["limit_price"] == "1"
    await api.check_books()


@pytest.mark.parametrize("trail", [{"trail_price": "0.5"}, {"trail_percent": "0.2"}])
@pytest.mark.parametrize("side", ["buy", "sell"])
async def test_trailing_stop_follows_and_then_triggers(api: Api, trail: Json, side: str) -> None:
    account_id = await holder(api)
    order = await api.order(account_id, qty="1", side=side, type="trailing_stop", **trail)
    start = price_of(api)
    assert Decimal(order["hwm"]) == start
    distance = Decimal(trail.get("trail_price") or start * Decimal("0.002"))
    sign = -1 if side == "sell" else 1
    assert 0 <= sign * (Decimal(order["stop_price"]) - (start + sign * distance)) < CENT
    await api.advance(43)  # to a whole minute: from here on, every look is at the end of one
    best = start
    for _ in range(90):
        await api.advance(60)
        found = await now_of(api, order)
        if found["status"] == "filled":
            break
        hwm, stop = Decimal(found["hwm"]), Decimal(found["stop_price"])
        assert sign * hwm <= sign * best
        assert sign * price_of(api) < sign * stop
        best = hwm
    await api.advance(24 * 3600)
    found = await now_of(api, order)
    assert found["status"] == "filled"
    assert sign * Decimal(found["hwm"]) < sign * start
    await api.check_books()


async def test_day_order_expires_at_the_close_and_gtc_after_90_days(api: Api) -> None:
    account_id = await api.funded_account("1000")
    limit = {"qty": "1", "type": "limit", "limit_price": "10"}
    day = await api.order(account_id, **limit)
    gtc = await api.order(account_id, **limit, time_in_force="gtc")
    await api.advance(14 * 3600 - 16)
    assert (await now_of(api, day))["status"] == "new"
    await api.advance(1)
    expired = await now_of(api, day)
    assert (expired["status"], expired["expired_at"]) == ("expired", "2026-01-16T05:00:00.000000Z")
    assert await events_of(api, day) == ["new", "expired"]
    assert (await api.account(account_id))["buying_power"] == "990"
    await api.advance(89 * 86_400)
    assert (await now_of(api, gtc))["status"] == "new"
    await api.advance(86_400)
    expired = await now_of(api, gtc)
    assert (expired["status"], expired["expired_at"]) == ("expired", "2026-04-15T15:00:15.000000Z")
    assert (await api.account(account_id))["buying_power"] == "1000"
    await api.check_books()


@pytest.mark.parametrize("time_in_force", ["ioc", "fok"])
@pytest.mark.parametrize(("side", "met", "unmet"), [("buy", "900", "10"), ("sell", "10", "900")])
async def test_at_once_or_never(
    api: Api, time_in_force: str, side: str, met: str, unmet: str
) -> None:
    account_id = await holder(api)
    limit = {"qty": "1", "type": "limit", "side": side, "time_in_force": time_in_force}
    good = await api.order(account_id, **limit, limit_price=met)
    bad = await api.order(account_id, **limit, limit_price=unmet)
    market = await api.order(account_id, qty="1", side=side, time_in_force=time_in_force)
    await api.advance(1.5)
    assert [(await now_of(api, order))["status"] for order in (good, bad, market)] == [
        "filled",
        "canceled",
        "filled",
    ]
    assert await events_of(api, bad) == ["new", "canceled"]
    await api.check_books()


async def test_auction_orders(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")  # 10:00 in New York
    account_id = await api.funded_account("10000")
    assert (await refused_order(api, 422, account_id, qty="1", time_in_force="opg"))["field"] == (
        "time_in_force"
    )
    on_close = await api.order(account_id, qty="1", time_in_force="cls")
    too_low = await api.order(
        account_id, qty="1", type="limit", limit_price="10", time_in_force="cls"
    )
    await api.advance(5 * 3600 + 45 * 60)
    assert (await now_of(api, on_close))["status"] == "new"
    # 15:50 is too late for this close, and 19:00 early enough for the next opening.
    await api.advance(5 * 60)
    await refused_order(api, 422, account_id, qty="1", time_in_force="cls")
    await api.advance(3 * 3600 + 15 * 60)
    filled = await now_of(api, on_close)
    assert (filled["status"], filled["filled_at"]) == ("filled", "2026-01-15T21:00:00.000000Z")
    daily = await api.get("/v2/stocks/AAPL/snapshot")
    assert Decimal(filled["filled_avg_price"]) == daily["dailyBar"]["c"]
    assert (await now_of(api, too_low))["status"] == "canceled"
    on_open = await api.order(account_id, qty="1", time_in_force="opg")
    await api.advance(16 * 3600)
    filled = await now_of(api, on_open)
    assert (filled["status"], filled["filled_at"]) == ("filled", "2026-01-16T14:30:00.000000Z")
    daily = await api.get("/v2/stocks/AAPL/snapshot")
    assert Decimal(filled["filled_avg_price"]) == daily["dailyBar"]["o"]
    await api.check_books()


async def test_an_order_for_an_auction_is_canceled_while_its_symbol_is_halted(
    open_api: OpenApi,
) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("10000")
    order = await api.order(account_id, qty="1", time_in_force="cls")
    await api.post("/simulator/market/AAPL/halt", {})
    await api.advance(6 * 3600)
    canceled = await now_of(api, order)
    assert (canceled["status"], canceled["filled_qty"]) == ("canceled", "0")
    await api.check_books()


async def test_a_price_after_the_end_of_an_order_does_not_fill_it(api: Api) -> None:
    """An attempt can come late: the server may have been down when the order ended."""
    account_id = await api.funded_account("10000")
    ends = datetime(2026, 1, 16, 5, tzinfo=UTC)
    hours = (ends - api.simulation.now()).total_seconds() / 3600
    symbol, limit = next(
        (symbol, after)
        for symbol in ("AAPL", "MSFT", "TSLA", "NVDA", "AMZN", "F")
        if (after := extremes(api, hours + 6, symbol)[0]) < extremes(api, hours, symbol)[0]
    )
    order = await api.order(
        account_id, symbol=symbol, qty="1", type="limit", limit_price=str(limit)
    )
    await api.advance(60)
    api.simulation.database.execute(
        "UPDATE schedule SET due_at = ? WHERE subject = ?",
        (to_timestamp(ends + timedelta(hours=6)), order["id"]),
    )
    await api.advance((hours + 7) * 3600)
    ended = await now_of(api, order)
    assert (ended["status"], ended["filled_qty"]) == ("expired", "0")
    await api.check_books()


async def test_the_price_at_which_the_next_session_opens_does_not_fill_an_order_that_ends(
    api: Api,
) -> None:
    """A market that never closes opens again at the very time at which an order of the day ends."""
    account_id = await api.funded_account("10000")
    ends = datetime(2026, 1, 16, 5, tzinfo=UTC)
    hours = (ends - api.simulation.now()).total_seconds() / 3600
    symbol, limit = next(
        (symbol, opening)
        for symbol, asset in api.simulation.assets.by_symbol.items()
        if not asset.is_crypto
        and (opening := api.simulation.prices.price(symbol, ends)) < extremes(api, hours, symbol)[0]
    )
    order = await api.order(
        account_id, symbol=symbol, qty="1", type="limit", limit_price=str(limit)
    )
    await api.advance((hours + 1) * 3600)
    ended = await now_of(api, order)
    assert (ended["status"], ended["filled_qty"]) == ("expired", "0")
    await api.check_books()


async def test_a_part_that_is_not_filled_when_an_order_ends_expires(api: Api) -> None:
    account_id = await api.funded_account("1000000")
    limit = {"symbol": "F", "qty": "1001", "type": "limit", "limit_price": "5"}
    orders = [await api.order(account_id, **limit) for _ in range(6)]
    ends = datetime(2026, 1, 16, 5, tzinfo=UTC)
    await api.advance((ends - api.simulation.now()).total_seconds() - 0.5)
    await api.post("/simulator/market/F/move", {"price": "4"})
    await api.advance(3600)
    ended = [await now_of(api, order) for order in orders]
    # One part is filled half a second before the end and one at the end: too few for some.
    assert {one["status"] for one in ended} == {"filled", "expired"}
    for one in ended:
        assert (Decimal(one["filled_qty"]) < 1001) == (one["status"] == "expired")
        assert Decimal(one["filled_qty"]) > 0
    account = await api.account(account_id)
    assert account["cash"] == account["buying_power"]
    await api.check_books()


async def test_a_price_that_is_set_at_night_fills_an_order_in_the_morning(
    open_api: OpenApi,
) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("10000")
    order = await api.order(
        account_id, qty="1", type="limit", limit_price="150", time_in_force="gtc"
    )
    await api.advance(11 * 3600)  # 21:00 in New York
    await api.post("/simulator/market/AAPL/move", {"price": "100"})
    await api.advance(60)
    assert (await now_of(api, order))["status"] == "new"
    await api.advance(24 * 3600)
    filled = await now_of(api, order)
    assert (filled["status"], filled["filled_at"]) == ("filled", "2026-01-16T14:30:00.000000Z")
    await api.check_books()


@pytest.mark.parametrize("time_in_force", ["ioc", "fok"])
async def test_an_order_for_now_is_canceled_while_the_market_is_closed(
    open_api: OpenApi, time_in_force: str
) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("10000")
    await api.advance(8 * 3600)
    order = await api.order(account_id, qty="1", time_in_force=time_in_force)
    await api.advance(2)
    assert (await now_of(api, order))["status"] == "canceled"
    await api.check_books()


async def test_close_auction_of_a_market_that_never_shuts(api: Api) -> None:
    account_id = await api.funded_account("10000")
    order = await api.order(account_id, qty="1", time_in_force="cls")
    await api.advance(86_400)
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    filled = await now_of(api, order)
    assert Decimal(filled["filled_avg_price"]) == snapshot["prevDailyBar"]["c"]


async def test_only_extended_hours_orders_fill_after_the_close(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("10000")
    await api.advance(6 * 3600)  # 16:00 in New York
    limit = {"qty": "1", "type": "limit", "limit_price": "900"}
    regular = await api.order(account_id, **limit)
    extended = await api.order(account_id, **limit, extended_hours=True)
    unmet = await api.order(
        account_id, qty="1", type="limit", limit_price="10", extended_hours=True
    )
    await api.advance(2)
    assert (await now_of(api, regular))["status"] == "new"
    assert (await now_of(api, extended))["status"] == "filled"
    await api.advance(4 * 3600)
    assert (await now_of(api, unmet))["expired_at"] == "2026-01-16T01:00:00.000000Z"
    await api.advance(14 * 3600)
    assert (await now_of(api, regular))["filled_at"] == "2026-01-16T14:30:00.000000Z"
    await api.check_books()


async def test_waiting_order_survives_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    api = await open_api(data_dir=tmp_path)
    account_id = await api.funded_account("10000")
    low, _ = extremes(api, 3)
    order = await api.order(account_id, qty="1", type="limit", limit_price=str(low + CENT))
    await api.advance(60)
    api.simulation.database.close()
    api = await open_api(data_dir=tmp_path)
    assert (await now_of(api, order))["status"] == "new"
    await api.advance(3 * 3600)
    assert (await now_of(api, order))["status"] == "filled"
    await api.check_books()
