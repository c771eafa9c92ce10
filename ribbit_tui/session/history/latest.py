"""Series up to this moment: the latest price, or the equity at the latest prices, at their end."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from ribbit_tui.session.series import Point, Series, SeriesKey, Span
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.lookup import find_asset, find_snapshot
from ribbit_tui.session.trading.portfolio import Profit
from ribbit_tui.session.trading.valuation import equity


def series_up_to_now(state: State, key: SeriesKey, now: datetime) -> Series:
    """Return the series with the newest value at its end; one that is not loaded has no points."""
    series = state.series.get(key) or Series(key)
    if not series.points:
        return series
    return _with_equity(series, state, now) if not key.symbol else _with_price(series, state)


def change(series: Series) -> Profit | None:
    """Return how much a series has gained over its span; None where it is not known.

    Deposits and withdrawals are no gain of an equity.
    """
    if not series.points:
        return None
    last = series.points[-1].value
    if not series.key.symbol:
        stake = None if last is None or series.profit is None else last - series.profit
        if series.profit is None:
            return None
        return Profit(series.profit, series.profit / stake if stake and stake > 0 else None)
    before = series.base
    if last is None or before is None:
        return None
    return Profit(last - before, (last - before) / before if before else None)


def slots_of_session(series: Series, state: State) -> int:
    """Return how many points a day of the exchange has until it closes; 0 where none closes."""
    clock, key = state.clock, series.key
    asset = find_asset(state, key.symbol)
    is_crypto = asset is not None and asset.is_crypto
    if key.span is not Span.DAY or len(series.points) < 2 or is_crypto or state.always_open:
        return 0
    if clock is None or not clock.is_open:
        return 0
    first, second = series.points[0].at, series.points[1].at
    return int((clock.next_close - first) / (second - first)) if second > first else 0


def _with_equity(series: Series, state: State, now: datetime) -> Series:
    worth = equity(state)
    last = series.points[-1]
    if worth is None or now < last.at:
        return series
    profit = series.profit
    cash = state.trading_account.cash if state.trading_account is not None else None
    if profit is not None and last.value is not None:
        # A deposit or a withdrawal is no profit; what is traded changes the equity only by its fee.
        profit = profit + worth - last.value if cash == series.cash else None
    return replace(series, points=(*series.points, Point(now, worth)), profit=profit)


def _with_price(series: Series, state: State) -> Series:
    snapshot = find_snapshot(state, series.key.symbol)
    base = series.base
    if series.key.span is Span.DAY and snapshot is not None and snapshot.prev_daily_bar is not None:
        base = snapshot.prev_daily_bar.close
    trade = snapshot.latest_trade if snapshot is not None else None
    last = series.points[-1]
    if trade is None or trade.timestamp < last.at:
        return replace(series, base=base)
    bar = last._replace(
        value=trade.price,
        high=_larger(last.high, trade.price),
        low=None if last.low is None else min(last.low, trade.price),
    )
    return replace(series, points=(*series.points[:-1], bar), base=base)


def _larger(one: Decimal | None, other: Decimal) -> Decimal | None:
    return None if one is None else max(one, other)
