"""Times at which resting orders are next compared with the market.

Prices are a function of time, so future prices are known for as long as nobody changes them. When
somebody does, the orders of the symbol get an attempt at once (see `attempts.wake_orders`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.market.calendar import Phases
from ribbit_tui.simulator.simulation import Simulation

from .triggers import PriceRange, RestingOrder, Verdict, judge

_MINUTES_AHEAD = (1, 2, 4, 8, 16, 32, 64)


def next_wake_time(
    simulation: Simulation,
    symbol: str,
    orders: Sequence[RestingOrder],
    closes: datetime,
    phases: Phases,
) -> datetime:
    """Return a time until which no price fills, triggers or trails any of `orders`.

    They have been compared with the market up to now; there are none while the symbol is halted.
    The result is at most `closes` and may be earlier than necessary: it looks ahead at the rest
    of the session as a whole, else minutes, up to a little more than an hour.
    """
    now = simulation.now()
    rest_of_session = simulation.prices.session_range(symbol, now, closes, phases)
    if not _affects(simulation, symbol, orders, rest_of_session):
        return closes
    minute = now.replace(second=0, microsecond=0)
    unaffected_until = now
    for minutes in _MINUTES_AHEAD:
        until = minute + timedelta(minutes=minutes)
        traded = simulation.prices.traded_range(symbol, minute, until, phases)
        if traded is not None and _affects(simulation, symbol, orders, traded):
            break
        unaffected_until = until
    return min(unaffected_until, closes)


def _affects(
    simulation: Simulation, symbol: str, orders: Sequence[RestingOrder], ticks: tuple[int, int]
) -> bool:
    """Whether prices between two bounds (in ticks) fill, trigger or trail any order."""
    tick = simulation.prices.listing(symbol).tick
    low, high = ticks
    price_range = PriceRange(Micros(low * tick), Micros(high * tick))
    return any(
        judge(order, [price_range], price_range.high) != Verdict(None, order) for order in orders
    )
