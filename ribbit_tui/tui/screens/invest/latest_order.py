"""The panel of the latest order: its stages, and the key of its receipt."""

from datetime import tzinfo

from textual.app import ComposeResult

from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.timeline import Stage, Timeline
from ribbit_tui.tui.words.formats import clock_time, price
from ribbit_tui.tui.words.orders import order_state, order_title
from ribbit_tui.tui.words.statuses import StatusTone
from ribbit_tui.wire.orders import Order


class LatestOrderPanel(Panel):
    """The stages of the order placed here, or else of the newest one. Without any it is hidden."""

    def __init__(self, receipt_key: str) -> None:
        super().__init__("Latest order", id="order-panel")
        self._receipt_key = receipt_key

    def compose(self) -> ComposeResult:
        yield Timeline(id="order-progress")

    def show(self, state: State, order: Order | None, zone: tzinfo | None) -> None:
        """Show the stages of an order, if there is one."""
        self.display = order is not None
        if order is None:
            return
        self.query_one(Timeline).show(_stages(state, order, zone))
        self.show_keys(*([(self._receipt_key, "Receipt")] if order.filled_qty else []))


def _stages(state: State, order: Order, zone: tzinfo | None) -> list[Stage]:
    first = Stage(order_title(order), clock_time(order.created_at, zone), StatusTone.GOOD)
    words = order_state(state, order)
    if words.tone is StatusTone.WAITING:
        return [first, Stage(words.label, "", StatusTone.WAITING), Stage("Filled")]
    filled = words.tone is StatusTone.GOOD
    label = f"{words.label} at {price(order.filled_avg_price)}" if filled else words.label
    return [first, Stage(label, clock_time(order.updated_at, zone), words.tone)]
