"""The prices since an order was placed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from ribbit_tui.session.history.since_order import order_series_key, series_since
from ribbit_tui.session.series import Point, Series, SeriesKey, Span
from tests.tui.states import NOW, ago, loaded, order


@pytest.mark.parametrize(
    ("days", "span"),
    [(0, Span.DAY), (1, Span.DAY), (1.1, Span.WEEK), (100, Span.YEAR), (4000, Span.FIVE_YEARS)],
)
def test_the_shortest_series_that_reaches_back(days: float, span: Span) -> None:
    placed = order(created_at=NOW - timedelta(days=days))
    assert order_series_key(placed, NOW) == SeriesKey(span, "AAPL")


def test_prices_begin_with_the_order_and_are_held_against_its_fills() -> None:
    filled = order(1, "filled", created_at=ago(30), filled_avg_price="238.15")
    state = loaded(orders=[filled], prices={})
    key = SeriesKey(Span.DAY, "AAPL")
    points = tuple(Point(ago(60 - number), Decimal(number)) for number in range(60))
    state.series = {key: Series(key, points=points, base=Decimal(7))}
    series, is_whole = series_since(state, filled, NOW)
    assert is_whole
    assert [point.at for point in series.points] == [ago(minutes) for minutes in range(30, 0, -1)]
    assert series.base == Decimal("238.15"), "not the close of the day before"


def test_a_new_order_has_the_day_around_it() -> None:
    fresh = order(created_at=ago(0.5))
    state = loaded(orders=[fresh], prices={})
    key = SeriesKey(Span.DAY, "AAPL")
    points = tuple(Point(ago(60 - number), Decimal(number)) for number in range(60))
    state.series = {key: Series(key, points=points, base=Decimal(7))}
    assert series_since(state, fresh, NOW) == (state.series[key], False)
    assert series_since(loaded(orders=[fresh]), fresh, NOW) == (Series(key), False)
