"""How long orders can be left alone, since the market will not come near them.

Prices are a function of time, so what they will be is known ahead for as long as nobody changes
them; and a change lets the orders of its symbol look at once (see `overlay`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.simulation import Simulation

from .triggers import Swing, Verdict, Working, judge

_MINUTES_AHEAD = (1, 2, 4, 8, 16, 32, 64)


def next_possible_match(
    simulation: Simulation, symbol: str, orders: Sequence[Working], closes: datetime
) -> datetime:
    """Up to when whatever is traded leaves all `orders` as they are; `closes` at the latest.

    They have been judged by what the market did up to now; there are none to be judged while the
    symbol is halted. It may be longer than is answered: the rest of the session is asked about as
    a whole, then minutes, for little more than an hour.
    """
    now = simulation.now()
    if _leaves(simulation, symbol, orders, simulation.prices.session_range(symbol, now, closes)):
        return closes
    minute = now.replace(second=0, microsecond=0)
    undisturbed = now
    for minutes in _MINUTES_AHEAD:
        until = minute + timedelta(minutes=minutes)
        traded = simulation.prices.traded_range(symbol, minute, until)
        if traded is not None and not _leaves(simulation, symbol, orders, traded):
            break
        undisturbed = until
    return min(undisturbed, closes)


def _leaves(
    simulation: Simulation, symbol: str, orders: Sequence[Working], reach: tuple[int, int]
) -> bool:
    """Whether prices between two bounds (in ticks) neither fill, trigger nor trail any order."""
    tick = simulation.prices.listing(symbol).tick
    swing = Swing(Micros(reach[0] * tick), Micros(reach[1] * tick))
    return all(judge(order, [swing], swing.high) == Verdict(None, order) for order in orders)
