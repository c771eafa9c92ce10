"""Bars of every timeframe, built from the bars of days and minutes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from .calendar import ALL_HOURS, LAST_DAY, REGULAR_HOURS, Calendar, Phase, Phases, Session
from .prices import AdjustedPrices, Prices
from .session_prices import MINUTE, Bar

_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_MONTHS_A_YEAR = 12
_TIMEFRAME = re.compile(r"([1-9]\d?)(Min|T|Hour|H|Day|D|Week|W|Month|M)")


class Unit(StrEnum):
    MINUTE = "Min"
    HOUR = "Hour"
    DAY = "Day"
    WEEK = "Week"
    MONTH = "Month"


_UNITS = {unit.value: unit for unit in Unit} | {
    "T": Unit.MINUTE,
    "H": Unit.HOUR,
    "D": Unit.DAY,
    "W": Unit.WEEK,
    "M": Unit.MONTH,
}
_COUNTS = {
    Unit.MINUTE: range(1, 60),
    Unit.HOUR: range(1, 24),
    Unit.DAY: (1,),
    Unit.WEEK: (1,),
    Unit.MONTH: (1, 2, 3, 4, 6, 12),
}


@dataclass(frozen=True)
class Timeframe:
    """Length of a bar.

    A bar's time is its beginning: a multiple of the length since the calendar's midnight for
    minutes and hours, and midnight of the day, the Monday or the first of the month for longer
    ones.
    """

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Timeframe | None":
        """Parse Alpaca's notation, such as `5Min` or `1D`; return None if the text is not one."""
        parsed = _TIMEFRAME.fullmatch(text)
        if parsed is None:
            return None
        count, unit = int(parsed[1]), _UNITS[parsed[2]]
        return cls(count, unit) if count in _COUNTS[unit] else None

    def period_start(self, day: date) -> date:
        """Return the first day of the day, week or group of months that contains `day`."""
        if self.unit == Unit.WEEK:
            return day - day.weekday() * _DAY
        if self.unit == Unit.MONTH:
            return day.replace(month=(day.month - 1) // self.count * self.count + 1, day=1)
        return day

    def period_after(self, period: date) -> date:
        """Return the first day of the period that follows the one that begins on `period`."""
        if self.unit == Unit.WEEK:
            return period + 7 * _DAY
        if self.unit == Unit.MONTH:
            years, month = divmod(period.month - 1 + self.count, _MONTHS_A_YEAR)
            return period.replace(year=period.year + years, month=month + 1)
        return period + _DAY

    def first_moment(self, calendar: Calendar, at: datetime) -> datetime:
        """Return the beginning of the day, week or group of months that contains `at`."""
        return calendar.midnight(self.period_start(calendar.local_day(at)))

    @property
    def minutes(self) -> int | None:
        """Length in minutes; None for a day or longer."""
        return {Unit.MINUTE: self.count, Unit.HOUR: 60 * self.count}.get(self.unit)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Limits of the bars asked for: they begin from `start` to `end`, both included.

    `now` is the simulated time; what happens later is not known yet.
    """

    start: datetime
    end: datetime
    now: datetime
    is_descending: bool = False


def bars(
    prices: Prices | AdjustedPrices,
    symbol: str,
    timeframe: Timeframe,
    span: Span,
    phases: Phases = ALL_HOURS,
) -> Iterator[Bar]:
    """Yield the bars of `span` in order of time, or in reverse if it is descending.

    Bars shorter than a day consist of whole minutes of `phases`. The bar of a day, week or month is
    of regular sessions, where `phases` has them; it covers the trades so far if it has not ended. A
    period without trades has no bar.
    """
    for period in _periods(prices.listing(symbol).calendar, timeframe, span, phases):
        if timeframe.minutes is None:
            found = list(_whole(prices, symbol, timeframe, period, span, daily(phases)))
        else:
            found = list(_intraday(prices, symbol, period, timeframe.minutes, span, phases))
        if span.is_descending:
            found.reverse()
        yield from (bar for bar in found if span.start <= bar.starts <= span.end)


def daily(phases: Phases) -> Phases:
    """Return those of `phases` that make the bar of a day: the regular session, if it is there."""
    return REGULAR_HOURS if Phase.REGULAR in phases else phases


def _periods(calendar: Calendar, timeframe: Timeframe, span: Span, phases: Phases) -> list[date]:
    first = timeframe.period_start(calendar.local_day(span.start))
    last = calendar.local_day(min(span.end, span.now))
    if timeframe.minutes is None and Phase.OVERNIGHT in daily(phases):
        last += _DAY  # which may have begun in the evening
    last = min(last, LAST_DAY)
    periods = []
    while first <= last:
        periods.append(first)
        first = timeframe.period_after(first)
    return periods[::-1] if span.is_descending else periods


def _whole(
    prices: Prices | AdjustedPrices,
    symbol: str,
    timeframe: Timeframe,
    period: date,
    span: Span,
    phases: Phases,
) -> Iterator[Bar]:
    """Yield the bar of a day, a week or months, if there were trades."""
    calendar = prices.listing(symbol).calendar
    days = (timeframe.period_after(period) - period).days
    so_far = []
    for number in range(days):
        for session in calendar.parts(period + number * _DAY, phases):
            day = prices.day(symbol, session) if session.opens <= span.now else None
            if day is not None and day.has_traded(session.opens, span.now + _INSTANT):
                so_far.append(day.bar_until(span.now))
    if so_far:
        yield _merged(calendar.midnight(period), so_far)


def _intraday(
    prices: Prices | AdjustedPrices,
    symbol: str,
    day: date,
    minutes: int,
    span: Span,
    phases: Phases,
) -> Iterator[Bar]:
    """Yield the bars of `minutes` minutes of a local day that may begin within `span`."""
    calendar = prices.listing(symbol).calendar
    midnight, ends = calendar.midnight(day), calendar.midnight(day + _DAY)
    parts = (
        bar
        for session in (*calendar.parts(day, phases), *calendar.parts(day + _DAY, phases))
        if session.opens < min(ends, span.now)
        for bar in _of_session(prices, symbol, session, (midnight, ends), minutes, span)
    )
    # One bar may be of the end of a session and of the beginning of the next.
    for starts, bars_of_sessions in groupby(parts, key=lambda bar: bar.starts):
        yield _merged(starts, bars_of_sessions)


def _of_session(
    prices: Prices | AdjustedPrices,
    symbol: str,
    session: Session,
    limits: tuple[datetime, datetime],
    minutes: int,
    span: Span,
) -> Iterator[Bar]:
    """Yield the bars of the part of a session that is within a day's `limits`."""
    day, midnight = prices.day(symbol, session), limits[0]
    opens, closes = max(session.opens, midnight), min(session.closes, limits[1])
    before, skipped = (opens - midnight) // MINUTE, (opens - session.opens) // MINUTE
    over = (min(span.now, closes) - opens) // MINUTE
    length = minutes * MINUTE
    first = max(before // minutes, (span.start - midnight) // length)
    last = min((before + over - 1) // minutes, (span.end - midnight) // length)
    for number in range(first, last + 1):
        from_minute = max(number * minutes - before, 0)
        to_minute = min((number + 1) * minutes - before, over)
        starts = [opens + minute * MINUTE for minute in range(from_minute, to_minute)]
        parts = [
            day.minute_bar(minute)
            for minute, start in enumerate(starts, from_minute + skipped)
            if day.has_traded(start, start + MINUTE)
        ]
        if parts:
            yield _merged(midnight + number * length, parts)


def _merged(starts: datetime, parts: Iterable[Bar]) -> Bar:
    """Return one bar that covers consecutive bars."""
    parts = list(parts)
    return Bar(
        starts=starts,
        open=parts[0].open,
        high=max(bar.high for bar in parts),
        low=min(bar.low for bar in parts),
        close=parts[-1].close,
        volume=sum(bar.volume for bar in parts),
        trades=sum(bar.trades for bar in parts),
    )
