"""Markets of the USA, by identifier, with the parts of a trading day at which each is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .calendar import Calendar, Phase, Session

CORE, CLOSED = "core", "closed"

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Market:
    """A market; `phases` has Alpaca's word for each part of the day at which it is open."""

    acronym: str
    name: str
    mic: str | None
    phases: Mapping[Phase, str]

    def sessions(self, calendar: Calendar, day: date) -> list[Session]:
        """Return the market's sessions of a trading day in order of time."""
        return [one for one in calendar.phases(day) if one.phase in self.phases]

    def core(self, calendar: Calendar, day: date) -> Session | None:
        """Return the core session of a day, None if it is no trading day."""
        found = (one for one in self.sessions(calendar, day) if self.phases[one.phase] == CORE)
        return next(found, None)


class Clock(NamedTuple):
    """State of a market at a time: its phase in Alpaca's words, and what comes next."""

    is_market_day: bool
    next_open: datetime
    next_close: datetime
    phase: str
    phase_until: datetime


_EQUITIES = {Phase.PRE: "pre", Phase.REGULAR: CORE, Phase.AFTER: "post"}
_NYSE = Market("NYSE", "New York Stock Exchange", "XNYS", _EQUITIES)
_NASDAQ = Market(
    "NASDAQ",
    "National Association of Securities Dealers Automated Quotations",
    "XNAS",
    _EQUITIES,
)
_IEX = Market("IEX", "Investors Exchange", "IEXG", _EQUITIES)
_OTC = Market("OTC", "OTC Markets", "OTCM", _EQUITIES)
_OPRA = Market("OPRA", "Options Price Reporting Authority", None, {Phase.REGULAR: CORE})
_BOATS = Market("BOATS", "Blue Ocean Alternative Trading System", "OCEA", {Phase.OVERNIGHT: CORE})

MARKETS = {
    identifier: market
    for market in (_NYSE, _NASDAQ, _IEX, _OTC, _OPRA, _BOATS)
    for identifier in (market.acronym, market.mic)
    if identifier is not None
}
"""Markets by acronym and by MIC: those whose hours and holidays are known here."""


def clock(market: Market, calendar: Calendar, at: datetime) -> Clock:
    """Return the state of a market at `at`, which is before the calendar's last days."""
    today = calendar.local_day(at)
    following = [one for one in _near(market, calendar, today) if one.closes > at]
    current = following[0] if following[0].opens <= at else None
    cores = [one for one in following if market.phases[one.phase] == CORE]
    return Clock(
        is_market_day=market.core(calendar, current.day if current else today) is not None,
        next_open=next(one.opens for one in cores if one.opens > at),
        next_close=cores[0].closes,
        phase=market.phases[current.phase] if current else CLOSED,
        phase_until=current.closes if current else following[0].opens,
    )


def _near(market: Market, calendar: Calendar, today: date) -> Iterator[Session]:
    """Yield the sessions of a fortnight from `today`; no holidays last that long."""
    for number in range(14):
        yield from market.sessions(calendar, today + number * _DAY)
