"""Scheduled steps of orders: reaching the market, an attempt to fill."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderStatus, OrderType

from . import matching, records, validity
from .attempts import ACCEPT_STEP, FILL_STEP
from .status_changes import reach_market


def accept(simulation: Simulation, order_id: str) -> None:
    """Put an accepted order in the market, unless it was filled or ended meanwhile."""
    order = records.open_by_id(simulation, order_id)
    if order is not None and order.status == OrderStatus.ACCEPTED:
        reach_market(simulation, order_id)


def try_fill(simulation: Simulation, order_id: str) -> None:
    """Fill an order in whole or in part, end it, or schedule the next attempt."""
    order = records.open_by_id(simulation, order_id)
    if order is None or order.status == OrderStatus.HELD:
        return
    if order.time_in_force in validity.AUCTIONS:
        matching.match_at_auction(simulation, order)
    elif order.time_in_force in validity.AT_ONCE:
        matching.match_at_once(simulation, order)
    elif order.type == OrderType.MARKET:
        matching.match_at_market(simulation, order)
    else:
        matching.match_resting(simulation, order)


STEPS = {ACCEPT_STEP: accept, FILL_STEP: try_fill}
