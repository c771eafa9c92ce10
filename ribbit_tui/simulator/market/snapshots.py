"""The latest of everything about a symbol, in the short keys of market data.

Prices go out as JSON numbers there. Cents over 100 is the double nearest to the price, and its
shortest text, which is what JSON writes, is the price exactly.
"""

from datetime import datetime
from typing import Any

from ribbit_tui.wire.model import rfc3339

from .calendar import Calendar, Session
from .prices import Bar, Prices

_SPREAD_DIVISOR = 5000
"""A spread of two basis points, but at least a cent."""


def snapshot(prices: Prices, calendar: Calendar, symbol: str, at: datetime) -> dict[str, Any]:
    """KeyError for an unknown symbol."""
    session = calendar.latest_session(at)
    before = calendar.session_before(session)
    minute_bar = latest_minute_bar(prices, calendar, symbol, at)
    return {
        "latestTrade": latest_trade(prices, calendar, symbol, at),
        "latestQuote": latest_quote(prices, calendar, symbol, at),
        "minuteBar": bar_as_wire(minute_bar),
        "dailyBar": bar_as_wire(prices.day(symbol, session).bar_until(at)),
        "prevDailyBar": bar_as_wire(prices.day(symbol, before).bar),
    }


def latest_trade(prices: Prices, calendar: Calendar, symbol: str, at: datetime) -> dict[str, Any]:
    session = calendar.latest_session(at)
    moment = _last_moment(session, at)
    day = prices.day(symbol, session)
    return {
        "t": rfc3339(moment),
        "x": "V",
        "p": day.cents(at) / 100,
        "s": day.size(moment),
        "c": ["@"],
        "z": "C",
    }


def latest_quote(prices: Prices, calendar: Calendar, symbol: str, at: datetime) -> dict[str, Any]:
    session = calendar.latest_session(at)
    moment = _last_moment(session, at)
    day = prices.day(symbol, session)
    last, size = day.cents(at), day.size(moment)
    spread = max(1, last // _SPREAD_DIVISOR)
    bid = max(1, last - spread // 2)
    return {
        "t": rfc3339(moment),
        "ax": "V",
        "ap": (bid + spread) / 100,
        "as": 1 + size % 7,
        "bx": "V",
        "bp": bid / 100,
        "bs": 1 + size % 5,
        "c": ["R"],
        "z": "C",
    }


def latest_minute_bar(prices: Prices, calendar: Calendar, symbol: str, at: datetime) -> Bar:
    """The last whole minute, in a session's first minute that of the session before."""
    session = calendar.latest_session(at)
    bar = prices.day(symbol, session).last_minute_bar(at)
    if bar is None:
        before = calendar.session_before(session)
        bar = prices.day(symbol, before).minute_bar(before.minutes - 1)
    return bar


def _last_moment(session: Session, at: datetime) -> datetime:
    return min(at, session.closes).replace(microsecond=0)


def bar_as_wire(bar: Bar) -> dict[str, Any]:
    """`vw` is the mean of the bar's own four prices."""
    return {
        "t": rfc3339(bar.starts),
        "o": bar.open / 100,
        "h": bar.high / 100,
        "l": bar.low / 100,
        "c": bar.close / 100,
        "v": bar.volume,
        "n": bar.trades,
        "vw": (bar.open + bar.high + bar.low + bar.close) / 400,
    }
