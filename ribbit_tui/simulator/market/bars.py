"""Bars of every timeframe, built from the bars of days and minutes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .calendar import LAST_DAY, Calendar, Session
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
    prices: Prices | AdjustedPrices, symbol: str, timeframe: Timeframe, span: Span
) -> Iterator[Bar]:
    """Yield the bars of `span` in order of time, or in reverse if it is descending.

    Bars shorter than a day consist of whole minutes. The bar of a day, week or month that has not
    ended covers the trades so far. A period without trades has no bar.
    """
    calendar = prices.listing(symbol).calendar
    for period in _periods(calendar, timeframe, span):
        sessions = [
            session
            for session in calendar.sessions(period, timeframe.period_after(period) - _DAY)
            if session.opens <= span.now
        ]
        if timeframe.minutes is None:
            days = [prices.day(symbol, session) for session in sessions]
            so_far = [
                day.bar_until(span.now)
                for day in days
                if day.has_traded(day.session.opens, span.now + _INSTANT)
            ]
            found = [_merged(calendar.midnight(period), so_far)] if so_far else []
        else:
            found = [
                bar
                for session in sessions
                for bar in _intraday(prices, symbol, session, timeframe.minutes, span)
            ]
        if span.is_descending:
            found.reverse()
        yield from (bar for bar in found if span.start <= bar.starts <= span.end)


def _periods(calendar: Calendar, timeframe: Timeframe, span: Span) -> list[date]:
    first = timeframe.period_start(calendar.local_day(span.start))
    last = min(calendar.local_day(min(span.end, span.now)), LAST_DAY)
    periods = []
    while first <= last:
        periods.append(first)
        first = timeframe.period_after(first)
    return periods[::-1] if span.is_descending else periods


def _intraday(
    prices: Prices | AdjustedPrices, symbol: str, session: Session, minutes: int, span: Span
) -> Iterator[Bar]:
    """Yield a session's bars of `minutes` minutes that may begin within `span`."""
    day = prices.day(symbol, session)
    midnight = prices.listing(symbol).calendar.midnight(session.day)
    before = (session.opens - midnight) // MINUTE
    over = min((span.now - session.opens) // MINUTE, session.minutes)
    length = minutes * MINUTE
    first = max(before // minutes, (span.start - midnight) // length)
    last = min((before + over - 1) // minutes, (span.end - midnight) // length)
    for number in range(first, last + 1):
        from_minute = max(number * minutes - before, 0)
        to_minute = min((number + 1) * minutes - before, over)
        starts = [session.opens + minute * MINUTE for minute in range(from_minute, to_minute)]
        parts = [
            day.minute_bar(minute)
            for minute, start in enumerate(starts, from_minute)
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
