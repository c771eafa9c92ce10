"""The wait for the fills of an order placed in the ticket."""

from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.receipt import owned_quantity


@dataclass(frozen=True)
class AwaitedReceipt:
    """An order that was just placed, and what was owned of its asset before."""

    order_id: str
    owned_before: Decimal | None

    def is_ready(self, state: State) -> bool:
        """Whether the order has ended with a fill and the position has changed by it.

        The position is read after the fill: until then a receipt would show what was owned before.
        """
        order = state.orders.get(self.order_id)
        if order is None or not order.is_closed or not order.filled_qty:
            return False
        return owned_quantity(state, order.symbol) != self.owned_before
