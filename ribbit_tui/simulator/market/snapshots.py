"""The latest of everything about a symbol, in the short keys of market data.

Prices go out as JSON numbers there. Ticks over the ticks of a USD is the double nearest to the
price, and its shortest text, which is what JSON writes, is the price exactly.
"""

from datetime import datetime
from typing import Any

from ribbit_tui.wire.model import rfc3339

from .calendar import Session
from .prices import DayPrices, Listing, Prices
from .session_prices import Bar

Json = dict[str, Any]

_SPREAD_DIVISOR = 5000
"""A spread of two basis points, but at least a tick."""
_BOOK_LEVELS = 10


def snapshot(prices: Prices, symbol: str, at: datetime) -> Json:
    """KeyError for an unknown symbol."""
    listing = prices.listing(symbol)
    session = listing.calendar.latest_session(at)
    before = listing.calendar.session_before(session)
    return {
        "latestTrade": latest_trade(prices, symbol, at),
        "latestQuote": latest_quote(prices, symbol, at),
        "minuteBar": bar_as_wire(listing, latest_minute_bar(prices, symbol, at)),
        "dailyBar": bar_as_wire(listing, prices.day(symbol, session).bar_until(at)),
        "prevDailyBar": bar_as_wire(listing, prices.day(symbol, before).bar),
    }


def latest_trade(prices: Prices, symbol: str, at: datetime) -> Json:
    listing, day = _latest(prices, symbol, at)
    return trade_as_wire(listing, day, day.last_moment(at), day.ticks(at))


def latest_quote(prices: Prices, symbol: str, at: datetime) -> Json:
    listing, day = _latest(prices, symbol, at)
    return quote_as_wire(listing, day, day.last_moment(at), day.ticks(at))


def latest_order_book(prices: Prices, symbol: str, at: datetime) -> Json:
    """The quote, and behind it ever larger offers a spread apart from each other."""
    listing, day = _latest(prices, symbol, at)
    moment = day.last_moment(at)
    bid, spread, bid_size, ask_size = _quote(day, moment, day.ticks(at))
    unit, lots = 10**listing.places, listing.lots
    levels = [level for level in range(_BOOK_LEVELS) if bid - level * spread > 0]
    return {
        "t": rfc3339(moment),
        "b": [
            {"p": (bid - level * spread) / unit, "s": bid_size * (level + 1) / lots}
            for level in levels
        ],
        "a": [
            {"p": (bid + (level + 1) * spread) / unit, "s": ask_size * (level + 1) / lots}
            for level in range(_BOOK_LEVELS)
        ],
    }


def latest_minute_bar(prices: Prices, symbol: str, at: datetime) -> Bar:
    """The last whole minute with trades, in a session's first minute that of one before."""
    calendar = prices.listing(symbol).calendar
    session: Session = calendar.latest_session(at)
    bar = prices.day(symbol, session).last_minute_bar(at)
    while bar is None:
        session = calendar.session_before(session)
        bar = prices.day(symbol, session).last_minute_bar(session.closes)
    return bar


def _latest(prices: Prices, symbol: str, at: datetime) -> tuple[Listing, DayPrices]:
    listing = prices.listing(symbol)
    return listing, prices.day(symbol, listing.calendar.latest_session(at))


def trade_as_wire(listing: Listing, day: DayPrices, moment: datetime, ticks: int) -> Json:
    """The trade of a second; its number among the symbol's trades is that of the second."""
    price, size = ticks / 10**listing.places, day.size(moment)
    number = int(moment.timestamp())
    if listing.is_crypto:
        taker = "B" if size % 2 else "S"
        return {
            "t": rfc3339(moment),
            "p": price,
            "s": size / listing.lots,
            "tks": taker,
            "i": number,
        }
    return {
        "t": rfc3339(moment),
        "x": "V",
        "p": price,
        "s": size,
        "c": ["@"],
        "i": number,
        "z": "C",
    }


def quote_as_wire(listing: Listing, day: DayPrices, moment: datetime, ticks: int) -> Json:
    bid, spread, bid_size, ask_size = _quote(day, moment, ticks)
    unit = 10**listing.places
    if listing.is_crypto:
        return {
            "t": rfc3339(moment),
            "bp": bid / unit,
            "bs": bid_size / listing.lots,
            "ap": (bid + spread) / unit,
            "as": ask_size / listing.lots,
        }
    return {
        "t": rfc3339(moment),
        "ax": "V",
        "ap": (bid + spread) / unit,
        "as": ask_size,
        "bx": "V",
        "bp": bid / unit,
        "bs": bid_size,
        "c": ["R"],
        "z": "C",
    }


def _quote(day: DayPrices, moment: datetime, ticks: int) -> tuple[int, int, int, int]:
    """The bid and the spread in ticks, and what stands behind bid and ask in lots."""
    size = day.size(moment)
    spread = max(1, ticks // _SPREAD_DIVISOR)
    return max(1, ticks - spread // 2), spread, 1 + size % 5, 1 + size % 7


def bar_as_wire(listing: Listing, bar: Bar) -> Json:
    """`vw` is the mean of the bar's own four prices."""
    unit = 10**listing.places
    volume = bar.volume / listing.lots if listing.is_crypto else bar.volume
    return {
        "t": rfc3339(bar.starts),
        "o": bar.open / unit,
        "h": bar.high / unit,
        "l": bar.low / unit,
        "c": bar.close / unit,
        "v": volume,
        "n": bar.trades,
        "vw": (bar.open + bar.high + bar.low + bar.close) / (4 * unit),
    }
