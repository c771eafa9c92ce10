"""Terms of an order: what a request asks for, checked and exact."""

from dataclasses import dataclass

from ribbit_tui.simulator.exact import Micros, Millionths, Nanos
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import OrderSide, OrderType, PositionIntent, TimeInForce

INTENTS = {
    OrderSide.BUY: PositionIntent.BUY_TO_OPEN,
    OrderSide.SELL: PositionIntent.SELL_TO_CLOSE,
}
"""The position intent of each side: no account here can be short."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Terms of an order; either `qty` or `notional` is given.

    `stop_price` of a trailing stop, and its `hwm`, are those at the time of entry.
    """

    asset: Asset
    side: OrderSide
    type: OrderType
    time_in_force: TimeInForce
    qty: Nanos | None
    notional: Micros | None
    limit_price: Micros | None
    stop_price: Micros | None
    trail_price: Micros | None
    trail_percent: Millionths | None
    hwm: Micros | None
    extended_hours: bool
    order_class: str
    commission: Micros
    subtag: str | None = None
    source: str | None = None

    @property
    def size_field(self) -> str:
        """The name of the field that has the size."""
        return "qty" if self.notional is None else "notional"
