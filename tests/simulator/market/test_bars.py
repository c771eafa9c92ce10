"""Bars of the past and the latest data: one market, whatever the timeframe."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.simulator.conftest import Api, Json, OpenApi

AFTER_THE_CLOSE = datetime(2026, 1, 16, 22, tzinfo=UTC)  # a Friday


async def bars(api: Api, timeframe: str, **parameters: Any) -> list[Json]:
    page = await api.get("/v2/stocks/AAPL/bars", timeframe=timeframe, limit=10_000, **parameters)
    assert (page["symbol"], page["next_page_token"]) == ("AAPL", None)
    found: list[Json] = page["bars"]
    return found


def merged(parts: list[Json]) -> Json:
    return {
        "o": parts[0]["o"],
        "h": max(bar["h"] for bar in parts),
        "l": min(bar["l"] for bar in parts),
        "c": parts[-1]["c"],
        "v": sum(bar["v"] for bar in parts),
        "n": sum(bar["n"] for bar in parts),
    }


def agree(fine: list[Json], coarse: list[Json]) -> None:
    """Assert that each coarse bar sums up the fine ones up to the next coarse one."""
    starts = [bar["t"] for bar in coarse]
    assert starts == sorted(set(starts))
    assert starts[0] <= fine[0]["t"]
    for bar, following in zip(coarse, [*starts[1:], "9999"], strict=True):
        parts = [part for part in fine if bar["t"] <= part["t"] < following]
        assert {name: bar[name] for name in "ohlcvn"} == merged(parts)
        assert bar["l"] <= bar["vw"] <= bar["h"]


@pytest.mark.parametrize("hours", ["always", "nyse"])
@pytest.mark.parametrize("timeframe", ["5Min", "7Min", "59Min", "1Hour", "4H", "23Hour", "1Day"])
async def test_minutes_make_up_every_bar_of_a_day(
    open_api: OpenApi, hours: str, timeframe: str
) -> None:
    api = await open_api(market_hours=hours, start_time=AFTER_THE_CLOSE)
    day = {"start": "2026-01-15T05:00:00Z", "end": "2026-01-16T04:59:59Z"}
    minutes = await bars(api, "1Min", **day)
    assert len(minutes) == 1440
    if timeframe == "1Day" and hours == "nyse":
        minutes = [bar for bar in minutes if "T14:30" <= bar["t"][10:16] < "T21:00"]
        assert len(minutes) == 390
    agree(minutes, await bars(api, timeframe, **day))


@pytest.mark.parametrize(
    ("feed", "minutes", "first", "daily"),
    [
        ("sip", 960, "2026-01-15T09:00:00.000000Z", "2026-01-15T14:30:00.000000Z"),
        ("iex", 960, "2026-01-15T09:00:00.000000Z", "2026-01-15T14:30:00.000000Z"),
        ("boats", 480, "2026-01-15T01:00:00.000000Z", "2026-01-15T01:00:00.000000Z"),
    ],
)
async def test_each_feed_has_its_sessions(
    open_api: OpenApi, feed: str, minutes: int, first: str, daily: str
) -> None:
    """Bars, trades and the snapshot are of the same sessions, from the evening before."""
    evening = datetime(2026, 1, 16, 1, tzinfo=UTC)
    api = await open_api(market_hours="nyse", start_time=evening)
    day = {"start": "2026-01-15T01:00:00Z", "end": "2026-01-16T00:59:00Z", "feed": feed}
    found = await bars(api, "1Min", **day)
    assert (len(found), found[0]["t"]) == (minutes, first)
    whole = (await bars(api, "1Day", **day))[-1]
    snapshot = await api.get("/v2/stocks/AAPL/snapshot", feed=feed)
    # The next day's overnight session begins now: its minutes are not over.
    assert snapshot["minuteBar"] == found[-1]
    before = snapshot["prevDailyBar"] if feed == "boats" else snapshot["dailyBar"]
    assert before["t"] == daily
    assert {name: before[name] for name in "ohlcv"} == {name: whole[name] for name in "ohlcv"}
    trades = await api.get("/v2/stocks/AAPL/trades", **day, limit=1)
    assert trades["trades"][0]["t"] == first
    assert trades["trades"][0]["z"] == ("N" if feed == "boats" else "C")


async def test_latest_data_without_a_feed_is_of_the_session_that_is_open(
    open_api: OpenApi,
) -> None:
    night = datetime(2026, 1, 16, 3, 0, 30, tzinfo=UTC)  # 22:00:30 in New York
    api = await open_api(market_hours="nyse", start_time=night)

    async def trade(**feed: str) -> Json:
        found: Json = (await api.get("/v2/stocks/AAPL/trades/latest", **feed))["trade"]
        return found

    assert await trade() == await trade(feed="overnight") == await trade(feed="boats")
    assert (await trade())["t"] == "2026-01-16T03:00:30.000000Z"
    assert (await trade(feed="sip"))["t"] == "2026-01-16T01:00:00.000000Z"
    quote = (await api.get("/v2/stocks/AAPL/quotes/latest"))["quote"]
    assert quote["bp"] <= (await trade())["p"] <= quote["ap"]
    last = (await trade())["p"]
    await api.advance(30)
    (minute,) = await bars(api, "1Min", start="2026-01-16T03:00:00Z")
    assert minute["l"] <= last <= minute["h"]


@pytest.mark.parametrize("timeframe", ["1Week", "1Month", "2M", "3Month", "12Month"])
async def test_days_make_up_longer_bars(open_api: OpenApi, timeframe: str) -> None:
    api = await open_api(market_hours="nyse", start_time=AFTER_THE_CLOSE)
    days = await bars(api, "1Day", start="2024-01-01T05:00:00Z", end="2026-01-16T22:00:00Z")
    longer = await bars(api, timeframe, start="2024-01-01T05:00:00Z", end="2026-01-16T22:00:00Z")
    agree(days, longer)
    assert longer[0]["t"] == days[0]["t"].replace("-02T", "-01T")


async def test_daily_bars_are_those_of_the_snapshot(api: Api) -> None:
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    before, today = await bars(api, "1Day", start="2026-01-14T05:00:00Z")
    assert (before, today) == (snapshot["prevDailyBar"], snapshot["dailyBar"])
    last = (await bars(api, "1Min"))[-1]
    assert last == snapshot["minuteBar"]
    assert last["t"] == "2026-01-15T14:59:00.000000Z"


async def test_nothing_of_the_future_is_told(api: Api) -> None:
    assert await bars(api, "1Min", start="2026-01-15T15:00:00Z", end="2027-01-01") == []
    await api.advance(59)
    assert await bars(api, "1Min", start="2026-01-15T15:00:00Z", end="2027-01-01") == []
    await api.advance(1)
    assert len(await bars(api, "1Min", start="2026-01-15T15:00:00Z", end="2027-01-01")) == 1
    assert len(await bars(api, "1Day", start="2026-01-14T05:00:00Z", end="2027-01-01")) == 2


@pytest.mark.parametrize("sort", ["asc", "desc"])
async def test_pages_join_into_the_whole(api: Api, sort: str) -> None:
    query = {
        "symbols": "MSFT,AAPL,NOPE",
        "timeframe": "1Hour",
        "start": "2026-01-14T05:00:00Z",
        "sort": sort,
    }
    whole = (await api.get("/v2/stocks/bars", **query))["bars"]
    assert list(whole) == ["AAPL", "MSFT"]
    assert [bar["t"] for bar in whole["AAPL"]] == sorted(
        (bar["t"] for bar in whole["AAPL"]), reverse=sort == "desc"
    )
    joined: dict[str, list[Json]] = {}
    token, pages = "", 0
    while token is not None:
        more = {"page_token": token} if token else {}
        page = await api.get("/v2/stocks/bars", **query, limit=20, **more)
        assert 0 < sum(len(found) for found in page["bars"].values()) <= 20
        for symbol, found in page["bars"].items():
            joined.setdefault(symbol, []).extend(found)
        token, pages = page["next_page_token"], pages + 1
    assert joined == whole
    assert pages == 4


async def test_latest_of_one_and_of_many(api: Api) -> None:
    snapshot = await api.get("/v2/stocks/AAPL/snapshot")
    for kind, one, in_snapshot in (
        ("trades", "trade", "latestTrade"),
        ("quotes", "quote", "latestQuote"),
        ("bars", "bar", "minuteBar"),
    ):
        found = await api.get(f"/v2/stocks/AAPL/{kind}/latest")
        assert found == {"symbol": "AAPL", one: snapshot[in_snapshot]}
        many = await api.get(f"/v2/stocks/{kind}/latest", symbols="AAPL,NOPE,MSFT")
        assert list(many[kind]) == ["AAPL", "MSFT"]
        assert many[kind]["AAPL"] == snapshot[in_snapshot]


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/v2/stocks/NOPE/bars?timeframe=1Day", 404, None),
        ("/v2/stocks/NOPE/bars/latest", 404, None),
        ("/v2/stocks/NOPE/trades/latest", 404, None),
        ("/v2/stocks/NOPE/quotes/latest", 404, None),
        ("/v2/stocks/AAPL/bars", 422, "timeframe"),
        ("/v2/stocks/bars?timeframe=1Day", 422, "symbols"),
        ("/v2/stocks/AAPL/bars?timeframe=60Min", 422, "timeframe"),
        ("/v2/stocks/AAPL/bars?timeframe=24Hour", 422, "timeframe"),
        ("/v2/stocks/AAPL/bars?timeframe=2Day", 422, "timeframe"),
        ("/v2/stocks/AAPL/bars?timeframe=5Month", 422, "timeframe"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&limit=0", 422, "limit"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&limit=10001", 422, "limit"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&sort=up", 422, "sort"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&start=soon", 422, "start"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&page_token=x", 422, "page_token"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&page_token=%C3%BC", 422, "page_token"),
        ("/v2/stocks/AAPL/bars?timeframe=1Day&start=2026-01-02&end=2026-01-01", 422, "end"),
    ],
)
async def test_refusals(api: Api, path: str, status: int, field: str | None) -> None:
    assert (await api.refused(status, "GET", path)).get("field") == field


async def test_bars_of_the_very_first_and_last_days(api: Api) -> None:
    # Midnight in New York is five hours after midnight in UTC, where both bounds are.
    assert len(await bars(api, "12Month", start="1970-01-01", end="1970-06-01")) == 1
    assert len(await bars(api, "1Month", start="1970-01-01", end="1970-06-01")) == 5
    weeks = await bars(api, "1Week", start="1970-01-01", end="1970-02-01")
    assert {datetime.fromisoformat(bar["t"]).weekday() for bar in weeks} == {0}
    assert await bars(api, "1Day", start="2099-12-31", end="2099-12-31") == []
