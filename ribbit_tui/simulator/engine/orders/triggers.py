"""Rules of when an order that waits for a price fills, and at what price.

The same rules serve both clocks. An attempt compares the order with every price range since the
attempt before, oldest first, by low and high, and knows the last price. A limit that was touched
fills at the limit, or at the last price if that is better. A stop that was touched fills at the
last price. A trailing stop is compared with each range before the range moves it. A stop limit
works as a limit only in the ranges after the one that touched its stop, and at the last price.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Millionths
from ribbit_tui.wire.orders import OrderSide, OrderType

_CENT = 10_000
_WHOLE = 100_000_000
"""100 percent in 1e-6 of a percent."""


class PriceRange(NamedTuple):
    """The lowest and the highest price within a stretch of time."""

    low: Micros
    high: Micros


@dataclass(frozen=True, kw_only=True)
class RestingOrder:
    """The part of an order that is compared with the market."""

    side: OrderSide
    type: OrderType
    limit_price: Micros | None
    stop_price: Micros | None
    trail_price: Micros | None
    trail_percent: Millionths | None
    hwm: Micros | None
    is_triggered: bool


class Verdict(NamedTuple):
    """The price to fill at, None to go on waiting; and the order as it rests from now on.

    `left` is the number of ranges from the one that met the price to the last: of two orders
    compared with the same ranges, the one with more left was met first.
    """

    price: Micros | None
    order: RestingOrder
    left: int = 0


def judge(order: RestingOrder, ranges: Iterable[PriceRange], last: Micros) -> Verdict:
    """Compare an order with price ranges; `last` is the price at the end of them."""
    listed = list(ranges)
    for number, price_range in enumerate(listed):
        left = len(listed) - number
        if _is_at_market(order):
            return Verdict(last, order, left)
        if _is_limit(order):
            if _limit_touched(order, price_range):
                return Verdict(_or_better(order, last), order, left)
        elif _stop_touched(order, price_range):
            order = replace(order, is_triggered=True)
            if _is_at_market(order):
                return Verdict(last, order, left)
        elif order.type == OrderType.TRAILING_STOP:
            order = trailed(order, price_range)
    if not listed:
        return Verdict(None, order)
    at_the_end = PriceRange(last, last)
    if not _is_at_market(order) and not _is_limit(order) and _stop_touched(order, at_the_end):
        order = replace(order, is_triggered=True)
    if _is_at_market(order) or (_is_limit(order) and _limit_touched(order, at_the_end)):
        return Verdict(last, order)
    return Verdict(None, order)


def trailed(order: RestingOrder, price_range: PriceRange) -> RestingOrder:
    """Return a trailing stop with the best price and the stop price that a range leads to."""
    sells = order.side == OrderSide.SELL
    seen = price_range.high if sells else price_range.low
    best = seen if order.hwm is None else max(order.hwm, seen) if sells else min(order.hwm, seen)
    distance: int | None = order.trail_price
    if distance is None:
        assert order.trail_percent is not None
        distance = best * order.trail_percent // _WHOLE
    # To the cent, away from the market.
    stop = (best - distance) // _CENT * _CENT if sells else -(-(best + distance) // _CENT) * _CENT
    return replace(order, hwm=best, stop_price=Micros(max(stop, _CENT)))


def _is_at_market(order: RestingOrder) -> bool:
    """Whether an order fills at any price."""
    if order.type in (OrderType.STOP, OrderType.TRAILING_STOP):
        return order.is_triggered
    return order.type == OrderType.MARKET


def _is_limit(order: RestingOrder) -> bool:
    """Whether only the limit price decides."""
    if order.type == OrderType.STOP_LIMIT:
        return order.is_triggered
    return order.type == OrderType.LIMIT


def _limit_touched(order: RestingOrder, price_range: PriceRange) -> bool:
    assert order.limit_price is not None
    if order.side == OrderSide.BUY:
        return price_range.low <= order.limit_price
    return price_range.high >= order.limit_price


def _stop_touched(order: RestingOrder, price_range: PriceRange) -> bool:
    assert order.stop_price is not None
    if order.side == OrderSide.BUY:
        return price_range.high >= order.stop_price
    return price_range.low <= order.stop_price


def _or_better(order: RestingOrder, last: Micros) -> Micros:
    assert order.limit_price is not None
    if order.side == OrderSide.BUY:
        return min(order.limit_price, last)
    return max(order.limit_price, last)
