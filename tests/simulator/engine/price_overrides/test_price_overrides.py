"""Prices moved, scaled and halted: still one market, from every side."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from ribbit_tui.simulator.market.bars import Span, Timeframe, bars
from ribbit_tui.simulator.market.calendar import CHICAGO, REGULAR_HOURS, Calendar, Session
from ribbit_tui.simulator.market.prices import Prices
from ribbit_tui.simulator.market.session_bars import Listing
from ribbit_tui.simulator.market.session_prices import Bar
from ribbit_tui.simulator.market.timeline import Change, ChangeKind

SECOND = timedelta(seconds=1)
THURSDAY = date(2026, 1, 15)
NOON = datetime(2026, 1, 15, 17, tzinfo=UTC)

MID_SECOND = NOON + timedelta(minutes=3, seconds=17, microseconds=400_000)
ON_THE_MINUTE = NOON + timedelta(minutes=5)
MOVE = Change(at=MID_SECOND, kind=ChangeKind.MOVE, factor=Fraction(9, 10))
SPLIT = Change(at=ON_THE_MINUTE, kind=ChangeKind.SCALE, factor=Fraction(1, 2))
LONG_AGO = Change(at=NOON - timedelta(days=3), kind=ChangeKind.SCALE, factor=Fraction(7))
HALT = Change(at=MID_SECOND, kind=ChangeKind.HALT, ticks=27_000)
RESUME = Change(at=MID_SECOND + timedelta(minutes=9, seconds=7), kind=ChangeKind.RESUME)
ALL_DAY = Change(at=NOON + timedelta(days=2), kind=ChangeKind.RESUME)

OVERLAYS = {
    "move": [MOVE],
    "move on the minute": [Change(at=ON_THE_MINUTE, kind=ChangeKind.MOVE, factor=Fraction(3, 2))],
    "split": [SPLIT],
    "move and split": [MOVE, SPLIT],
    "two moves in a second": [
        MOVE,
        Change(at=MID_SECOND + SECOND / 4, kind=ChangeKind.MOVE, factor=Fraction(2)),
    ],
    "halt": [HALT, RESUME],
    "halt over the close": [HALT, ALL_DAY],
    "move while halted": [HALT, Change(at=ON_THE_MINUTE, kind=ChangeKind.MOVE), RESUME],
    "before the day": [
        Change(at=NOON - timedelta(days=3), kind=ChangeKind.SCALE, factor=Fraction(7))
    ],
}


def prices_of(hours: str, changes: list[Change]) -> tuple[Prices, Session]:
    calendar = Calendar("nyse") if hours == "nyse" else Calendar("always", CHICAGO)
    prices = Prices({"AAPL": Listing(calendar=calendar, base=27186)}, seed=1)
    prices.set_changes({"AAPL": changes} if changes else {})
    session = calendar.session(THURSDAY)
    assert session is not None
    return prices, session


def of_day(prices: Prices, timeframe: str, session: Session, now: datetime) -> list[Bar]:
    parsed = Timeframe.parse(timeframe)
    assert parsed is not None
    midnight = prices.listing("AAPL").calendar.midnight(THURSDAY)
    span = Span(start=midnight, end=session.closes - SECOND, now=now)
    return list(bars(prices, "AAPL", parsed, span, REGULAR_HOURS))


def totals(found: list[Bar]) -> tuple[int, ...]:
    return (
        found[0].open,
        max(bar.high for bar in found),
        min(bar.low for bar in found),
        found[-1].close,
        sum(bar.volume for bar in found),
        sum(bar.trades for bar in found),
    )


@pytest.mark.parametrize("hours", ["nyse", "crypto"])
@pytest.mark.parametrize("changes", OVERLAYS.values(), ids=OVERLAYS.keys())
def test_all_timeframes_agree(hours: str, changes: list[Change]) -> None:
    prices, session = prices_of(hours, changes)
    now = session.closes + timedelta(hours=1)
    day = of_day(prices, "1Day", session, now)
    assert len(day) == 1
    for timeframe in ("1Min", "7Min", "1Hour"):
        assert totals(of_day(prices, timeframe, session, now)) == totals(day)
    assert totals([prices.day("AAPL", session).bar]) == totals(day)


@pytest.mark.parametrize("changes", OVERLAYS.values(), ids=OVERLAYS.keys())
def test_bars_swings_and_prices_are_those_of_every_moment(changes: list[Change]) -> None:
    prices, session = prices_of("nyse", changes)
    day = prices.day("AAPL", session)
    first, last = NOON, NOON + timedelta(minutes=20)

    def quarters(since: datetime, until: datetime) -> Iterator[int]:
        while since <= until:
            if not prices.is_halted("AAPL", since):
                yield prices.ticks("AAPL", since)
            since += SECOND / 4

    seen = list(quarters(first, last))
    swings = list(prices.price_ranges("AAPL", first, last))
    # A minute's bar ends with the price that the next one begins with, before any change then.
    assert min(low for low, _ in swings) <= min(seen)
    assert max(high for _, high in swings) >= max(seen)
    low, high = prices.session_range("AAPL", first, last)
    assert low <= min(low for low, _ in swings)
    assert high >= max(high for _, high in swings)
    for minute in range(150, 165):
        starts = session.opens + minute * 60 * SECOND
        within = list(quarters(starts, starts + 60 * SECOND - SECOND / 4))
        if not within:
            assert not day.has_traded(starts, starts + 60 * SECOND)
            continue
        bar = day.minute_bar(minute)
        assert bar.open == within[0]
        assert bar.low <= min(within)
        assert bar.high >= max(within)


def test_running_bar_holds_everything_traded_so_far_and_nothing_else() -> None:
    for changes in OVERLAYS.values():
        prices, session = prices_of("nyse", changes)
        day = prices.day("AAPL", session)
        last = NOON + 1000 * SECOND
        count = int((last - session.opens) / SECOND)
        moments = [session.opens + number * SECOND for number in range(count + 1)]
        moments += [change.at for change in changes if session.opens <= change.at <= last]
        trades = [
            (moment, prices.ticks("AAPL", moment))
            for moment in sorted(moments)
            if not prices.is_halted("AAPL", moment)
        ]
        for after in (0, 1, 59, 60, 197, 198, 300, 301, 760, 1000):
            at = NOON + after * SECOND
            traded = [price for moment, price in trades if moment <= at]
            running = day.bar_until(at)
            assert (running.open, running.close) == (traded[0], traded[-1])
            assert (running.high, running.low) == (max(traded), min(traded))


def test_the_past_is_as_it_was() -> None:
    untouched, session = prices_of("nyse", [])
    for changes in OVERLAYS.values():
        if changes[0].at < session.opens:
            continue
        prices, _ = prices_of("nyse", changes)
        for back in range(1, 400):
            moment = NOON - back * 7 * SECOND
            assert prices.ticks("AAPL", moment) == untouched.ticks("AAPL", moment)
        before = untouched.listing("AAPL").calendar.session_before(session)
        assert prices.close("AAPL", before) == untouched.close("AAPL", before)
        assert prices.day("AAPL", before).bar == untouched.day("AAPL", before).bar


def test_halted_price_stands_still_and_nothing_is_traded() -> None:
    prices, session = prices_of("nyse", [HALT, RESUME])
    moments = [HALT.at, HALT.at + SECOND, RESUME.at - SECOND]
    assert {prices.ticks("AAPL", moment) for moment in moments} == {27_000}
    assert list(prices.price_ranges("AAPL", HALT.at, RESUME.at - SECOND / 4)) == []
    minutes = of_day(prices, "1Min", session, session.closes)
    gaps = [b.starts - a.starts for a, b in pairwise(minutes) if b.starts - a.starts > 60 * SECOND]
    assert gaps == [timedelta(minutes=9)]
    last = prices.day("AAPL", session).last_minute_bar(RESUME.at - SECOND)
    assert last is not None and last.starts == NOON + timedelta(minutes=3)


def test_split_scales_what_a_director_moved_and_outlives_the_way_back() -> None:
    untouched, _ = prices_of("nyse", [])
    reset = Change(at=ON_THE_MINUTE + 60 * SECOND, kind=ChangeKind.RESET)
    prices, session = prices_of("nyse", [MOVE, SPLIT, reset])
    moment = ON_THE_MINUTE + SECOND
    simulated = untouched.ticks("AAPL", moment)
    assert abs(prices.ticks("AAPL", moment) - simulated * 9 / 20) <= 0.5
    assert abs(prices.ticks("AAPL", reset.at) - untouched.ticks("AAPL", reset.at) / 2) <= 0.5
    assert prices.close("AAPL", session) * 100 == prices.ticks("AAPL", session.closes)


def test_move_while_the_market_is_shut_is_seen_at_once_and_changes_no_bar() -> None:
    untouched, session = prices_of("nyse", [])
    evening = session.closes + timedelta(hours=2)
    prices, _ = prices_of("nyse", [Change(at=evening, kind=ChangeKind.MOVE, factor=Fraction(2))])
    assert prices.ticks("AAPL", evening) == 2 * untouched.ticks("AAPL", evening)
    assert prices.close("AAPL", session) == untouched.close("AAPL", session)
    assert prices.day("AAPL", session).bar == untouched.day("AAPL", session).bar
    assert prices.day("AAPL", session).last_change_at(evening + SECOND) == evening
