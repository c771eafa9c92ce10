"""Whether the market has met an order's prices. Pure: prices in, verdict out, in 1e-6 USD.

The same rule serves both clocks. A look judges every stretch of market that passed since the look
before, oldest first, by its low and high, and knows the last price. A limit that was touched fills
at the limit, or at the last price if that is better. A stop that was touched fills at the last
price. A trailing stop is held against each stretch before the stretch moves it. A stop limit works
as a limit only in the stretches after the one that touched its stop, and at the last price.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Millionths
from ribbit_tui.wire.orders import OrderSide, OrderType

_CENT = 10_000
_WHOLE = 100_000_000
"""100 percent in units of 1e-6 of a percent."""


class Swing(NamedTuple):
    """How far the price went within a stretch of time."""

    low: Micros
    high: Micros


@dataclass(frozen=True, kw_only=True)
class Working:
    """The part of an order that the market is compared with."""

    side: OrderSide
    type: OrderType
    limit_price: Micros | None
    stop_price: Micros | None
    trail_price: Micros | None
    trail_percent: Millionths | None
    hwm: Micros | None
    is_triggered: bool


class Verdict(NamedTuple):
    """`price` to fill at, None to go on waiting; and the order as it waits from now on.

    `left` is how many stretches were still to come when the price was met: of two orders judged
    up to the same moment, the one with more left was first.
    """

    price: Micros | None
    order: Working
    left: int = 0


def judge(order: Working, swings: Iterable[Swing], last: Micros) -> Verdict:
    """Compare an order with what passed; `last` is the price at the end of it."""
    stretches = list(swings)
    for number, swing in enumerate(stretches):
        left = len(stretches) - number
        if _is_at_market(order):
            return Verdict(last, order, left)
        if _is_limit(order):
            if _limit_touched(order, swing):
                return Verdict(_or_better(order, last), order, left)
        elif _stop_touched(order, swing):
            order = replace(order, is_triggered=True)
        elif order.type == OrderType.TRAILING_STOP:
            order = trailed(order, swing)
    if not stretches:
        return Verdict(None, order)
    at_the_end = Swing(last, last)
    if not _is_at_market(order) and not _is_limit(order) and _stop_touched(order, at_the_end):
        order = replace(order, is_triggered=True)
    if _is_at_market(order) or (_is_limit(order) and _limit_touched(order, at_the_end)):
        return Verdict(last, order)
    return Verdict(None, order)


def trailed(order: Working, swing: Swing) -> Working:
    """A trailing stop after its best price so far may have got better."""
    sells = order.side == OrderSide.SELL
    seen = swing.high if sells else swing.low
    best = seen if order.hwm is None else max(order.hwm, seen) if sells else min(order.hwm, seen)
    distance: int | None = order.trail_price
    if distance is None:
        assert order.trail_percent is not None
        distance = best * order.trail_percent // _WHOLE
    # To the cent, away from the market.
    stop = (best - distance) // _CENT * _CENT if sells else -(-(best + distance) // _CENT) * _CENT
    return replace(order, hwm=best, stop_price=Micros(max(stop, _CENT)))


def _is_at_market(order: Working) -> bool:
    """Whether any price will do."""
    if order.type in (OrderType.STOP, OrderType.TRAILING_STOP):
        return order.is_triggered
    return order.type == OrderType.MARKET


def _is_limit(order: Working) -> bool:
    """Whether only the limit counts."""
    if order.type == OrderType.STOP_LIMIT:
        return order.is_triggered
    return order.type == OrderType.LIMIT


def _limit_touched(order: Working, swing: Swing) -> bool:
    assert order.limit_price is not None
    if order.side == OrderSide.BUY:
        return swing.low <= order.limit_price
    return swing.high >= order.limit_price


def _stop_touched(order: Working, swing: Swing) -> bool:
    assert order.stop_price is not None
    if order.side == OrderSide.BUY:
        return swing.high >= order.stop_price
    return swing.low <= order.stop_price


def _or_better(order: Working, last: Micros) -> Micros:
    assert order.limit_price is not None
    if order.side == OrderSide.BUY:
        return min(order.limit_price, last)
    return max(order.limit_price, last)
