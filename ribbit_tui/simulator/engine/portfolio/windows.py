"""Windows of time into which an account's history is divided, from what a client asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import NamedTuple

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.market.calendar import EXTENDED_HOURS, FIRST_DAY, LAST_DAY, Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.positions import IntradayReporting, PnlReset

WHOLE_DAY = "1D"

_DEFAULT_PERIOD = "1M"
_PERIOD = re.compile(r"([1-9]\d{0,2})([DWMA])")
_MINUTES = {"1Min": 1, "5Min": 5, "15Min": 15, "1H": 60}
_LONGEST_BY_MINUTE = timedelta(days=7)
_LONGEST_INTRADAY = timedelta(days=30)
_LONGEST = timedelta(days=366 * 10)
_FINEST_UP_TO = timedelta(days=7)
_FINE_UP_TO = timedelta(days=30)
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class HistoryQuery:
    """A request for a history, with up to two of `start`, `end` (or `date_end`) and `period`.

    `date_end`, `extended_hours` and `since_midnight` are of an older version of the API.
    """

    period: str | None = None
    timeframe: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    date_end: date | None = None
    intraday_reporting: IntradayReporting | None = None
    extended_hours: bool | None = None
    since_midnight: bool = False
    pnl_reset: PnlReset = PnlReset.PER_DAY
    cashflow_types: str | None = None


class Window(NamedTuple):
    """A span of time, and the trading day that it counts to."""

    starts: datetime
    ends: datetime
    day: date


class Windows(NamedTuple):
    """Windows of equal length in order of time."""

    timeframe: str
    windows: list[Window]


class _Length(NamedTuple):
    """The length of a period: a number of sessions if it is in days, and the time."""

    sessions: int | None
    time: timedelta


class _Days(NamedTuple):
    """The first and the last day of a history."""

    first: date
    last: date


def windows_for(simulation: Simulation, query: HistoryQuery) -> Windows:
    """Return the windows that have begun by now; the last may end now. Raises InvalidError."""
    _check_span(query)
    reporting = _reporting(query)
    length = _length(query.period or _DEFAULT_PERIOD)
    if query.since_midnight:
        today = simulation.trading_hours.midnight(
            simulation.trading_hours.local_day(simulation.now())
        )
        query = replace(query, start=today)
    since, until = _bounds(simulation, query, length)
    _check_length(query.timeframe, until - since)
    if reporting is IntradayReporting.CONTINUOUS and query.timeframe != WHOLE_DAY:
        timeframe = _timeframe(query.timeframe, until - since)
        if timeframe != WHOLE_DAY:
            return Windows(timeframe, list(_continuous(simulation, since, until, timeframe)))
    days = _days(simulation, query, reporting, length)
    timeframe = _timeframe(query.timeframe, days.last - days.first + _DAY)
    if timeframe == WHOLE_DAY != query.timeframe:  # a day counts even if its hours are over
        days = _days(simulation, replace(query, timeframe=timeframe), reporting, length)
    if days.last - days.first > _LONGEST:
        raise InvalidError("the history must be of at most ten years", "start")
    until = simulation.now() + _INSTANT
    if query.end is not None and timeframe != WHOLE_DAY:
        until = min(until, _rounded(query.end, timeframe))
    begun = takewhile(
        lambda window: window.starts < until, _of_sessions(simulation, days, timeframe, reporting)
    )
    return Windows(timeframe, [window._replace(ends=min(window.ends, until)) for window in begun])


def _check_span(query: HistoryQuery) -> None:
    """Refuse bounds that contradict each other; raises InvalidError."""
    if query.end is not None and query.date_end is not None:
        raise InvalidError("date_end cannot be combined with end", "date_end")
    has_end = query.end is not None or query.date_end is not None
    if query.since_midnight and (has_end or query.start is not None or query.period is not None):
        raise InvalidError(
            "since_midnight cannot be combined with start, end or period", "since_midnight"
        )
    if query.period is not None and query.start is not None and has_end:
        raise InvalidError("only two of start, end and period can be given", "period")
    if query.start is not None and query.end is not None and query.end < query.start:
        raise InvalidError("end must not be before start", "end")


def _reporting(query: HistoryQuery) -> IntradayReporting:
    """Return the hours to report; the older `extended_hours` must not contradict them."""
    asked, older = query.intraday_reporting, query.extended_hours
    if older is None:
        return asked or IntradayReporting.MARKET_HOURS
    meant = IntradayReporting.EXTENDED_HOURS if older else IntradayReporting.MARKET_HOURS
    if asked not in (None, meant):
        raise InvalidError("extended_hours contradicts intraday_reporting", "extended_hours")
    return meant


def _length(period: str) -> _Length:
    """Return a period's length: days count sessions, the other units calendar time."""
    parsed = _PERIOD.fullmatch(period)
    if parsed is None:
        raise InvalidError("period must be a number and D, W, M or A", "period")
    count, unit = int(parsed[1]), parsed[2]
    if unit == "D":
        return _Length(count, timedelta(days=count))
    days = {"W": timedelta(weeks=count), "M": timedelta(days=count * 365 // 12)}
    time = days.get(unit, timedelta(days=count * 365))
    if time > _LONGEST:
        raise InvalidError("period must be at most ten years", "period")
    return _Length(None, time)


def _timeframe(asked: str | None, length: timedelta) -> str:
    """Return the length of a window, by default one that suits the history's length."""
    if asked is not None:
        return asked
    if length < _FINEST_UP_TO:
        return "1Min"
    return "15Min" if length < _FINE_UP_TO else WHOLE_DAY


def _check_length(asked: str | None, length: timedelta) -> None:
    """Refuse an unknown timeframe, and one that is too short for the history's length.

    A length in days counts sessions: 30D by 5Min are thirty of them, whatever lies between.
    """
    if asked is None or asked == WHOLE_DAY:
        return
    if asked not in _MINUTES:
        allowed = ", ".join((*_MINUTES, WHOLE_DAY))
        raise InvalidError(f"timeframe must be one of {allowed}", "timeframe")
    longest = _LONGEST_BY_MINUTE if asked == "1Min" else _LONGEST_INTRADAY
    if length - _INSTANT > longest:
        raise InvalidError(
            f"a history by {asked} can be of at most {longest.days} days; by 1D it can be longer",
            "timeframe",
        )


def _rounded(at: datetime, timeframe: str) -> datetime:
    """Round down to where a window begins, in UTC as in New York, whole hours away from it."""
    whole = at.replace(minute=0, second=0, microsecond=0)
    length = timedelta(minutes=_MINUTES[timeframe])
    return at - (at - whole) % length


def _bounds(
    simulation: Simulation, query: HistoryQuery, length: _Length
) -> tuple[datetime, datetime]:
    """Return start and end of a history of continuous windows."""
    now = simulation.now() + _INSTANT
    end = query.end
    if query.date_end is not None:
        end = simulation.trading_hours.midnight(min(query.date_end, LAST_DAY) + _DAY)
    if query.start is not None:
        if end is None and query.period is not None:
            end = query.start + length.time
        return query.start, min(end or now, now)
    end = min(end or now, now)
    earliest = simulation.trading_hours.midnight(FIRST_DAY)
    return max(earliest, end - length.time), end


def _continuous(
    simulation: Simulation, since: datetime, until: datetime, timeframe: str
) -> Iterator[Window]:
    now = simulation.now() + _INSTANT
    length = timedelta(minutes=_MINUTES[timeframe])
    until = until if until == now else _rounded(until, timeframe)
    starts = _rounded(since, timeframe)
    trading_day = simulation.trading_hours.trading_day(starts)
    while starts < until:
        if simulation.trading_hours.local_day(starts) != trading_day.day:
            trading_day = simulation.trading_hours.trading_day(starts)
        yield Window(starts, min(starts + length, until), trading_day.day)
        starts += length


def _days(
    simulation: Simulation, query: HistoryQuery, reporting: IntradayReporting, length: _Length
) -> _Days:
    """Return the first and the last day whose sessions are part of the history."""
    latest = _session_at(simulation, reporting, simulation.now()).day
    last = latest
    if query.end is not None:
        last = min(latest, _session_at(simulation, reporting, query.end).day)
    elif query.date_end is not None:
        last = min(latest, query.date_end)
    if query.start is not None:
        first = _first_day(simulation, query, reporting)
        if query.period is not None:
            last = min(latest, _days_from(simulation, first, length))
        return _Days(first, last)
    if length.sessions is None:
        return _Days(max(FIRST_DAY, last - length.time + _DAY), last)
    earliest = simulation.trading_hours.latest_session(
        simulation.trading_hours.midnight(last + _DAY) - _INSTANT
    )
    for _ in range(length.sessions - 1):
        earliest = simulation.trading_hours.session_before(earliest)
    return _Days(earliest.day, last)


def _session_at(simulation: Simulation, reporting: IntradayReporting, at: datetime) -> Session:
    """Return the session under way at `at`, or the last one before."""
    session = simulation.trading_hours.latest_session(at)
    if reporting is IntradayReporting.EXTENDED_HOURS:
        return simulation.trading_hours.span_at(at, EXTENDED_HOURS) or session
    return session


def _first_day(simulation: Simulation, query: HistoryQuery, reporting: IntradayReporting) -> date:
    """Return the trading day of `start`, or the next one if it is no trading day or over."""
    assert query.start is not None
    day = simulation.trading_hours.local_day(query.start)
    session = simulation.trading_hours.session(day)
    if session is not None:
        over = _hours(simulation, session, reporting).closes < query.start
        if not over or query.timeframe == WHOLE_DAY:
            return day
    return simulation.trading_hours.next_session(
        simulation.trading_hours.midnight(day + _DAY) - _INSTANT
    ).day


def _days_from(simulation: Simulation, first: date, length: _Length) -> date:
    """Return the last day of a period that begins with `first`."""
    if length.sessions is None:
        return min(LAST_DAY, first + length.time - _DAY)
    session = simulation.trading_hours.next_session(
        simulation.trading_hours.midnight(first) - _INSTANT
    )
    for _ in range(length.sessions - 1):
        session = simulation.trading_hours.next_session(session.opens)
    return session.day


def _of_sessions(
    simulation: Simulation, days: _Days, timeframe: str, reporting: IntradayReporting
) -> Iterator[Window]:
    for regular in simulation.trading_hours.sessions(days.first, days.last):
        if timeframe == WHOLE_DAY:
            yield Window(regular.opens, regular.closes, regular.day)
            continue
        session = _hours(simulation, regular, reporting)
        length = timedelta(minutes=_MINUTES[timeframe])
        starts = session.opens
        while starts < session.closes:
            yield Window(starts, min(starts + length, session.closes), session.day)
            starts += length


def _hours(simulation: Simulation, session: Session, reporting: IntradayReporting) -> Session:
    if reporting is IntradayReporting.EXTENDED_HOURS:
        return simulation.trading_hours.span(session.day, EXTENDED_HOURS) or session
    return session
