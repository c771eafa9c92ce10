"""Parameters of stocks' market data: feed, currency, `asof` and adjustments of bars."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.corporate_actions.test_corporate_actions import dividend, split

AFTER_THE_CLOSE = datetime(2026, 1, 16, 22, tzinfo=UTC)  # a Friday
ONE_DAY = 86_400

LATEST = (
    "/v2/stocks/snapshots?symbols=AMZN",
    "/v2/stocks/AMZN/snapshot",
    *(
        path
        for kind in ("trades", "quotes", "bars")
        for path in (f"/v2/stocks/{kind}/latest?symbols=AMZN", f"/v2/stocks/AMZN/{kind}/latest")
    ),
)
PAST = (
    "/v2/stocks/bars?symbols=AMZN&timeframe=1Min&limit=5",
    "/v2/stocks/AMZN/bars?timeframe=1Min&limit=5",
    *(
        path
        for kind in ("trades", "quotes")
        for path in (f"/v2/stocks/{kind}?symbols=AMZN&limit=5", f"/v2/stocks/AMZN/{kind}?limit=5")
    ),
)


def asked(path: str, **parameters: str) -> str:
    more = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{path}{'&' if '?' in path else '?'}{more}"


async def bars(api: Api, timeframe: str = "1Day", **parameters: Any) -> list[Json]:
    page = await api.get("/v2/stocks/AMZN/bars", timeframe=timeframe, limit=10_000, **parameters)
    found: list[Json] = page["bars"]
    return found


def scaled(price: Decimal, factor: Fraction) -> Decimal:
    exact = Decimal((Fraction(price) * factor).numerator) / (Fraction(price) * factor).denominator
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def agrees(adjusted: Json, raw: Json, price: Fraction, volume: Fraction = Fraction(1)) -> None:
    assert adjusted["t"] == raw["t"] and adjusted["n"] == raw["n"]
    assert adjusted["v"] == int(raw["v"] * volume)
    for name in "ohlc":
        # Both are rounded to the cent from the same unrounded price.
        assert abs(adjusted[name] - scaled(raw[name], price)) <= Decimal("0.01")


async def test_every_feed_of_latest_data_is_the_one_market(api: Api) -> None:
    for path in LATEST:
        plain = await api.get(path)
        for feed in ("sip", "iex", "otc", "boats", "overnight"):
            assert await api.get(asked(path, feed=feed)) == plain
        refusal = await api.refused(422, "GET", asked(path, feed="nasdaq"))
        assert refusal["field"] == "feed" and "'sip'" in refusal["message"]


async def test_the_delayed_feed_is_a_quarter_of_an_hour_behind(api: Api) -> None:
    before = [await api.get(path) for path in LATEST]
    for path, now in zip(LATEST, before, strict=True):
        assert await api.get(asked(path, feed="delayed_sip")) != now
    await api.advance(15 * 60)
    for path, then in zip(LATEST, before, strict=True):
        assert await api.get(asked(path, feed="delayed_sip")) == then


async def test_every_feed_of_past_data_is_the_one_market(api: Api) -> None:
    for path in PAST:
        plain = await api.get(path)
        for feed in ("sip", "iex", "otc", "boats"):
            assert await api.get(asked(path, feed=feed)) == plain
        for feed in ("delayed_sip", "overnight", "nasdaq"):
            assert (await api.refused(422, "GET", asked(path, feed=feed)))["field"] == "feed"


async def test_prices_are_in_usd_and_say_so_if_asked(api: Api) -> None:
    for path in (*LATEST, *PAST):
        plain = await api.get(path)
        in_usd = await api.get(asked(path, currency="USD"))
        # The snapshots of many are by symbol, with no place for a currency.
        expected = plain if "/snapshots" in path else plain | {"currency": "USD"}
        assert in_usd == expected
        refusal = await api.refused(422, "GET", asked(path, currency="EUR"))
        assert refusal["field"] == "currency" and "USD" in refusal["message"]


async def test_no_symbol_is_renamed_by_a_day(api: Api) -> None:
    for path in PAST:
        plain = await api.get(path)
        for day in ("2026-01-15", "2020-02-29", "-"):
            assert await api.get(asked(path, asof=day)) == plain
        for day in ("yesterday", "2026-02-30", "20260115", "2026-01-15T00:00:00Z", "--"):
            assert (await api.refused(422, "GET", asked(path, asof=day)))["field"] == "asof"


@pytest.mark.parametrize("named", ["raw", "split", "dividend", "spin-off", "all", "split,spin-off"])
async def test_bars_that_nothing_came_after_stay_as_they_are(api: Api, named: str) -> None:
    plain = await bars(api, start="2026-01-02")
    assert await bars(api, start="2026-01-02", adjustment=named) == plain


@pytest.mark.parametrize("path", ["/v2/stocks/bars?symbols=AMZN", "/v2/stocks/AMZN/bars?"])
async def test_unknown_adjustments_are_refused(api: Api, path: str) -> None:
    path = f"{path}&timeframe=1Day&adjustment=split,merger"
    refusal = await api.refused(422, "GET", path)
    assert refusal["field"] == "adjustment" and "spin-off" in refusal["message"]


@pytest.mark.parametrize(("old", "new"), [("1", "3"), ("10", "1")])
async def test_bars_before_a_split_are_adjusted_for_it(
    open_api: OpenApi, old: str, new: str
) -> None:
    api = await open_api(market_hours="nyse", start_time=AFTER_THE_CLOSE)
    await split(api, old, new, ex_date="2026-01-20")
    await api.advance(5 * ONE_DAY)
    span = {"start": "2026-01-14", "end": "2026-01-21T20:00:00Z"}
    raw = await bars(api, **span)
    adjusted = await bars(api, adjustment="split", **span)
    price = Fraction(int(old), int(new))
    days = [bar["t"][:10] for bar in raw]
    assert days == ["2026-01-14", "2026-01-15", "2026-01-16", "2026-01-20", "2026-01-21"]
    for one, plain in zip(adjusted[:3], raw[:3], strict=True):
        agrees(one, plain, price, 1 / price)
    assert adjusted[3:] == raw[3:]
    assert await bars(api, adjustment="all", **span) == adjusted
    assert await bars(api, adjustment="dividend", **span) == raw
    # The week of the split is of one kind of share.
    (week,) = await bars(api, "1Week", adjustment="split", start="2026-01-19", end="2026-01-24")
    (before,) = await bars(api, "1Week", adjustment="split", start="2026-01-12", end="2026-01-17")
    jump = Decimal(raw[2]["c"]) * Decimal(old) / Decimal(new)
    assert abs(before["c"] - jump) < 1 and abs(week["o"] / before["c"] - 1) < Decimal("0.1")


async def test_a_split_within_a_day_is_adjusted_to_the_minute(api: Api) -> None:
    await split(api, "1", "2")
    await api.advance(120)
    span = {"start": "2026-01-15T14:55:00Z", "end": "2026-01-15T15:05:00Z"}
    raw = await bars(api, "1Min", adjustment="raw", **span)
    adjusted = await bars(api, "1Min", adjustment="split", **span)
    for one, plain in zip(adjusted[:5], raw[:5], strict=True):
        agrees(one, plain, Fraction(1, 2), Fraction(2))
    assert adjusted[5:] == raw[5:]
    (day,) = await bars(api, adjustment="split", start="2026-01-15T05:00:00Z")
    (plain,) = await bars(api, start="2026-01-15T05:00:00Z")
    assert abs(2 * day["o"] - plain["o"]) <= Decimal("0.01") and day["c"] == plain["c"]
    assert plain["v"] < day["v"] < 2 * plain["v"]
    assert day["n"] == plain["n"]


async def test_bars_before_a_dividend_are_adjusted_for_it(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=AFTER_THE_CLOSE)
    await dividend(api, cash="10", ex_date="2026-01-20", payable_date="2026-03-02")
    await api.advance(5 * ONE_DAY)
    span = {"start": "2026-01-14", "end": "2026-01-21T20:00:00Z"}
    raw = await bars(api, **span)
    adjusted = await bars(api, adjustment="dividend", **span)
    close = Fraction(raw[2]["c"])
    for one, plain in zip(adjusted[:3], raw[:3], strict=True):
        agrees(one, plain, (close - 10) / close)
    assert abs(adjusted[2]["c"] - (raw[2]["c"] - 10)) <= Decimal("0.01")
    assert adjusted[3:] == raw[3:]
    assert await bars(api, adjustment="split", **span) == raw
    await split(api, "1", "2")
    await api.advance(1)
    both = await bars(api, adjustment="all", **span)
    agrees(both[0], raw[0], (close - 10) / close / 2, Fraction(2))


async def test_regular_dividends_are_adjusted_for_too(api: Api) -> None:
    query: Json = {"timeframe": "1Month", "start": "2025-01-01", "limit": 1}
    raw = (await api.get("/v2/stocks/KO/bars", **query))["bars"][0]
    adjusted = (await api.get("/v2/stocks/KO/bars", adjustment="all", **query))["bars"][0]
    paid = [
        one
        for quarter in ("01", "04", "07", "10")
        for one in await api.get(
            "/v1/corporate_actions/announcements",
            ca_types="dividend",
            symbol="KO",
            since=f"2025-{quarter}-01",
            until=f"2025-{int(quarter) + 2:02}-28",
        )
    ]
    assert len(paid) == 4
    lost = 1 - adjusted["o"] / raw["o"]
    expected = sum(Decimal(one["cash"]) for one in paid) / raw["o"]
    assert abs(lost - expected) < expected / 3
