"""Past trades: the last trade of every second, which also stands for its quote."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from .bars import Span
from .calendar import ALL_HOURS, FIRST_DAY, LAST_DAY, Phase, Phases
from .prices import DayPrices, Prices
from .session_prices import SECOND

_DAY = timedelta(days=1)


class LastTrade(NamedTuple):
    """The last trade of a second, and the session's prices it belongs to."""

    at: datetime
    day: DayPrices
    ticks: int


def last_trades(
    prices: Prices, symbol: str, span: Span, phases: Phases = ALL_HOURS
) -> Iterator[LastTrade]:
    """Yield the trades of `span` in `phases` in order of time, or in reverse.

    There are none while the market is closed or the symbol halted.
    """
    calendar = prices.listing(symbol).calendar
    last = min(span.end, span.now)
    first_day = max(calendar.local_day(span.start), FIRST_DAY)
    last_day = calendar.local_day(last) + (Phase.OVERNIGHT in phases) * _DAY
    sessions = [
        session
        for number in range((min(last_day, LAST_DAY) - first_day).days + 1)
        for session in calendar.parts(first_day + number * _DAY, phases)
        if session.opens <= last and span.start < session.closes
    ]
    for session in reversed(sessions) if span.is_descending else sessions:
        day = prices.day(symbol, session)
        first = max(0, -((session.opens - span.start) // SECOND))
        over = min((session.closes - session.opens) // SECOND - 1, (last - session.opens) // SECOND)
        seconds = range(first, over + 1)
        for second in reversed(seconds) if span.is_descending else seconds:
            at = session.opens + second * SECOND
            if day.has_traded(at, at + SECOND):
                yield LastTrade(at, day, day.ticks(at))
