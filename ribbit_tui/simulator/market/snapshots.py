"""The latest of everything about a symbol, in the short keys of market data.

Prices go out as JSON numbers there. Cents over 100 is the double nearest to the price, and its
shortest text, which is what JSON writes, is the price exactly.
"""

from datetime import datetime
from typing import Any

from ribbit_tui.wire.model import rfc3339

from .calendar import Calendar
from .prices import Bar, Prices

_SPREAD_DIVISOR = 5000
"""A spread of two basis points, but at least a cent."""


def snapshot(prices: Prices, calendar: Calendar, symbol: str, at: datetime) -> dict[str, Any]:
    """KeyError for an unknown symbol."""
    session = calendar.latest_session(at)
    before = calendar.session_before(session)
    day = prices.day(symbol, session)
    last_moment = min(at, session.closes).replace(microsecond=0)
    last = day.cents(at)
    minute_bar = day.last_minute_bar(at)
    if minute_bar is None:
        minute_bar = prices.day(symbol, before).last_minute_bar(at)
    time = rfc3339(last_moment)
    size = day.size(last_moment)
    spread = max(1, last // _SPREAD_DIVISOR)
    bid = max(1, last - spread // 2)
    return {
        "latestTrade": {"t": time, "x": "V", "p": last / 100, "s": size, "c": ["@"], "z": "C"},
        "latestQuote": {
            "t": time,
            "ax": "V",
            "ap": (bid + spread) / 100,
            "as": 1 + size % 7,
            "bx": "V",
            "bp": bid / 100,
            "bs": 1 + size % 5,
            "c": ["R"],
            "z": "C",
        },
        "minuteBar": None if minute_bar is None else _bar(minute_bar),
        "dailyBar": _bar(day.bar_until(at)),
        "prevDailyBar": _bar(prices.day(symbol, before).bar),
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "t": rfc3339(bar.starts),
        "o": bar.open / 100,
        "h": bar.high / 100,
        "l": bar.low / 100,
        "c": bar.close / 100,
        "v": bar.volume,
    }
