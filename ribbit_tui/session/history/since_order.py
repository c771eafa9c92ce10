"""The prices of an asset from the placing of an order on."""

from dataclasses import replace
from datetime import datetime

from ribbit_tui.session.series import ASSET_SPANS, Series, SeriesKey
from ribbit_tui.session.state import State
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.orders import Order

from .latest import series_up_to_now

_FEWEST = 2
"""Points that make a line."""


def order_series_key(order: Order, now: datetime) -> SeriesKey:
    """Return the key of the shortest series that reaches back to the placing of an order."""
    age = now - sort_time(order.created_at)
    span = next((span for span in ASSET_SPANS if span.length >= age), ASSET_SPANS[-1])
    return SeriesKey(span, order.symbol)


def series_since(state: State, order: Order, now: datetime) -> tuple[Series, bool]:
    """Return the prices since an order, and whether they begin with it.

    They are measured against the average price of its fills. Where too few have come since, the
    prices of the whole span are returned as they are.
    """
    series = series_up_to_now(state, order_series_key(order, now), now)
    placed = sort_time(order.created_at)
    since = tuple(point for point in series.points if point.at >= placed)
    if sum(point.value is not None for point in since) < _FEWEST:
        return series, False
    return replace(series, points=since, base=order.filled_avg_price), True
