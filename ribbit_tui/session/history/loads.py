"""Loads of series: past bars of assets, and the history of the equity."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ribbit_tui.broker.client import Broker
from ribbit_tui.session.series import EXCHANGE_ZONE, Point, Series, SeriesKey, SeriesStatus, Span
from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.market import Bar
from ribbit_tui.wire.positions import IntradayReporting, PortfolioHistory

_TIMEFRAMES = {
    Span.DAY: "5Min",
    Span.WEEK: "30Min",
    Span.MONTH: "1Day",
    Span.QUARTER: "1Day",
    Span.YEAR: "1Day",
    Span.FIVE_YEARS: "1Week",
    Span.ALL: "1Week",
}
_LONGEST_BREAK = timedelta(days=5)
"""Longer than the market is ever closed, as over a weekend and two holidays."""
_PERIODS = {
    Span.DAY: "1D",
    Span.WEEK: "1W",
    Span.MONTH: "1M",
    Span.QUARTER: "3M",
    Span.YEAR: "1A",
}
_EQUITY_TIMEFRAMES = (
    (timedelta(hours=12), "1Min"),
    (timedelta(days=2), "5Min"),
    (timedelta(days=8), "15Min"),
    (timedelta(days=30), "1H"),
)
"""The step of a history of at most this length; that of a longer one is a day."""


async def load_bars(
    broker: Broker, state: State, span: Span, assets: dict[str, str], now: datetime, *, crypto: bool
) -> list[Series]:
    """Load the prices of assets over a span. `assets` has the asset's symbol by the series' one.

    A server's own symbols are read and returned, the others as series without points. Raises
    BrokerError.
    """
    is_day = span is Span.DAY
    closes = is_day and not crypto and not state.always_open
    start = now - (_LONGEST_BREAK if closes else span.length)
    load = broker.market_data.crypto_bars if crypto else broker.market_data.bars
    found = await load(sorted(set(assets.values())), _TIMEFRAMES[span], start)
    series = []
    for symbol, asset in assets.items():
        bars = sorted(found.get(asset, []), key=lambda bar: bar.timestamp)
        if closes:
            bars = _of_last_day(bars)
        series.append(
            Series(
                SeriesKey(span, symbol),
                SeriesStatus.LOADED,
                tuple(map(_point, bars)),
                base=bars[0].open if bars else None,
            )
        )
    return series


def _of_last_day(bars: Sequence[Bar]) -> list[Bar]:
    """Return the bars of the last day of the exchange that has any."""
    if not bars:
        return []
    last = bars[-1].timestamp.astimezone(EXCHANGE_ZONE).date()
    return [bar for bar in bars if bar.timestamp.astimezone(EXCHANGE_ZONE).date() == last]


def _point(bar: Bar) -> Point:
    return Point(bar.timestamp, bar.close, bar.open, bar.high, bar.low, bar.volume)


async def load_equity(broker: Broker, state: State, span: Span, now: datetime) -> Series:
    """Load the history of the open customer's equity, from its first money on.

    Raises BrokerError.
    """
    assert state.customer_id is not None
    created = state.account.created_at if state.account is not None else None
    begins = created or now - span.length
    is_younger = span is Span.ALL or begins > now - span.length
    cash = state.trading_account.cash if state.trading_account is not None else None
    history = await broker.trading.portfolio_history(
        state.customer_id,
        period=None if is_younger else _PERIODS[span],
        start=begins if is_younger else None,
        timeframe=_equity_timeframe(now - begins if is_younger else span.length),
        reporting=_reporting(state),
    )
    points, profits = _equity_points(history)
    return Series(
        SeriesKey(span),
        SeriesStatus.LOADED,
        points,
        base=history.base_value or None,
        profit=profits[-1] if profits else None,
        cash=cash,
    )


def _equity_timeframe(length: timedelta) -> str:
    return next((step for longest, step in _EQUITY_TIMEFRAMES if length <= longest), "1D")


def _reporting(state: State) -> IntradayReporting:
    """Return the hours in which this customer's equity can change."""
    holds_crypto = any(
        position.asset_class == AssetClass.CRYPTO for position in state.positions.values()
    )
    if state.always_open or holds_crypto:
        return IntradayReporting.CONTINUOUS
    return IntradayReporting.EXTENDED_HOURS


def _equity_points(
    history: PortfolioHistory,
) -> tuple[tuple[Point, ...], Sequence[Decimal | None]]:
    """Return points and profits in order of time, without those before the first money.

    A time that is none, or that comes twice, is left out.
    """
    profits = history.profit_loss or [None] * len(history.timestamp)
    rows: dict[datetime, tuple[Decimal | None, Decimal | None]] = {}
    for seconds, worth, profit in zip(history.timestamp, history.equity, profits, strict=True):
        try:
            rows[datetime.fromtimestamp(seconds, UTC)] = (worth, profit)
        except (ValueError, OverflowError, OSError):
            continue
    ordered = sorted(rows.items())
    first = next((i for i, (_, (worth, _profit)) in enumerate(ordered) if worth), len(ordered))
    kept = ordered[first:]
    return tuple(Point(at, worth) for at, (worth, _) in kept), [profit for _, (_, profit) in kept]
