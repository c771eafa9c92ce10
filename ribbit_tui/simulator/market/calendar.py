"""When the market trades: round the clock, or as the New York Stock Exchange does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from ribbit_tui.simulator.settings import MarketHours

if TYPE_CHECKING:
    from holidays import HolidayBase

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
"""Where the day of Alpaca's crypto bars begins and ends."""
FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2099, 12, 31)

_OPENS = time(9, 30)
_CLOSES = time(16)
_CLOSES_EARLY = time(13)
_PRE_MARKET = time(4)
_AFTER_HOURS = timedelta(hours=4)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Session:
    """One trading day: from `opens` (in UTC) up to but not including `closes`."""

    day: date
    opens: datetime
    closes: datetime

    @cached_property
    def minutes(self) -> int:
        return (self.closes - self.opens) // timedelta(minutes=1)

    @property
    def local_hours(self) -> tuple[str, str]:
        """Opening and closing as `HH:MM` in New York; midnight at the end is written 23:59."""
        opens = self.opens.astimezone(NEW_YORK)
        closes = self.closes.astimezone(NEW_YORK)
        ends_today = closes.date() == self.day
        return f"{opens:%H:%M}", f"{closes:%H:%M}" if ends_today else "23:59"


class Calendar:
    """Sessions by day in New York, unless another zone is given."""

    def __init__(self, hours: MarketHours, zone: ZoneInfo = NEW_YORK) -> None:
        self._hours = hours
        self.zone = zone
        self.session = lru_cache(maxsize=4096)(self._session)

    @cached_property
    def _holidays(self) -> "tuple[HolidayBase, HolidayBase]":
        """Full holidays and early closes, by far the slowest import here, so only on demand."""
        from holidays import financial_holidays

        return financial_holidays("NYSE"), financial_holidays("NYSE", categories="half_day")

    def _session(self, day: date) -> Session | None:
        """The session of that local day, None if the market stays shut."""
        if self._hours == "always":
            return Session(day, self.midnight(day), self.midnight(day + _DAY))
        closed, shortened = self._holidays
        if day.weekday() >= 5 or day in closed:
            return None
        closes = _CLOSES_EARLY if day in shortened else _CLOSES
        return Session(day, self._in_utc(day, _OPENS), self._in_utc(day, closes))

    def session_at(self, moment: datetime) -> Session | None:
        """The session under way at `moment`."""
        session = self.session(self.local_day(moment))
        if session is not None and session.opens <= moment < session.closes:
            return session
        return None

    def extended_session(self, day: date) -> Session | None:
        """That day's session with the hours before and after it."""
        session = self.session(day)
        if session is None or self._hours == "always":
            return session
        return Session(day, self._in_utc(day, _PRE_MARKET), session.closes + _AFTER_HOURS)

    def extended_session_at(self, moment: datetime) -> Session | None:
        session = self.extended_session(self.local_day(moment))
        if session is not None and session.opens <= moment < session.closes:
            return session
        return None

    def next_extended_session(self, moment: datetime) -> Session:
        """The first session whose extended hours begin after `moment`."""
        day = self.local_day(moment)
        while True:
            session = self.extended_session(day)
            if session is not None and session.opens > moment:
                return session
            day += _DAY

    def latest_session(self, moment: datetime) -> Session:
        """The session under way at `moment`, else the last one before."""
        return self._nearest(moment, -1, lambda session: session.opens <= moment)

    def trading_day(self, moment: datetime) -> Session:
        """The session of the day that `moment` lies in, open or not, else the last one before."""
        midnight = self.midnight(self.local_day(moment) + _DAY)
        return self.latest_session(midnight - timedelta(microseconds=1))

    def next_session(self, moment: datetime) -> Session:
        """The first session that opens after `moment`."""
        return self._nearest(moment, 1, lambda session: session.opens > moment)

    def session_before(self, session: Session) -> Session:
        return self.latest_session(session.opens - timedelta(microseconds=1))

    def _nearest(
        self, moment: datetime, step: Literal[1, -1], fits: Callable[[Session], bool]
    ) -> Session:
        day = self.local_day(moment)
        while True:
            session = self.session(day)
            if session is not None and fits(session):
                return session
            day += _DAY * step

    def sessions(self, start: date, end: date) -> Iterator[Session]:
        """Every session from `start` to `end`, both included, within the calendar's bounds."""
        day, last = max(start, FIRST_DAY), min(end, LAST_DAY)
        while day <= last:
            session = self.session(day)
            if session is not None:
                yield session
            day += _DAY

    def local_day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Where that local day begins, in UTC."""
        return self._in_utc(day, time(0))

    def _in_utc(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self.zone).astimezone(UTC)
