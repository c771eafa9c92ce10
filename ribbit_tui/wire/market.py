"""Market data, and the market's own clock and calendar."""

from datetime import date as Date

from pydantic import Field

from .model import Exact, Timestamp, WireModel


class Clock(WireModel):
    timestamp: Timestamp
    is_open: bool
    next_open: Timestamp
    next_close: Timestamp


class CalendarDay(WireModel):
    """A trading day; `open` and `close` are `HH:MM` in New York."""

    date: Date
    open: str
    close: str


class Trade(WireModel):
    timestamp: Timestamp = Field(alias="t")
    price: Exact = Field(alias="p")
    size: Exact = Field(alias="s")


class Quote(WireModel):
    timestamp: Timestamp = Field(alias="t")
    bid_price: Exact = Field(alias="bp")
    ask_price: Exact = Field(alias="ap")


class Bar(WireModel):
    timestamp: Timestamp = Field(alias="t")
    open: Exact = Field(alias="o")
    high: Exact = Field(alias="h")
    low: Exact = Field(alias="l")
    close: Exact = Field(alias="c")
    volume: Exact = Field(alias="v")
    trade_count: int | None = Field(default=None, alias="n")
    vwap: Exact | None = Field(default=None, alias="vw")


class Snapshot(WireModel):
    """The latest of everything about one symbol (`GET /v2/stocks/snapshots`)."""

    latest_trade: Trade | None = Field(default=None, alias="latestTrade")
    latest_quote: Quote | None = Field(default=None, alias="latestQuote")
    minute_bar: Bar | None = Field(default=None, alias="minuteBar")
    daily_bar: Bar | None = Field(default=None, alias="dailyBar")
    prev_daily_bar: Bar | None = Field(default=None, alias="prevDailyBar")
