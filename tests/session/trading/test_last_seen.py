"""The equity of a customer, kept for the list of customers."""

from dataclasses import replace
from decimal import Decimal

from ribbit_tui.session.series import Point, Series, SeriesKey, Span
from ribbit_tui.session.state import State
from ribbit_tui.session.stores.customers import MAX_CURVE_POINTS
from ribbit_tui.session.trading.last_seen import last_seen
from tests.tui.states import NOW, ago, funded


def test_equity_and_curve_are_those_on_home() -> None:
    state = funded()
    points = tuple(Point(ago(400 - number), Decimal(number)) for number in range(1, 401))
    day, month = SeriesKey(Span.DAY), SeriesKey(Span.MONTH)
    state.series = {
        day: Series(day, points=points[:2]),
        month: Series(month, points=(Point(ago(500), None), *points)),
    }
    seen = last_seen(state, NOW)
    assert seen is not None
    assert (seen.at, seen.equity) == (NOW, Decimal("610.02"))
    assert len(seen.curve) == MAX_CURVE_POINTS
    assert (seen.curve[0], seen.curve[-1]) == (Decimal(1), Decimal(400))
    assert list(seen.curve) == sorted(set(seen.curve)), "in order, and none twice"
    state.series = {day: state.series[day], month: replace(state.series[month], points=())}
    shorter = last_seen(state, NOW)
    assert shorter is not None and shorter.curve == (Decimal(1), Decimal(2))


def test_nothing_is_kept_before_it_is_known() -> None:
    assert last_seen(State(), NOW) is None
    state = funded()
    state.trading_account = None
    assert last_seen(state, NOW) is None
