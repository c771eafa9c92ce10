"""Triggers: the prices at which an order fills or stops."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.simulator.engine.orders.triggers import PriceRange, RestingOrder, judge, trailed
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.wire.orders import OrderSide, OrderType


def resting(side: OrderSide, kind: OrderType, **prices: int) -> RestingOrder:
    fields: dict[str, Any] = dict.fromkeys(
        ("limit_price", "stop_price", "trail_price", "trail_percent", "hwm")
    )
    return RestingOrder(side=side, type=kind, is_triggered=False, **(fields | prices))


BUY, SELL = OrderSide.BUY, OrderSide.SELL
DOLLAR = 1_000_000


def ranges_of(*ranges: tuple[int, int]) -> list[PriceRange]:
    return [PriceRange(Micros(low), Micros(high)) for low, high in ranges]


@pytest.mark.parametrize(
    ("order", "ranges", "last", "price"),
    [
        (resting(BUY, OrderType.LIMIT, limit_price=50), [(51, 60)], 55, None),
        (resting(BUY, OrderType.LIMIT, limit_price=50), [(50, 60)], 55, 50),
        (resting(BUY, OrderType.LIMIT, limit_price=50), [(40, 60)], 45, 45),
        (resting(SELL, OrderType.LIMIT, limit_price=50), [(40, 49)], 45, None),
        (resting(SELL, OrderType.LIMIT, limit_price=50), [(40, 50)], 45, 50),
        (resting(SELL, OrderType.LIMIT, limit_price=50), [(40, 60)], 55, 55),
        (resting(BUY, OrderType.STOP, stop_price=50), [(40, 49)], 45, None),
        (resting(BUY, OrderType.STOP, stop_price=50), [(40, 50)], 45, 45),
        (resting(SELL, OrderType.STOP, stop_price=50), [(51, 60)], 55, None),
        (resting(SELL, OrderType.STOP, stop_price=50), [(50, 60)], 55, 55),
        (resting(SELL, OrderType.STOP, stop_price=50), [(51, 60)], 50, 50),
        (resting(SELL, OrderType.STOP, stop_price=50), [], 40, None),
        (resting(BUY, OrderType.LIMIT, limit_price=50), [(51, 60)], 50, 50),
        (resting(BUY, OrderType.LIMIT, limit_price=50), [], 40, None),
        (resting(BUY, OrderType.MARKET), [(40, 60)], 45, 45),
    ],
)
def test_the_price_that_an_order_meets(
    order: RestingOrder, ranges: list[tuple[int, int]], last: int, price: int | None
) -> None:
    assert judge(order, ranges_of(*ranges), Micros(last)).price == price


@pytest.mark.parametrize("kind", [OrderType.STOP, OrderType.TRAILING_STOP])
def test_the_rest_of_a_stop_that_was_touched_fills_at_the_last_price(kind: OrderType) -> None:
    order = replace(resting(SELL, kind, stop_price=50), is_triggered=True)
    assert judge(order, ranges_of((60, 70), (60, 70)), Micros(65)) == (65, order, 2)


def test_a_stop_that_is_touched_at_the_very_end_is_kept_as_touched() -> None:
    stop = resting(SELL, OrderType.STOP, stop_price=50)
    touched = replace(stop, is_triggered=True)
    assert judge(stop, ranges_of((51, 60)), Micros(50)) == (50, touched, 0)
    assert judge(stop, ranges_of((51, 60)), Micros(51)) == (None, stop, 0)
    assert judge(stop, [], Micros(50)) == (None, stop, 0), "nothing was traded"


def test_a_stop_limit_is_a_limit_only_after_the_range_that_touched_its_stop() -> None:
    order = resting(SELL, OrderType.STOP_LIMIT, stop_price=50, limit_price=52)
    touched = judge(order, ranges_of((49, 53)), Micros(49))
    assert (touched.price, touched.order.is_triggered) == (None, True)
    assert judge(order, ranges_of((51, 53)), Micros(51)).order == order
    later = judge(order, ranges_of((49, 53), (49, 52)), Micros(49))
    assert (later.price, later.order.is_triggered, later.left) == (52, True, 1)
    assert judge(order, ranges_of((49, 51)), Micros(52)).price == 52
    assert judge(touched.order, ranges_of((40, 51)), Micros(45)).price is None
    assert judge(touched.order, ranges_of((40, 52)), Micros(45)).price == 52


@pytest.mark.parametrize(
    "order",
    [
        resting(SELL, OrderType.LIMIT, limit_price=60 * DOLLAR),
        resting(SELL, OrderType.STOP, stop_price=40 * DOLLAR),
        resting(
            SELL,
            OrderType.TRAILING_STOP,
            stop_price=40 * DOLLAR,
            trail_price=20 * DOLLAR,
            hwm=60 * DOLLAR,
        ),
    ],
)
@pytest.mark.parametrize("met", range(3))
def test_what_is_left_counts_from_the_range_that_met_the_price(
    order: RestingOrder, met: int
) -> None:
    ranges = [(45 * DOLLAR, 55 * DOLLAR)] * 3
    ranges[met] = (40 * DOLLAR, 60 * DOLLAR)
    verdict = judge(order, ranges_of(*ranges), Micros(50 * DOLLAR))
    assert verdict.price is not None
    assert verdict.left == 3 - met


@pytest.mark.parametrize(
    ("side", "trail", "hwm", "best", "stop"),
    [
        # The first range sets the best price: its high for a sale, its low for a purchase.
        (SELL, {"trail_price": 2 * DOLLAR}, None, 104_010_000, 102_010_000),
        (BUY, {"trail_price": 2 * DOLLAR}, None, 96_010_000, 98_010_000),
        # It moves only to the better.
        (SELL, {"trail_price": 2 * DOLLAR}, 105 * DOLLAR, 105 * DOLLAR, 103 * DOLLAR),
        (SELL, {"trail_price": 2 * DOLLAR}, 103 * DOLLAR, 104_010_000, 102_010_000),
        (BUY, {"trail_price": 2 * DOLLAR}, 95 * DOLLAR, 95 * DOLLAR, 97 * DOLLAR),
        (BUY, {"trail_price": 2 * DOLLAR}, 97 * DOLLAR, 96_010_000, 98_010_000),
        # One percent of 104.01 is 1.0401, and of 96.01 is 0.9601: to the cent, from the market.
        (SELL, {"trail_percent": 1_000_000}, None, 104_010_000, 102_960_000),
        (BUY, {"trail_percent": 1_000_000}, None, 96_010_000, 96_980_000),
        # Not below one cent.
        (SELL, {"trail_price": 200 * DOLLAR}, None, 104_010_000, 10_000),
    ],
)
def test_a_trailing_stop_follows_the_best_price(
    side: OrderSide, trail: dict[str, int], hwm: int | None, best: int, stop: int
) -> None:
    order = resting(side, OrderType.TRAILING_STOP, **trail)
    if hwm is not None:
        order = replace(order, hwm=Micros(hwm))
    moved = trailed(order, PriceRange(Micros(96_010_000), Micros(104_010_000)))
    assert (moved.hwm, moved.stop_price) == (best, stop)
    assert isinstance(moved.stop_price, int), "prices are exact"


def test_a_trailing_stop_is_compared_with_a_range_before_the_range_moves_it() -> None:
    order = resting(
        SELL,
        OrderType.TRAILING_STOP,
        trail_price=DOLLAR,
        hwm=100 * DOLLAR,
        stop_price=99 * DOLLAR,
    )
    rising = ranges_of((100 * DOLLAR, 110 * DOLLAR))
    first = judge(order, rising, Micros(110 * DOLLAR))
    assert (first.price, first.order.stop_price) == (None, 109 * DOLLAR)
    second = judge(first.order, rising, Micros(108 * DOLLAR))
    assert second.price == 108 * DOLLAR
    # A price at the end meets the stop that the ranges before it have moved.
    assert judge(order, rising, Micros(109 * DOLLAR)).price == 109 * DOLLAR


RANGES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 20)).map(
        lambda s: PriceRange(Micros(s[0]), Micros(s[0] + s[1]))
    ),
    min_size=2,
    max_size=8,
)


@given(
    ranges=RANGES, cut=st.integers(1, 7), side=st.sampled_from(OrderSide), price=st.integers(1, 60)
)
def test_how_often_one_looks_decides_nothing(
    ranges: list[PriceRange], cut: int, side: OrderSide, price: int
) -> None:
    """Whether a limit or a stop is met is the same for one look or for two."""
    for order in (
        resting(side, OrderType.LIMIT, limit_price=price),
        resting(side, OrderType.STOP, stop_price=price),
    ):
        once = judge(order, ranges, ranges[-1].low)
        first = judge(order, ranges[:cut], ranges[min(cut, len(ranges)) - 1].low)
        second = judge(first.order, ranges[cut:], ranges[-1].low)
        met = first.price is not None or second.price is not None
        assert (once.price is not None) == met


@given(ranges=RANGES, side=st.sampled_from(OrderSide), price=st.integers(1, 60))
def test_limit_is_never_overpaid(ranges: list[PriceRange], side: OrderSide, price: int) -> None:
    verdict = judge(resting(side, OrderType.LIMIT, limit_price=price), ranges, ranges[-1].high)
    if verdict.price is not None:
        assert verdict.price <= price if side == OrderSide.BUY else verdict.price >= price
