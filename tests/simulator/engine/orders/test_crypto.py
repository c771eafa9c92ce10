"""Crypto pairs: assets, orders, positions and market data, at any hour."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from alpaca.data.models import BarSet, Orderbook, QuoteSet, TradeSet
from alpaca.data.models import Snapshot as AlpacaSnapshot
from alpaca.trading.models import Asset as AlpacaAsset

from tests.simulator.conftest import WITH_CRYPTO, Api, Json, OpenApi, application
from tests.simulator.engine.orders.support import now_of, orders_path, refused_order

SATURDAY_NIGHT = datetime(2026, 1, 17, 4, tzinfo=UTC)
DATA = "/v1beta3/crypto/us"


async def trader(api: Api, amount: str = "1000") -> str:
    body = application(**WITH_CRYPTO)
    body["agreements"].append(body["agreements"][0] | {"agreement": "crypto_agreement"})
    account_id: str = (await api.post("/v1/accounts", body))["id"]
    await api.advance(4)
    await api.fund(account_id, amount)
    return account_id


async def pair_order(api: Api, account_id: str, **fields: Any) -> Json:
    return await api.order(account_id, **({"symbol": "BTC/USD", "time_in_force": "gtc"} | fields))


async def test_pairs_are_found_in_both_forms(api: Api) -> None:
    pair = await api.get("/v1/assets/BTC/USD")
    assert pair["id"] == "276e2673-764b-4ab6-a611-caf665ca6340"
    assert (pair["class"], pair["exchange"], pair["fractionable"]) == ("crypto", "CRYPTO", True)
    assert Decimal(pair["min_order_size"]) > Decimal(pair["min_trade_increment"]) > 0
    assert pair["price_increment"] == "0.01"
    for form in ("BTCUSD", "BTC%2FUSD", pair["id"]):
        assert await api.get(f"/v1/assets/{form}") == pair
    listed = await api.get("/v1/assets", asset_class="crypto", status="active", exchange="CRYPTO")
    assert pair in listed and len(listed) == 20
    assert await api.get("/v1/assets", asset_class="crypto", exchange="NYSE") == []


async def test_s9_orders_are_listed_by_asset_class(api: Api) -> None:
    account_id = await trader(api)
    pair = await pair_order(api, account_id, notional="10")
    share = await api.order(account_id, notional="10")
    for classes, expected in (
        ("crypto", [pair]),
        ("us_equity", [share]),
        ("us_option", []),
        ("crypto,us_equity", [share, pair]),
        ("all", [share, pair]),
        ("us_option,all", [share, pair]),
    ):
        found = await api.get(orders_path(account_id), asset_class=classes)
        assert [order["id"] for order in found] == [order["id"] for order in expected]
    found = await api.get(orders_path(account_id), asset_class="crypto", nested="true", side="buy")
    assert [order["id"] for order in found] == [pair["id"]]
    path = f"{orders_path(account_id)}?asset_class=crypto,bonds"
    assert (await api.refused(422, "GET", path))["field"] == "asset_class"


async def test_crypto_trades_while_the_stock_market_is_shut(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=SATURDAY_NIGHT)
    account_id = await trader(api)
    stock = await api.order(account_id, qty="1")
    bought = await pair_order(api, account_id, notional="500")
    assert (bought["symbol"], bought["asset_class"]) == ("BTC/USD", "crypto")
    await api.advance(2)
    assert (await now_of(api, stock))["status"] == "new"
    assert (await now_of(api, bought))["status"] == "filled"
    positions = await api.get(f"/v1/trading/accounts/{account_id}/positions")
    assert [(p["symbol"], p["asset_class"], p["exchange"]) for p in positions] == [
        ("BTCUSD", "crypto", "CRYPTO")
    ]
    assert await api.get(f"/v1/trading/accounts/{account_id}/positions/BTC/USD") == positions[0]
    closed = await api.client.request(
        "DELETE", f"/v1/trading/accounts/{account_id}/positions/BTCUSD"
    )
    assert closed.status_code == 200
    await api.advance(2)
    assert await api.get(f"/v1/trading/accounts/{account_id}/positions") == []
    await api.check_books()


async def test_fractions_at_a_limit_and_finer_prices(api: Api) -> None:
    account_id = await trader(api)
    now = (await api.get(f"{DATA}/latest/trades", symbols="DOGE/USD"))["trades"]["DOGE/USD"]["p"]
    assert now < 1 and now == round(now, 6)
    order = await pair_order(
        api,
        account_id,
        symbol="DOGEUSD",
        qty="100.123456789",
        type="limit",
        limit_price=str(round(now * Decimal("1.1"), 6)),
        time_in_force="ioc",
    )
    await api.advance(2)
    filled = await now_of(api, order)
    assert (filled["status"], filled["filled_qty"]) == ("filled", "100.123456789")
    listed = await api.get(
        f"/v1/trading/accounts/{account_id}/orders", status="all", symbols="DOGEUSD"
    )
    assert [found["id"] for found in listed] == [order["id"]]
    await api.check_books()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"qty": "1", "time_in_force": "day"}, "time_in_force"),
        ({"qty": "1", "time_in_force": "fok"}, "time_in_force"),
        ({"qty": "1", "type": "stop", "stop_price": "1"}, "type"),
        ({"qty": "1", "type": "trailing_stop", "trail_percent": "1"}, "type"),
        ({"qty": "1", "type": "limit"}, "limit_price"),
        ({"qty": "1", "type": "limit", "limit_price": "1.001"}, "limit_price"),
        ({"qty": "1", "extended_hours": True}, "extended_hours"),
        ({"qty": "0.000001"}, "qty"),
        ({"qty": "1.0000000001"}, "qty"),
        ({"notional": "0.99"}, "notional"),
        ({"notional": "1.001"}, "notional"),
        (
            {"notional": "9", "type": "stop_limit", "limit_price": "9", "stop_price": "9"},
            "notional",
        ),
        (
            {"qty": "1", "order_class": "oto", "stop_loss": {"stop_price": "9"}},
            "order_class",
        ),
    ],
)
async def test_bad_orders_are_refused(api: Api, fields: dict[str, Any], field: str) -> None:
    account_id = await trader(api)
    order = {"symbol": "BTC/USD", "time_in_force": "gtc"} | fields
    assert (await refused_order(api, 422, account_id, **order))["field"] == field


async def test_an_account_without_crypto_may_not_trade_it(api: Api) -> None:
    account_id = await api.funded_account()
    await refused_order(api, 403, account_id, symbol="BTCUSD", notional="9", time_in_force="gtc")


@pytest.mark.parametrize("timeframe", ["7Min", "1Hour", "1Day"])
async def test_bars_of_a_weekend_agree(open_api: OpenApi, timeframe: str) -> None:
    api = await open_api(market_hours="nyse", start_time=datetime(2026, 1, 19, 12, tzinfo=UTC))
    span = {"symbols": "BTC/USD", "start": "2026-01-17T06:00:00Z", "end": "2026-01-18T05:59:59Z"}

    async def bars(timeframe: str) -> list[Json]:
        page = await api.get(f"{DATA}/bars", timeframe=timeframe, limit=10_000, **span)
        found: list[Json] = page["bars"]["BTC/USD"]
        return found

    minutes, coarse = await bars("1Min"), await bars(timeframe)
    assert len(minutes) == 1440
    assert coarse[0]["t"] == "2026-01-17T06:00:00.000000Z"
    assert (coarse[0]["o"], coarse[-1]["c"]) == (minutes[0]["o"], minutes[-1]["c"])
    assert max(bar["h"] for bar in coarse) == max(bar["h"] for bar in minutes)
    assert min(bar["l"] for bar in coarse) == min(bar["l"] for bar in minutes)
    assert round(sum(bar["v"] for bar in coarse), 4) == round(sum(bar["v"] for bar in minutes), 4)


@pytest.mark.parametrize("symbol", ["BTC/USD", "AAPL"])
async def test_trades_and_quotes_of_the_past_end_with_the_latest(api: Api, symbol: str) -> None:
    await api.advance(30)
    root, wanted = (DATA, symbol) if "/" in symbol else ("/v2/stocks", symbol)
    for kind in ("trades", "quotes"):
        latest_path = f"{root}/latest/{kind}" if "/" in symbol else f"{root}/{kind}/latest"
        latest = (await api.get(latest_path, symbols=wanted))[kind][symbol]
        found: list[Json] = []
        token: str | None = ""
        while token is not None:
            more = {"page_token": token} if token else {}
            page = await api.get(
                f"{root}/{kind}", symbols=wanted, start="2026-01-15T15:00:00Z", limit=20, **more
            )
            found += page[kind][symbol]
            token = page["next_page_token"]
        assert len(found) == 31
        assert found[-1] == latest
        down = await api.get(
            f"{root}/{kind}", symbols=wanted, start="2026-01-15T15:00:00Z", sort="desc"
        )
        assert down[kind][symbol] == found[::-1]


async def test_snapshots_and_order_books(api: Api) -> None:
    shots = (await api.get(f"{DATA}/snapshots", symbols="ETHUSD,NOPE,BTC/USD"))["snapshots"]
    assert list(shots) == ["ETH/USD", "BTC/USD"]
    assert shots["BTC/USD"]["prevDailyBar"]["t"] == "2026-01-14T06:00:00.000000Z"
    assert shots["BTC/USD"]["dailyBar"]["o"] == shots["BTC/USD"]["prevDailyBar"]["c"]
    book = (await api.get(f"{DATA}/latest/orderbooks", symbols="BTC/USD"))["orderbooks"]["BTC/USD"]
    quote = shots["BTC/USD"]["latestQuote"]
    assert (book["b"][0]["p"], book["a"][0]["p"]) == (quote["bp"], quote["ap"])
    assert [offer["p"] for offer in book["b"]] == sorted({o["p"] for o in book["b"]}, reverse=True)
    assert [offer["p"] for offer in book["a"]] == sorted({offer["p"] for offer in book["a"]})
    await api.refused(404, "GET", "/v2/stocks/BTCUSD/snapshot")


async def test_the_official_client_reads_every_answer(api: Api) -> None:
    await api.advance(120)
    query = {"symbols": "BTC/USD", "start": "2026-01-15T15:00:00Z", "limit": 5}

    async def raw(kind: str, **parameters: Any) -> Any:
        answer = await api.client.get(f"{DATA}/{kind}", params=parameters)
        return answer.json()[kind.split("/")[-1]]

    assert BarSet(await raw("bars", **query, timeframe="1Min"))["BTC/USD"][0].open > 0
    assert TradeSet(await raw("trades", **query))["BTC/USD"][0].id is not None
    assert QuoteSet(await raw("quotes", **query))["BTC/USD"][0].ask_size > 0
    books = await raw("latest/orderbooks", symbols="BTC/USD")
    assert len(Orderbook("BTC/USD", books["BTC/USD"]).bids) == 10
    shots = await raw("snapshots", symbols="BTC/USD")
    assert AlpacaSnapshot("BTC/USD", shots["BTC/USD"]).previous_daily_bar is not None
    assert AlpacaAsset(**(await api.client.get("/v1/assets/BTCUSD")).json()).price_increment == 0.01
