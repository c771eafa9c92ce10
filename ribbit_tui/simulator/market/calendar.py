"""Trading calendar: open around the clock, or the hours of the New York Stock Exchange."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from ribbit_tui.simulator.settings import MarketHours

if TYPE_CHECKING:
    from holidays import HolidayBase

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
"""Time zone whose midnight begins and ends the days of Alpaca's crypto bars."""
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2099, 12, 31)

_OPENS = time(9, 30)
_CLOSES = time(16)
_CLOSES_EARLY = time(13)
_PRE_MARKET = time(4)
_AFTER_HOURS = timedelta(hours=4)
_OVERNIGHT = time(20)
_DAY = timedelta(days=1)


class Phase(StrEnum):
    """Part of a trading day. The overnight part begins on the evening before."""

    OVERNIGHT = "overnight"
    PRE = "pre"
    REGULAR = "regular"
    AFTER = "after"


Phases = frozenset[Phase]
REGULAR_HOURS: Phases = frozenset({Phase.REGULAR})
EXTENDED_HOURS: Phases = REGULAR_HOURS | {Phase.PRE, Phase.AFTER}
ALL_HOURS: Phases = frozenset(Phase)
_NUMBERS = {Phase.REGULAR: 0, Phase.PRE: 10**7, Phase.AFTER: 2 * 10**7, Phase.OVERNIGHT: 3 * 10**7}


@dataclass(frozen=True)
class Session:
    """Trading session of one day: from `opens` (UTC) up to but not including `closes`."""

    day: date
    opens: datetime
    closes: datetime
    phase: Phase = Phase.REGULAR

    @property
    def number(self) -> int:
        """Number of the session that no other one has."""
        return self.day.toordinal() + _NUMBERS[self.phase]

    @cached_property
    def minutes(self) -> int:
        """Number of minutes."""
        return (self.closes - self.opens) // timedelta(minutes=1)

    @property
    def local_hours(self) -> tuple[str, str]:
        """Opening and closing as `HH:MM` in New York; midnight at the end is written 23:59."""
        opens = self.opens.astimezone(NEW_YORK)
        closes = self.closes.astimezone(NEW_YORK)
        ends_today = closes.date() == self.day
        return f"{opens:%H:%M}", f"{closes:%H:%M}" if ends_today else "23:59"


@cache
def _holidays() -> "tuple[HolidayBase, HolidayBase]":
    """Full holidays and days of early close. Loaded on demand, since the import is slow."""
    from holidays import financial_holidays

    return financial_holidays("NYSE"), financial_holidays("NYSE", categories="half_day")


class Calendar:
    """Sessions by local day: New York's days unless another time zone is given."""

    def __init__(self, hours: MarketHours, zone: ZoneInfo = NEW_YORK) -> None:
        self._hours = hours
        self.zone = zone
        self.session = lru_cache(maxsize=4096)(self._session)
        self.phases = lru_cache(maxsize=4096)(self._phases)

    def _session(self, day: date) -> Session | None:
        """Return the session of a local day, None if the market is closed all day."""
        if self._hours == "always":
            return Session(day, self.midnight(day), self.midnight(day + _DAY))
        closed, shortened = _holidays()
        if day.weekday() >= 5 or day in closed:
            return None
        closes = _CLOSES_EARLY if day in shortened else _CLOSES
        return Session(day, self._in_utc(day, _OPENS), self._in_utc(day, closes))

    def _phases(self, day: date) -> tuple[Session, ...]:
        """Return all sessions of a trading day in order of time, from the evening before.

        A market that never closes has only one, and so has no part of a day that is another's.
        """
        regular = self.session(day)
        if regular is None:
            return ()
        if self._hours == "always":
            return (regular,)
        evening, morning = self._in_utc(day - _DAY, _OVERNIGHT), self._in_utc(day, _PRE_MARKET)
        return (
            Session(day, evening, morning, Phase.OVERNIGHT),
            Session(day, morning, regular.opens, Phase.PRE),
            regular,
            Session(day, regular.closes, regular.closes + _AFTER_HOURS, Phase.AFTER),
        )

    def session_at(self, at: datetime) -> Session | None:
        """Return the session that is open at `at`, or None."""
        session = self.session(self.local_day(at))
        if session is not None and session.opens <= at < session.closes:
            return session
        return None

    def parts(self, day: date, phases: Phases = ALL_HOURS) -> tuple[Session, ...]:
        """Return those sessions of a trading day that are of `phases`, in order of time.

        A market that never closes has one session, which is of all phases.
        """
        found = self.phases(day)
        if phases is ALL_HOURS or self._hours == "always":
            return found
        return tuple(one for one in found if one.phase in phases)

    def span(self, day: date, phases: Phases) -> Session | None:
        """Return the time from the first to the last of a day's sessions of `phases`, or None.

        The phases must follow each other.
        """
        if phases is REGULAR_HOURS:
            return self.session(day)
        parts = self.parts(day, phases)
        return Session(day, parts[0].opens, parts[-1].closes) if parts else None

    def span_at(self, at: datetime, phases: Phases) -> Session | None:
        """Return the span of `phases` that includes `at`, or None."""
        today = self.local_day(at)
        for day in (today, today + _DAY) if Phase.OVERNIGHT in phases else (today,):
            span = self.span(day, phases)
            if span is not None and span.opens <= at < span.closes:
                return span
        return None

    def next_span(self, at: datetime, phases: Phases) -> Session:
        """Return the first span of `phases` that begins after `at`."""
        day = self.local_day(at)
        while True:
            span = self.span(day, phases)
            if span is not None and span.opens > at:
                return span
            day += _DAY

    def latest_part(self, at: datetime, phases: Phases = ALL_HOURS) -> Session:
        """Return the session of `phases` that is open at `at`, else the last one before."""
        day = self.local_day(at)
        if self._hours != "always":
            day += _DAY  # which may have begun in the evening
        while True:
            for part in reversed(self.parts(day, phases)):
                if part.opens <= at:
                    return part
            day -= _DAY

    def next_part(self, part: Session, phases: Phases = ALL_HOURS) -> Session:
        """Return the first session of `phases` after another one of this calendar."""
        day = part.day
        while True:
            for following in self.parts(day, phases):
                if following.opens >= part.closes:
                    return following
            day += _DAY

    def latest_session(self, at: datetime) -> Session:
        """Return the session that is open at `at`, else the last one before."""
        return self._nearest(at, -1, lambda session: session.opens <= at)

    def trading_day(self, at: datetime) -> Session:
        """Return the session of the day of `at`, whether open or not, else the last one before."""
        midnight = self.midnight(self.local_day(at) + _DAY)
        return self.latest_session(midnight - timedelta(microseconds=1))

    def next_session(self, at: datetime) -> Session:
        """Return the first session that opens after `at`."""
        return self._nearest(at, 1, lambda session: session.opens > at)

    def session_before(self, session: Session) -> Session:
        """Return the session before `session`."""
        return self.latest_session(session.opens - timedelta(microseconds=1))

    def _nearest(
        self, at: datetime, step: Literal[1, -1], fits: Callable[[Session], bool]
    ) -> Session:
        """Return the first session that `fits`, forward or backward from the day of `at`."""
        day = self.local_day(at)
        while True:
            session = self.session(day)
            if session is not None and fits(session):
                return session
            day += _DAY * step

    def sessions(self, start: date, end: date) -> Iterator[Session]:
        """Yield every session from `start` to `end`, both included, within the calendar."""
        day, last = max(start, FIRST_DAY), min(end, LAST_DAY)
        while day <= last:
            session = self.session(day)
            if session is not None:
                yield session
            day += _DAY

    def local_day(self, at: datetime) -> date:
        """Return the day of `at` in the calendar's time zone."""
        return at.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the beginning of a local day, in UTC."""
        return self._in_utc(day, time(0))

    def _in_utc(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self.zone).astimezone(UTC)


@cache
def calendar_of(hours: MarketHours) -> Calendar:
    """Return the trading hours of the stocks, the same object for the same hours."""
    return Calendar(hours)
