"""An account's worth over time, from its dated books."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from .conftest import Api, Json, OpenApi


async def history(api: Api, account_id: str, **parameters: Any) -> Json:
    path = f"/v1/trading/accounts/{account_id}/account/portfolio/history"
    found: Json = await api.get(path, **parameters)
    assert {len(found[name]) for name in ("equity", "profit_loss", "profit_loss_pct")} == {
        len(found["timestamp"])
    }
    return found


async def test_history_ends_with_the_equity_of_now(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2)
    day = await history(api, account_id, period="1D", timeframe="1Min")
    assert day["equity"][-1] == Decimal((await api.account(account_id))["equity"])
    await api.advance(3 * 86_400)
    account = await api.account(account_id)
    month = await history(api, account_id, timeframe="1D")
    assert (month["timeframe"], month["base_value"]) == ("1D", 0)
    assert len(month["timestamp"]) in range(28, 32)
    assert month["equity"][-1] == Decimal(account["equity"])
    assert month["equity"][-2] == Decimal(account["last_equity"])
    assert month["equity"][0] == 0
    # A deposit is no profit.
    assert month["profit_loss"][-1] == month["equity"][-1] - 1000
    assert abs(month["profit_loss_pct"][-1] - month["profit_loss"][-1] / 1000) < Decimal("1e-9")


async def test_every_resolution_tells_the_same(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(3 * 86_400)
    by_timeframe = {
        timeframe: await history(api, account_id, period="2D", timeframe=timeframe)
        for timeframe in ("1Min", "5Min", "15Min", "1H")
    }
    finest = by_timeframe["1Min"]
    minutes = dict(zip(finest["timestamp"], finest["equity"], strict=True))
    for timeframe, minutes_each in (("5Min", 5), ("15Min", 15), ("1H", 60)):
        coarse = by_timeframe[timeframe]
        for starts, equity in zip(coarse["timestamp"][:-1], coarse["equity"], strict=False):
            assert minutes[starts + 60 * (minutes_each - 1)] == equity
        assert coarse["equity"][-1] == finest["equity"][-1]
    base = by_timeframe["1H"]
    assert base["base_value"] > 900
    assert base["profit_loss"][5] == base["equity"][5] - base["base_value"]


async def test_history_keeps_to_market_hours(open_api: OpenApi) -> None:
    start = datetime(2026, 1, 15, 23, tzinfo=UTC)
    api = await open_api(market_hours="nyse", start_time=start)
    account_id = await api.open_account()
    hours = await history(api, account_id, period="1D", timeframe="1H")
    assert hours["timestamp"][0] == datetime(2026, 1, 15, 14, 30, tzinfo=UTC).timestamp()
    assert len(hours["timestamp"]) == 7
    extended = await history(api, account_id, period="1D", timeframe="1H", extended_hours="true")
    assert extended["timestamp"][0] == datetime(2026, 1, 15, 9, tzinfo=UTC).timestamp()
    week = await history(api, account_id, period="1W", timeframe="1D")
    assert len(week["timestamp"]) == 5
    earlier = await history(api, account_id, period="2D", timeframe="1D", date_end="2026-01-12")
    assert [datetime.fromtimestamp(t, UTC).day for t in earlier["timestamp"]] == [9, 12]


@pytest.mark.parametrize(
    ("parameters", "timeframe"),
    [
        ({"period": "1D"}, "1Min"),
        ({"period": "6D"}, "1Min"),
        ({"period": "1W"}, "15Min"),
        ({"period": "2W"}, "15Min"),
        ({}, "1D"),
        ({"period": "1A"}, "1D"),
    ],
)
async def test_resolution_follows_the_period(api: Api, parameters: Json, timeframe: str) -> None:
    account_id = await api.open_account()
    assert (await history(api, account_id, **parameters))["timeframe"] == timeframe


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=1Y", "period"),
        ("period=0D", "period"),
        ("period=11A", "period"),
        ("timeframe=2Min", "timeframe"),
        ("period=2W&timeframe=1Min", "timeframe"),
        ("period=1A&timeframe=1H", "timeframe"),
        ("date_end=never", "date_end"),
        ("date_end=0001-01-01", "date_end"),
        ("extended_hours=perhaps", "extended_hours"),
    ],
)
async def test_refused_histories(api: Api, query: str, field: str) -> None:
    account_id = await api.open_account()
    path = f"/v1/trading/accounts/{account_id}/account/portfolio/history?{query}"
    assert (await api.refused(422, "GET", path))["field"] == field


async def test_history_at_the_edge_of_the_calendar(api: Api) -> None:
    account_id = await api.open_account()
    assert (await history(api, account_id, date_end="1970-01-02", timeframe="1D"))["equity"] == [
        0,
        0,
    ]
    assert (await history(api, account_id, date_end="1970-01-02", period="2D"))["equity"]
    await history(api, account_id, date_end="1970-01-01", period="5D")
