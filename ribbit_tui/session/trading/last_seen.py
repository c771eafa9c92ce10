"""The equity of the open customer, as the list of customers keeps it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from ribbit_tui.session.series import EQUITY_SPANS, SeriesKey, Span
from ribbit_tui.session.state import State
from ribbit_tui.session.stores.customers import MAX_CURVE_POINTS, LastSeen
from ribbit_tui.session.trading.valuation import equity

_SPANS = (Span.MONTH, *EQUITY_SPANS)
"""The spans of the curve in order of preference."""


def last_seen(state: State, now: datetime) -> LastSeen | None:
    """Return the equity of the open customer (USD) and its curve; None until it is loaded."""
    worth = equity(state)
    if state.customer_id is None or worth is None:
        return None
    return LastSeen(now, worth, _curve(state))


def _curve(state: State) -> tuple[Decimal, ...]:
    for span in _SPANS:
        series = state.series.get(SeriesKey(span))
        values = (
            [point.value for point in series.points if point.value is not None] if series else []
        )
        if len(values) > 1:
            return _thinned(values)
    return ()


def _thinned(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return at most `MAX_CURVE_POINTS` values at even steps, the first and the last included."""
    if len(values) <= MAX_CURVE_POINTS:
        return tuple(values)
    steps, last = MAX_CURVE_POINTS - 1, len(values) - 1
    return tuple(values[round(step * last / steps)] for step in range(MAX_CURVE_POINTS))
