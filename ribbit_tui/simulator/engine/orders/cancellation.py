"""Cancellation of orders by the customer."""

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import ORDER_TRANSITIONS, OrderStatus

from . import records, status_changes
from .search import find_order
from .views import as_wire


def cancel(simulation: Simulation, account_id: str, order_id: str) -> None:
    """Cancel an order; raises InvalidError unless its status allows that."""
    account = find_account(simulation, account_id)
    order = find_order(simulation, account.id, order_id)
    if OrderStatus.CANCELED not in ORDER_TRANSITIONS[order.status]:
        raise InvalidError(f"the order cannot be canceled, its status is {order.status}")
    status_changes.close(simulation, order, OrderStatus.CANCELED)


def cancel_all(simulation: Simulation, account_id: str) -> list[dict[str, object]]:
    """Cancel every open order of an account, oldest first; return them as they are then."""
    account = find_account(simulation, account_id)
    found = records.open_of_account(simulation, account.id)
    for order in found:
        # The end of an earlier one may have ended it too.
        if records.by_id(simulation, order.id).is_open:
            status_changes.close(simulation, order, OrderStatus.CANCELED)
    return [as_wire(simulation, records.by_id(simulation, order.id)) for order in found]
