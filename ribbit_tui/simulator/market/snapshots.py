"""Latest market data of a symbol, in the short keys of Alpaca's market data API.

Prices are JSON numbers there. Ticks divided by the ticks of a USD is the double nearest to the
price, and its shortest text, which JSON writes, is exactly the price.
"""

from datetime import datetime, timedelta
from typing import NotRequired, TypedDict

from ribbit_tui.wire.model import rfc3339

from .bars import daily
from .calendar import ALL_HOURS, Phase, Phases, Session
from .prices import DayPrices, Prices
from .session_bars import Listing
from .session_prices import Bar


class TradeData(TypedDict):
    """Trade: time, price, size, number; of stocks exchange, conditions, tape; of crypto taker."""

    t: str
    p: float
    s: float
    i: int
    x: NotRequired[str]
    c: NotRequired[list[str]]
    z: NotRequired[str]
    tks: NotRequired[str]


QuoteData = TypedDict(
    "QuoteData",
    {
        "t": str,
        "bp": float,
        "bs": float,
        "ap": float,
        "as": float,
        "ax": NotRequired[str],
        "bx": NotRequired[str],
        "c": NotRequired[list[str]],
        "z": NotRequired[str],
    },
)
"""Quote: time, prices and sizes of bid and ask; exchanges, conditions and tape of stocks."""


class BarData(TypedDict):
    """Bar: time, open, high, low, close, volume, number of trades, volume weighted price."""

    t: str
    o: float
    h: float
    l: float  # noqa: E741  Alpaca's name
    c: float
    v: float
    n: int
    vw: float


class LevelData(TypedDict):
    """Price and size of one level of an order book."""

    p: float
    s: float


class OrderBookData(TypedDict):
    """Order book: time, bids and asks."""

    t: str
    b: list[LevelData]
    a: list[LevelData]


class SnapshotData(TypedDict):
    """Latest trade, quote and bars of a symbol."""

    latestTrade: TradeData
    latestQuote: QuoteData
    minuteBar: BarData
    dailyBar: BarData
    prevDailyBar: BarData


_INSTANT = timedelta(microseconds=1)
_TAPE, _OVERNIGHT_TAPE = "C", "N"
_SPREAD_DIVISOR = 5000
"""Divisor for a spread of two basis points; a spread is at least one tick."""
_BOOK_LEVELS = 10


def snapshot(prices: Prices, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> SnapshotData:
    """Return the latest trade, quote and bars of `phases`.

    Bars of days are of regular sessions, where `phases` has them. Raises KeyError for an unknown
    symbol.
    """
    listing, day_phases = prices.listing(symbol), daily(phases)
    session = listing.calendar.latest_part(at, day_phases)
    before = _part_before(listing, session, day_phases)
    return {
        "latestTrade": latest_trade(prices, symbol, at, phases),
        "latestQuote": latest_quote(prices, symbol, at, phases),
        "minuteBar": bar_as_wire(listing, latest_minute_bar(prices, symbol, at, phases)),
        "dailyBar": bar_as_wire(listing, prices.day(symbol, session).bar_until(at)),
        "prevDailyBar": bar_as_wire(listing, prices.day(symbol, before).bar),
    }


def _part_before(listing: Listing, session: Session, phases: Phases) -> Session:
    return listing.calendar.latest_part(session.opens - _INSTANT, phases)


def latest_trade(
    prices: Prices, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> TradeData:
    """Return the latest trade in `phases`."""
    listing, day = prices.listing(symbol), prices.latest(symbol, at, phases)
    return trade_as_wire(listing, day, day.last_change_at(at), day.ticks(at))


def latest_quote(
    prices: Prices, symbol: str, at: datetime, phases: Phases = ALL_HOURS
) -> QuoteData:
    """Return the latest quote in `phases`."""
    listing, day = prices.listing(symbol), prices.latest(symbol, at, phases)
    return quote_as_wire(listing, day, day.last_change_at(at), day.ticks(at))


def latest_order_book(prices: Prices, symbol: str, at: datetime) -> OrderBookData:
    """Return the order book: the quote, and behind it ever larger orders one spread apart."""
    listing, day = prices.listing(symbol), prices.latest(symbol, at)
    changed_at = day.last_change_at(at)
    bid, spread, bid_size, ask_size = _quote(day, changed_at, day.ticks(at))
    unit, lots = 10**listing.places, listing.lots
    levels = [level for level in range(_BOOK_LEVELS) if bid - level * spread > 0]
    return {
        "t": rfc3339(changed_at),
        "b": [
            {"p": (bid - level * spread) / unit, "s": bid_size * (level + 1) / lots}
            for level in levels
        ],
        "a": [
            {"p": (bid + (level + 1) * spread) / unit, "s": ask_size * (level + 1) / lots}
            for level in range(_BOOK_LEVELS)
        ],
    }


def latest_minute_bar(prices: Prices, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> Bar:
    """Return the last complete minute with trades in `phases`.

    In a session's first minute it is the last one of the session before.
    """
    listing = prices.listing(symbol)
    session = listing.calendar.latest_part(at, phases)
    bar = prices.day(symbol, session).last_minute_bar(at)
    while bar is None:
        session = _part_before(listing, session, phases)
        bar = prices.day(symbol, session).last_minute_bar(session.closes)
    return bar


def trade_as_wire(listing: Listing, day: DayPrices, changed_at: datetime, ticks: int) -> TradeData:
    """Return the trade of a second. Its number among the symbol's trades is that of the second."""
    price, size = ticks / 10**listing.places, day.size(changed_at)
    number = int(changed_at.timestamp())
    if listing.is_crypto:
        taker = "B" if size % 2 else "S"
        return {
            "t": rfc3339(changed_at),
            "p": price,
            "s": size / listing.lots,
            "tks": taker,
            "i": number,
        }
    return {
        "t": rfc3339(changed_at),
        "x": "V",
        "p": price,
        "s": size,
        "c": ["@"],
        "i": number,
        "z": _tape(day),
    }


def quote_as_wire(listing: Listing, day: DayPrices, changed_at: datetime, ticks: int) -> QuoteData:
    """Return the quote of a second."""
    bid, spread, bid_size, ask_size = _quote(day, changed_at, ticks)
    unit = 10**listing.places
    if listing.is_crypto:
        return {
            "t": rfc3339(changed_at),
            "bp": bid / unit,
            "bs": bid_size / listing.lots,
            "ap": (bid + spread) / unit,
            "as": ask_size / listing.lots,
        }
    return {
        "t": rfc3339(changed_at),
        "ax": "V",
        "ap": (bid + spread) / unit,
        "as": ask_size,
        "bx": "V",
        "bp": bid / unit,
        "bs": bid_size,
        "c": ["R"],
        "z": _tape(day),
    }


def _tape(day: DayPrices) -> str:
    return _OVERNIGHT_TAPE if day.session.phase is Phase.OVERNIGHT else _TAPE


def _quote(day: DayPrices, changed_at: datetime, ticks: int) -> tuple[int, int, int, int]:
    """Return bid and spread in ticks, and the sizes of bid and ask in lots."""
    size = day.size(changed_at)
    spread = max(1, ticks // _SPREAD_DIVISOR)
    return max(1, ticks - spread // 2), spread, 1 + size % 5, 1 + size % 7


def bar_as_wire(listing: Listing, bar: Bar) -> BarData:
    """Return a bar. Its `vw`, the volume weighted price, is the mean of its four prices."""
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
