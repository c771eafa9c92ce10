"""The director's market, as a client of the API sees it."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.engine.price_overrides import changes
from tests.simulator import sql
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import events_of, holder, now_of


async def move(api: Api, symbol: str = "AAPL", **body: str) -> Json:
    changed: Json = await api.post(f"/simulator/market/{symbol}/move", body)
    return changed


async def price_of(api: Api, symbol: str = "AAPL") -> Decimal:
    trade = await api.get(f"/v2/stocks/{symbol}/trades/latest")
    price: Decimal = trade["trade"]["p"]
    return price


async def test_moved_price_is_the_same_everywhere(api: Api) -> None:
    account_id = await holder(api, "4")
    before = await price_of(api)
    changed = await move(api, price="300.07")
    assert (changed["kind"], changed["symbol"]) == ("move", "AAPL")
    assert (Decimal(changed["price_before"]), changed["price"]) == (before, "300.07")
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    price = Decimal("300.07")
    assert snapshot["latestTrade"]["p"] == snapshot["dailyBar"]["c"] == price
    assert snapshot["dailyBar"]["h"] >= price
    assert snapshot["latestQuote"]["bp"] <= price <= snapshot["latestQuote"]["ap"]
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert (position["current_price"], position["market_value"]) == ("300.07", "1200.28")
    order = await api.order(account_id, qty="1", side="sell")
    await move(api, percent="10")
    await api.advance(1.5)
    filled = Decimal((await now_of(api, order))["filled_avg_price"])
    assert filled == await price_of(api)
    assert abs(filled / price - Decimal("1.1")) < Decimal("0.001")
    await api.check_books()


async def test_minute_bars_make_up_the_day_around_a_move(api: Api) -> None:
    await api.advance(100.5)
    await move(api, percent="-25.5")
    await api.advance(200)
    day = (await api.get("/v2/stocks/AAPL/bars", timeframe="1Day"))["bars"][0]
    await api.advance(19.5)
    minutes = (await api.get("/v2/stocks/AAPL/bars", timeframe="1Min", limit=10_000))["bars"]
    assert min(bar["l"] for bar in minutes) <= day["l"]
    assert max(bar["h"] for bar in minutes) == day["h"]
    around = [bar for bar in minutes if bar["l"] < day["h"] * Decimal("0.8") < bar["h"]]
    assert [bar["t"] for bar in around] == ["2026-01-15T15:01:00.000000Z"]


@pytest.mark.parametrize(
    ("fields", "percent"),
    [
        ({"side": "buy", "type": "limit", "limit_price": "250"}, "-10"),
        ({"side": "sell", "type": "limit", "limit_price": "295"}, "10"),
        ({"side": "sell", "type": "stop", "stop_price": "250"}, "-10"),
        ({"side": "sell", "type": "trailing_stop", "trail_percent": "9"}, "-10"),
    ],
)
async def test_waiting_orders_see_a_move_at_once(
    api: Api, fields: dict[str, str], percent: str
) -> None:
    account_id = await holder(api)
    order = await api.order(account_id, qty="1", **fields)
    await api.advance(2)
    assert (await now_of(api, order))["status"] == "new"
    await move(api, percent=percent)
    await api.advance(0)
    assert (await now_of(api, order))["status"] == "filled"
    await api.check_books()


async def test_orders_wait_while_halted_and_those_for_at_once_are_canceled(api: Api) -> None:
    account_id = await holder(api)
    halted = await api.post("/simulator/market/AAPL/halt", {})
    price = Decimal(halted["price"])
    assert (await api.get("/v1/assets/AAPL"))["status"] == "active"
    market = await api.order(account_id, qty="1")
    limit = await api.order(account_id, qty="1", type="limit", limit_price="290")
    at_once = await api.order(
        account_id, qty="1", type="limit", limit_price="290", time_in_force="ioc"
    )
    await api.advance(3600)
    assert await price_of(api) == price
    assert [(await now_of(api, order))["status"] for order in (market, limit, at_once)] == [
        "new",
        "new",
        "canceled",
    ]
    state = await api.get("/simulator/market")
    assert [(halt["symbol"], Decimal(halt["price"])) for halt in state["halts"]] == [
        ("AAPL", price)
    ]
    await api.post("/simulator/market/AAPL/resume", {})
    await api.advance(0)
    for order in (market, limit):
        assert (await now_of(api, order))["status"] == "filled"
        assert await events_of(api, order) == ["new", "fill"]
    assert (await api.get("/simulator/market"))["halts"] == []
    assert (
        sql.value(
            api.simulation.database, "SELECT count(*) FROM schedule WHERE kind = 'order.fill'"
        )
        == 0
    )
    await api.check_books()


async def test_an_order_can_expire_while_halted(api: Api) -> None:
    account_id = await holder(api)
    order = await api.order(account_id, qty="1", type="limit", limit_price="100")
    await api.post("/simulator/market/AAPL/halt", {})
    await api.advance(24 * 3600)
    assert (await now_of(api, order))["status"] == "expired"


async def test_moves_and_halts_survive_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    first = await open_api(data_dir=tmp_path)
    await move(first, percent="50")
    await first.advance(30)
    await first.post("/simulator/market/MSFT/halt", {})
    await first.advance(30)
    expected = [
        await first.get("/v2/stocks/snapshots", symbols="AAPL,MSFT,TSLA"),
        await first.get("/simulator/market"),
    ]
    second = await open_api(data_dir=tmp_path)
    assert expected == [
        await second.get("/v2/stocks/snapshots", symbols="AAPL,MSFT,TSLA"),
        await second.get("/simulator/market"),
    ]


async def test_clearing_goes_back_to_the_simulated_prices(open_api: OpenApi) -> None:
    api, untouched = await open_api(), await open_api()
    await move(api, percent="50")
    await api.post("/simulator/market/MSFT/halt", {})
    await api.advance(60)
    state = await api.client.request("DELETE", "/simulator/market")
    assert state.json()["halts"] == []
    assert [change["kind"] for change in state.json()["changes"]] == [
        "move",
        "halt",
        "reset",
        "resume",
    ]
    await untouched.advance(60)
    for symbol in ("AAPL", "MSFT"):
        assert await price_of(api, symbol) == await price_of(untouched, symbol)
    again = await api.client.request("DELETE", "/simulator/market")
    assert again.json() == state.json()


async def test_what_is_rolled_back_moves_no_price(api: Api) -> None:
    before = await price_of(api)
    with pytest.raises(LookupError), api.simulation.database.transaction():
        changes.scale(api.simulation, "AAPL", Fraction(1, 2), api.simulation.now())
        assert api.simulation.prices.price("AAPL", api.simulation.now()) < before
        raise LookupError
    assert await price_of(api) == before


async def test_a_split_scales_prices_from_its_day_on(api: Api) -> None:
    before = await price_of(api)
    opens = api.simulation.calendar.next_session(api.simulation.now()).opens
    with api.simulation.database.transaction():
        changes.scale(api.simulation, "AAPL", Decimal("0.25"), opens)
    assert await price_of(api) == before
    close = api.simulation.prices.micros_before("AAPL", opens)
    await api.advance((opens - api.simulation.now()) / timedelta(seconds=1))
    ratio = (await price_of(api)) * 1_000_000 / close
    assert Decimal("0.24") < ratio < Decimal("0.26")
    assert (await api.get("/simulator/market"))["changes"][0]["factor"] == "1/4"


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("AAPL/move", {}, 422, "percent"),
        ("AAPL/move", {"percent": "1", "price": "1"}, 422, "percent"),
        ("AAPL/move", {"percent": "-100"}, 422, "percent"),
        ("AAPL/move", {"percent": "1e99999999"}, 422, "percent"),
        ("AAPL/move", {"percent": "1e-99999999"}, 422, "percent"),
        ("AAPL/move", {"percent": "NaN"}, 422, "percent"),
        ("AAPL/move", {"percent": "0.0000001"}, 422, "percent"),
        ("AAPL/move", {"percent": "100000"}, 422, "percent"),
        ("AAPL/move", {"price": "0"}, 422, "price"),
        ("AAPL/move", {"price": "0.01"}, 422, "price"),
        ("AAPL/move", {"price": "1.001"}, 422, "price"),
        ("AAPL/move", {"price": "9000000"}, 422, "price"),
        ("AAPL/move", {"price": "1e99999999"}, 422, "price"),
        ("AAPL/resume", {}, 409, None),
        ("NOPE/move", {"percent": "1"}, 404, None),
        ("NOPE/halt", {}, 404, None),
        ("NOPE/resume", {}, 404, None),
    ],
)
async def test_refusals(
    api: Api, path: str, body: dict[str, Any], status: int, field: str | None
) -> None:
    refused = await api.refused(status, "POST", f"/simulator/market/{path}", json=body)
    assert refused.get("field") == field


async def test_a_symbol_is_halted_only_once(api: Api) -> None:
    await api.post("/simulator/market/AAPL/halt", {})
    await api.refused(409, "POST", "/simulator/market/AAPL/halt")
