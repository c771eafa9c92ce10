"""Market data, and the market's clock and calendar."""

from datetime import date as Date

from pydantic import Field

from .model import Number, Timestamp, WireModel


class Clock(WireModel):
    timestamp: Timestamp
    is_open: bool
    next_open: Timestamp
    next_close: Timestamp


class CalendarDay(WireModel):
    """A trading day; `open` and `close` are `HH:MM` in New York.

    `session_open` and `session_close` include the extended hours, as `HHMM`. Trades settle on
    `settlement_date`.
    """

    date: Date
    open: str
    close: str
    session_open: str | None = None
    session_close: str | None = None
    settlement_date: Date | None = None


class Trade(WireModel):
    timestamp: Timestamp = Field(alias="t")
    price: Number = Field(alias="p")
    size: Number = Field(alias="s")
    exchange: str | None = Field(default=None, alias="x")
    conditions: list[str] | None = Field(default=None, alias="c")
    tape: str | None = Field(default=None, alias="z")


class Quote(WireModel):
    timestamp: Timestamp = Field(alias="t")
    bid_price: Number = Field(alias="bp")
    ask_price: Number = Field(alias="ap")
    bid_size: Number | None = Field(default=None, alias="bs")
    ask_size: Number | None = Field(default=None, alias="as")
    bid_exchange: str | None = Field(default=None, alias="bx")
    ask_exchange: str | None = Field(default=None, alias="ax")
    conditions: list[str] | None = Field(default=None, alias="c")
    tape: str | None = Field(default=None, alias="z")


class Bar(WireModel):
    timestamp: Timestamp = Field(alias="t")
    open: Number = Field(alias="o")
    high: Number = Field(alias="h")
    low: Number = Field(alias="l")
    close: Number = Field(alias="c")
    volume: Number = Field(alias="v")
    trade_count: int | None = Field(default=None, alias="n")
    vwap: Number | None = Field(default=None, alias="vw")


class Snapshot(WireModel):
    """The latest trade, quote and bars of a symbol (`GET /v2/stocks/snapshots`)."""

    latest_trade: Trade | None = Field(default=None, alias="latestTrade")
    latest_quote: Quote | None = Field(default=None, alias="latestQuote")
    minute_bar: Bar | None = Field(default=None, alias="minuteBar")
    daily_bar: Bar | None = Field(default=None, alias="dailyBar")
    prev_daily_bar: Bar | None = Field(default=None, alias="prevDailyBar")


class LatestTrades(WireModel):
    trades: dict[str, Trade]
    currency: str | None = None


class LatestTrade(WireModel):
    symbol: str
    trade: Trade
    currency: str | None = None


class LatestQuotes(WireModel):
    quotes: dict[str, Quote]
    currency: str | None = None


class LatestQuote(WireModel):
    symbol: str
    quote: Quote
    currency: str | None = None


class LatestBars(WireModel):
    bars: dict[str, Bar]
    currency: str | None = None


class LatestBar(WireModel):
    symbol: str
    bar: Bar
    currency: str | None = None


class BarsPage(WireModel):
    """Bars of one symbol; `next_page_token` is for the next page."""

    symbol: str
    bars: list[Bar]
    next_page_token: str | None = None
    currency: str | None = None


class BarsOfManyPage(WireModel):
    """Bars by symbol; `next_page_token` is for the next page."""

    bars: dict[str, list[Bar]] = {}
    next_page_token: str | None = None
    currency: str | None = None


class TradesPage(WireModel):
    """Trades of one symbol; `next_page_token` is for the next page."""

    symbol: str
    trades: list[Trade]
    next_page_token: str | None = None
    currency: str | None = None


class TradesOfManyPage(WireModel):
    """Trades by symbol; `next_page_token` is for the next page."""

    trades: dict[str, list[Trade]]
    next_page_token: str | None = None
    currency: str | None = None


class QuotesPage(WireModel):
    """Quotes of one symbol; `next_page_token` is for the next page."""

    symbol: str
    quotes: list[Quote]
    next_page_token: str | None = None
    currency: str | None = None


class QuotesOfManyPage(WireModel):
    """Quotes by symbol; `next_page_token` is for the next page."""

    quotes: dict[str, list[Quote]]
    next_page_token: str | None = None
    currency: str | None = None


class Snapshots(WireModel):
    """Snapshots by crypto pair (`GET /v1beta3/crypto/us/snapshots`)."""

    snapshots: dict[str, Snapshot]


class Offer(WireModel):
    price: Number = Field(alias="p")
    size: Number = Field(alias="s")


class OrderBook(WireModel):
    """Bids and asks, best price first."""

    timestamp: Timestamp = Field(alias="t")
    bids: list[Offer] = Field(alias="b")
    asks: list[Offer] = Field(alias="a")


class OrderBooks(WireModel):
    orderbooks: dict[str, OrderBook]
