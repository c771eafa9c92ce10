"""Triggers: the prices at which an order fills or stops."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.simulator.engine.orders.triggers import PriceRange, RestingOrder, judge
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.wire.orders import OrderSide, OrderType


def resting(side: OrderSide, kind: OrderType, **prices: int) -> RestingOrder:
    fields: dict[str, Any] = dict.fromkeys(
        ("limit_price", "stop_price", "trail_price", "trail_percent", "hwm")
    )
    return RestingOrder(side=side, type=kind, is_triggered=False, **(fields | prices))


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
