"""Prices that agree with each other from every side, and the days on which they move."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import pytest

from ribbit_tui.simulator.market.calendar import (
    ALL_HOURS,
    EXTENDED_HOURS,
    REGULAR_HOURS,
    Calendar,
    Phase,
    Phases,
    Session,
)
from ribbit_tui.simulator.market.prices import DayPrices, Prices
from ribbit_tui.simulator.market.session_bars import Listing
from ribbit_tui.simulator.market.snapshots import snapshot
from tests.simulator.conftest import Api, OpenApi

HOURS: list[Literal["always", "nyse"]] = ["always", "nyse"]
THURSDAY = date(2026, 1, 15)
SECOND = timedelta(seconds=1)


def prices_of(hours: Literal["always", "nyse"], seed: int = 1) -> tuple[Prices, Calendar]:
    calendar = Calendar(hours)
    bases = {"AAPL": 27186, "PENNY": 3}
    listings = {name: Listing(calendar=calendar, base=base) for name, base in bases.items()}
    return Prices(listings, seed), calendar


def day_of(hours: Literal["always", "nyse"], symbol: str) -> tuple[DayPrices, Session]:
    prices, calendar = prices_of(hours)
    session = calendar.session(THURSDAY)
    assert session is not None
    return prices.day(symbol, session), session


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("symbol", ["AAPL", "PENNY"])
def test_minute_bars_make_up_the_day(hours: Literal["always", "nyse"], symbol: str) -> None:
    day, session = day_of(hours, symbol)
    bars = [day.minute_bar(minute) for minute in range(session.minutes)]
    assert bars[0].open == day.bar.open
    assert bars[-1].close == day.bar.close
    assert max(bar.high for bar in bars) == day.bar.high
    assert min(bar.low for bar in bars) == day.bar.low
    assert sum(bar.volume for bar in bars) == day.bar.volume
    assert min(bar.volume for bar in bars) >= 0
    for before, after in pairwise(bars):
        assert before.close == after.open
    assert all(1 <= bar.low <= min(bar.open, bar.close) for bar in bars)
    assert all(bar.high >= max(bar.open, bar.close) for bar in bars)


@pytest.mark.parametrize("minute", [0, 1, 200, 389])
def test_seconds_make_up_the_minute(minute: int) -> None:
    day, session = day_of("nyse", "AAPL")
    bar = day.minute_bar(minute)
    starts = session.opens + timedelta(minutes=minute)
    seconds = [day.ticks(starts + i * SECOND) for i in range(61)]
    assert (seconds[0], seconds[60]) == (bar.open, bar.close)
    assert (max(seconds), min(seconds)) == (bar.high, bar.low)


@pytest.mark.parametrize(("first", "last"), [(0, 59), (61, 62), (45, 300), (23_000, 23_400)])
def test_swings_are_those_of_the_seconds(first: int, last: int) -> None:
    prices, _ = prices_of("nyse")
    day, session = day_of("nyse", "AAPL")
    since, until = session.opens + first * SECOND, session.opens + last * SECOND
    seconds = [day.ticks(session.opens + i * SECOND) for i in range(first, last + 1)]
    swings = list(prices.price_ranges("AAPL", since, until))
    assert min(low for low, _ in swings) == min(seconds)
    assert max(high for _, high in swings) == max(seconds)
    low, high = prices.session_range("AAPL", since, until)
    assert (low, high) == (day.bar.low, day.bar.high)


def test_whole_days_swing_as_one_and_nothing_swings_while_shut() -> None:
    prices, calendar = prices_of("nyse")
    session = calendar.session(THURSDAY)
    assert session is not None
    before, after = calendar.session_before(session), calendar.next_session(session.opens)
    swings = list(
        prices.price_ranges("AAPL", before.closes - 60 * SECOND, after.opens + 120 * SECOND)
    )
    day = prices.day("AAPL", session).bar
    assert len(swings) == 4
    assert swings[1] == (day.low, day.high)
    assert list(prices.price_ranges("AAPL", session.closes + SECOND, after.opens - SECOND)) == []


def test_running_day_bar_is_what_was_traded_so_far() -> None:
    day, session = day_of("nyse", "AAPL")
    moment = session.opens + timedelta(minutes=63, seconds=17, microseconds=5)
    trades = [day.ticks(session.opens + i * SECOND) for i in range(63 * 60 + 18)]
    running = day.bar_until(moment)
    assert (running.open, running.close) == (trades[0], trades[-1])
    assert (running.high, running.low) == (max(trades), min(trades))
    last = day.bar_until(session.closes - timedelta(microseconds=1))
    assert (last.high, last.low) == (day.bar.high, day.bar.low)
    assert day.bar_until(session.closes) == day.bar
    assert running.volume < last.volume <= day.bar.volume


def test_prices_do_not_depend_on_what_was_asked_before() -> None:
    start = datetime(2026, 1, 15, 15, tzinfo=UTC)
    moments = [start + timedelta(seconds=7919 * i) for i in range(60)]
    forward, _ = prices_of("always")
    backward, _ = prices_of("always")
    in_order = [forward.price("AAPL", moment) for moment in moments]
    reversed_order = [backward.price("AAPL", moment) for moment in reversed(moments)]
    assert in_order == reversed_order[::-1]
    assert len(set(in_order)) > 40
    other_seed, _ = prices_of("always", seed=2)
    assert [other_seed.price("AAPL", moment) for moment in moments] != in_order


def test_prices_are_the_same_on_every_machine() -> None:
    prices, _ = prices_of("nyse")
    moment = datetime(2026, 1, 15, 15, 30, 12, tzinfo=UTC)
    assert prices.price("AAPL", moment) == Decimal("273.99")


def test_base_price_is_that_of_new_year_and_days_move_by_a_percent_or_two() -> None:
    prices, calendar = prices_of("nyse")
    sessions = list(calendar.sessions(date(2024, 1, 1), date(2026, 12, 31)))
    closes = [prices.close("AAPL", session) for session in sessions]
    new_year = next(i for i, session in enumerate(sessions) if session.day.year == 2026)
    assert abs(closes[new_year] / Decimal("271.86") - 1) < Decimal("0.06")
    moves = [abs(after / before - 1) for before, after in pairwise(closes)]
    average = sum(moves, Decimal(0)) / len(moves)
    assert Decimal("0.005") < average < Decimal("0.02")
    assert max(moves) < Decimal("0.12")


def test_price_stands_still_while_the_market_is_shut() -> None:
    prices, calendar = prices_of("nyse")
    evening = calendar.phases(THURSDAY + timedelta(days=1))[-1].closes
    assert calendar.latest_part(evening).phase is Phase.AFTER
    assert calendar.next_part(calendar.latest_part(evening)).opens > evening + timedelta(days=2)
    assert prices.price("AAPL", evening + timedelta(days=2)) == prices.price("AAPL", evening)


def test_snapshot_is_of_one_piece() -> None:
    prices, _ = prices_of("nyse")
    now = datetime(2026, 1, 15, 15, 30, 12, 345678, tzinfo=UTC)
    shot = snapshot(prices, "AAPL", now)
    assert shot["latestTrade"]["t"] == "2026-01-15T15:30:12.000000Z"
    assert Decimal(str(shot["latestTrade"]["p"])) == prices.price("AAPL", now)
    assert shot["latestQuote"]["bp"] < shot["latestQuote"]["ap"]
    assert shot["latestQuote"]["bp"] <= shot["latestTrade"]["p"] <= shot["latestQuote"]["ap"]
    assert shot["minuteBar"]["t"] == "2026-01-15T15:29:00.000000Z"
    assert shot["dailyBar"]["t"] == "2026-01-15T14:30:00.000000Z"
    assert shot["dailyBar"]["c"] == shot["latestTrade"]["p"]
    assert shot["prevDailyBar"]["t"] == "2026-01-14T14:30:00.000000Z"


@pytest.mark.parametrize(
    ("phases", "minute"),
    [
        (REGULAR_HOURS, "2026-01-14T20:59:00.000000Z"),
        (EXTENDED_HOURS, "2026-01-15T14:29:00.000000Z"),
        (ALL_HOURS, "2026-01-15T14:29:00.000000Z"),
        (frozenset({Phase.OVERNIGHT}), "2026-01-15T08:59:00.000000Z"),
    ],
)
def test_snapshot_in_the_first_minute_shows_the_last_minute_before(
    phases: Phases, minute: str
) -> None:
    prices, _ = prices_of("nyse")
    shot = snapshot(prices, "AAPL", datetime(2026, 1, 15, 14, 30, 5, tzinfo=UTC), phases)
    assert shot["minuteBar"]["t"] == minute
    if phases is REGULAR_HOURS:
        assert shot["minuteBar"]["c"] == shot["prevDailyBar"]["c"]


def test_sessions_of_a_day_follow_each_other_without_a_jump() -> None:
    """A session begins at the price at which the one before ended."""
    prices, calendar = prices_of("nyse")
    parts = [part for day in range(5, 10) for part in calendar.phases(date(2026, 1, day))]
    assert [part.phase for part in parts[:4]] == list(Phase)
    for before, after in pairwise(parts):
        bar, following = prices.day("AAPL", before).bar, prices.day("AAPL", after).bar
        assert bar.close == following.open
        assert bar.low < bar.high
        assert bar.volume > before.minutes
        assert prices.micros_before("AAPL", before.closes) == bar.close * 10_000
        assert prices.ticks("AAPL", after.opens) == following.open


def test_price_of_regular_hours_is_the_close_through_the_night() -> None:
    prices, calendar = prices_of("nyse")
    session = calendar.session(THURSDAY)
    assert session is not None
    night = session.closes + timedelta(hours=7)
    assert prices.price("AAPL", night) != prices.close("AAPL", session)
    closed = int(prices.close("AAPL", session) * 1_000_000)
    assert prices.micros("AAPL", night, REGULAR_HOURS) == closed
    assert prices.micros_before("AAPL", night, REGULAR_HOURS) == closed


def hours_of(hours: Literal["always", "nyse"], day: str) -> tuple[str, str] | None:
    session = Calendar(hours).session(date.fromisoformat(day))
    return None if session is None else session.local_hours


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-01-15", ("09:30", "16:00")),
        ("2026-01-17", None),  # a Saturday
        ("2026-01-19", None),  # Martin Luther King Jr. Day
        ("2026-04-03", None),  # Good Friday
        ("2026-07-03", None),  # Independence Day, which falls on a Saturday
        ("2026-11-26", None),  # Thanksgiving
        ("2026-11-27", ("09:30", "13:00")),
        ("2026-12-24", ("09:30", "13:00")),
        ("2025-07-03", ("09:30", "13:00")),
    ],
)
def test_nyse_calendar(day: str, expected: tuple[str, str] | None) -> None:
    assert hours_of("nyse", day) == expected


def test_market_that_never_sleeps() -> None:
    calendar = Calendar("always")
    for day in ("2026-01-17", "2026-12-25"):
        assert hours_of("always", day) == ("00:00", "23:59")
    spring = calendar.session(date(2026, 3, 8))
    assert spring is not None
    assert spring.minutes == 23 * 60  # clocks go forward
    assert calendar.session_at(spring.closes) == calendar.next_session(spring.opens)
    assert calendar.session_before(calendar.next_session(spring.opens)) == spring


async def test_market_clock_over_a_weekend(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=datetime(2026, 1, 16, 20, tzinfo=UTC))
    assert await api.get("/v1/clock") == {
        "timestamp": "2026-01-16T20:00:00.000000Z",
        "is_open": True,
        "next_open": "2026-01-20T14:30:00.000000Z",
        "next_close": "2026-01-16T21:00:00.000000Z",
    }
    await api.advance(3600)
    clock = await api.get("/v1/clock")
    assert (clock["is_open"], clock["next_close"]) == (False, "2026-01-20T21:00:00.000000Z")


async def test_calendar_is_listed_between_two_days(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")
    days = await api.get("/v1/calendar", start="2026-11-25", end="2026-11-30")
    assert [(day["date"], day["close"]) for day in days] == [
        ("2026-11-25", "16:00"),
        ("2026-11-27", "13:00"),
        ("2026-11-30", "16:00"),
    ]
    assert days[1] == {
        "date": "2026-11-27",
        "open": "09:30",
        "close": "13:00",
        "session_open": "0400",
        "session_close": "1700",
        "settlement_date": "2026-11-30",
    }
    assert {date.fromisoformat(day["date"]).year for day in await api.get("/v1/calendar")} == {
        2025,
        2026,
        2027,
    }


async def test_s9_calendar_is_listed_by_the_day_of_settlement(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")

    async def days(start: str, end: str, date_type: str) -> list[str]:
        found = await api.get("/v1/calendar", start=start, end=end, date_type=date_type)
        return [day["date"] for day in found]

    # Thanksgiving is on the 26th: what is traded before it settles after it.
    assert await days("2026-11-25", "2026-11-27", "TRADING") == ["2026-11-25", "2026-11-27"]
    assert await days("2026-11-25", "2026-11-27", "SETTLEMENT") == ["2026-11-24", "2026-11-25"]
    assert await days("2026-11-26", "2026-11-26", "SETTLEMENT") == []
    refusal = await api.refused(422, "GET", "/v1/calendar?date_type=CLEARING")
    assert refusal["field"] == "date_type"


async def test_s14_calendar_is_the_exchanges_while_the_market_never_closes(api: Api) -> None:
    days = await api.get("/v1/calendar", start="2026-11-25", end="2026-11-28")
    assert [(day["date"], day["open"], day["close"]) for day in days] == [
        ("2026-11-25", "09:30", "16:00"),
        ("2026-11-27", "09:30", "13:00"),
    ]
    assert (await api.get("/simulator"))["market_hours"] == "always"


@pytest.mark.parametrize(
    ("at", "next_close", "next_open"),
    [
        ("2026-11-25T15:00:00", "2026-11-25T21:00:00", "2026-11-27T14:30:00"),
        ("2026-11-25T12:00:00", "2026-11-25T21:00:00", "2026-11-27T14:30:00"),
        ("2026-11-25T21:00:00", "2026-11-27T18:00:00", "2026-11-30T14:30:00"),
        ("2026-11-26T15:00:00", "2026-11-27T18:00:00", "2026-11-30T14:30:00"),  # Thanksgiving
    ],
)
async def test_s14_clock_of_a_market_that_never_closes(
    open_api: OpenApi, at: str, next_close: str, next_open: str
) -> None:
    api = await open_api(start_time=datetime.fromisoformat(f"{at}+00:00"))
    assert await api.get("/v1/clock") == {
        "timestamp": f"{at}.000000Z",
        "is_open": True,
        "next_open": f"{next_open}.000000Z",
        "next_close": f"{next_close}.000000Z",
    }


async def test_s14_trades_on_thanksgiving_settle_on_the_next_trading_day(open_api: OpenApi) -> None:
    """Stocks trade at any time here, but the exchange's next day is the one that settles."""
    api = await open_api(start_time=datetime(2026, 11, 26, 15, tzinfo=UTC))
    account_id = await api.funded_account()
    await api.order(account_id, qty="2")
    await api.advance(2)
    (fill,) = await api.get("/v1/accounts/activities/FILL", account_id=account_id)
    assert fill["transaction_time"].startswith("2026-11-26")
    sold = await api.order(account_id, qty="1", side="sell")
    await api.advance(2)
    order = await api.get(f"/v1/trading/accounts/{account_id}/orders/{sold['id']}")
    assert order["status"] == "filled"
    before = await api.account(account_id)
    assert Decimal(before["cash_withdrawable"]) < Decimal(before["cash"])
    await api.advance(24 * 3600)
    after = await api.account(account_id)
    assert after["cash_withdrawable"] == after["cash"]


async def test_snapshots_of_many_symbols(api: Api) -> None:
    shots = await api.get("/v2/stocks/snapshots", symbols="AAPL,NOPE,MSFT,AAPL")
    assert list(shots) == ["AAPL", "MSFT"]
    assert shots["MSFT"] == await api.get("/v2/stocks/MSFT/snapshot")
    price = shots["AAPL"]["latestTrade"]["p"]
    assert price == price.quantize(Decimal("0.01"))


async def test_assets_by_symbol_and_id(api: Api) -> None:
    apple = await api.get("/v1/assets/AAPL")
    assert apple["id"] == "b0b6dd9d-8b9b-48a9-ba46-b9d54906e415"
    assert apple["class"] == "us_equity"
    assert await api.get(f"/v1/assets/{apple['id']}") == apple
    listed = await api.get("/v1/assets", status="active", asset_class="us_equity")
    assert apple in listed
    assert len({asset["id"] for asset in listed}) == len(listed)
    assert await api.get("/v1/assets", status="inactive") == []
    # Neither a status nor a class has to be named.
    assert await api.get("/v1/assets") == listed == await api.get("/v1/assets", status="all")
    # Nothing listed here has any of Alpaca's attributes.
    assert await api.get("/v1/assets", attributes="ipo,has_options") == []
    assert await api.get("/v1/assets", attributes="") == listed


@pytest.mark.parametrize("parameter", ["status", "asset_class", "attributes"])
async def test_assets_are_refused_by_what_is_unknown(api: Api, parameter: str) -> None:
    refusal = await api.refused(422, "GET", f"/v1/assets?{parameter}=odd")
    assert refusal["field"] == parameter
