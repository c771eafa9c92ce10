"""Events of orders, as the trade streams send them."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEvent
from ribbit_tui.wire.model import rfc3339

from . import records
from .views import as_wire

TOPIC = "trades"


def append(
    simulation: Simulation, order_id: str, event: str, extra: dict[str, object] | None = None
) -> None:
    """Publish an event of an order, with the whole order as it is now."""
    order = records.by_id(simulation, order_id)
    at = simulation.now()
    body = {
        "account_id": order.account_id,
        "at": rfc3339(at),
        "event": event,
        "execution_id": simulation.ids.uuid("execution"),
        "order": as_wire(simulation, order),
        "timestamp": rfc3339(at),
        **(extra or {}),
    }
    simulation.events.append(TOPIC, at, simulation.shaped(TradeEvent, body), order.account_id)
