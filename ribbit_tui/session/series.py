"""Series over time, for charts: the prices of an asset, or the equity of the customer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import NamedTuple
from zoneinfo import ZoneInfo

EXCHANGE_ZONE = ZoneInfo("America/New_York")
"""The zone of the market's days and of the times below a chart."""


class Span(StrEnum):
    """A span of time up to now, by its name on screen."""

    DAY = "1D"
    WEEK = "1W"
    MONTH = "1M"
    QUARTER = "3M"
    YEAR = "1Y"
    FIVE_YEARS = "5Y"
    ALL = "All"
    """From the first day of the account."""

    @property
    def length(self) -> timedelta:
        """The length; that of `ALL` is not known here and counts as the longest."""
        return _LENGTHS[self]


_LENGTHS = {
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(weeks=1),
    Span.MONTH: timedelta(days=30),
    Span.QUARTER: timedelta(days=91),
    Span.YEAR: timedelta(days=365),
    Span.FIVE_YEARS: timedelta(days=5 * 365 + 1),
    Span.ALL: timedelta(days=10 * 365),
}

EQUITY_SPANS = (Span.DAY, Span.WEEK, Span.MONTH, Span.QUARTER, Span.YEAR, Span.ALL)
ASSET_SPANS = (Span.DAY, Span.WEEK, Span.MONTH, Span.QUARTER, Span.YEAR, Span.FIVE_YEARS)


class SeriesKey(NamedTuple):
    """The identity of a series. Without a symbol it is the customer's equity."""

    span: Span
    symbol: str = ""
    """The symbol of an asset or of a position."""


class Point(NamedTuple):
    """A value (USD) and the time (UTC) from which on it counts; a bar has all of its prices."""

    at: datetime
    value: Decimal | None
    """The equity, or the last price of a bar; None where the server knows none."""
    open: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    volume: Decimal | None = None


class SeriesStatus(Enum):
    LOADING = auto()
    LOADED = auto()
    FAILED = auto()
    """The last load failed. Points of an earlier load stay."""


@dataclass(frozen=True)
class Series:
    """Points in order of time, and what they are measured against."""

    key: SeriesKey
    status: SeriesStatus = SeriesStatus.LOADING
    points: tuple[Point, ...] = ()
    base: Decimal | None = None
    """The equity or the price before the first point (USD); None if it is not known."""
    profit: Decimal | None = None
    """The profit up to the last point without deposits and withdrawals, of an equity (USD)."""
    cash: Decimal | None = None
    """The cash when an equity was loaded. After a change the profit is out of date (USD)."""
    error: str = ""
    """The reason why the last load failed."""
