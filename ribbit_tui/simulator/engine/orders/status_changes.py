"""Changes of an order's status other than fills, and their events."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.orders import OrderStatus

from . import events, groups, records
from .records import OrderRecord


def reach_market(simulation: Simulation, order_id: str) -> None:
    """Make an order NEW: it is in the market from now on."""
    records.set_status(simulation, order_id, OrderStatus.NEW)
    events.append(simulation, order_id, TradeEventKind.NEW)


def close(
    simulation: Simulation, order: OrderRecord, status: OrderStatus, reason: str = ""
) -> None:
    """End an order without a further fill, and with it the other open orders of its group.

    `status` is CANCELED, EXPIRED or REJECTED; the event tells the `reason` if the customer did not
    ask for it. Their hold is released.
    """
    simulation.ledger.release(groups.hold_reference(order))
    _end(simulation, order, status, reason)
    others_status = status if status == OrderStatus.EXPIRED else OrderStatus.CANCELED
    for other in groups.others_open(simulation, order):
        _end(simulation, other, others_status, reason)


def _end(simulation: Simulation, order: OrderRecord, status: OrderStatus, reason: str) -> None:
    records.end(simulation, order.id, status)
    events.append(simulation, order.id, status, {"reason": reason} if reason else None)
