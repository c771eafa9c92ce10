"""What an order asks for."""

from dataclasses import dataclass

from ribbit_tui.simulator.exact import Micros, Millionths, Nanos
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import OrderSide, OrderType, TimeInForce


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an order asks for, checked and exact: 1e-9 of a share, 1e-6 of a USD or a percent.

    `stop_price` of a trailing stop, and its `hwm`, are those of the moment it was entered.
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
        return "qty" if self.notional is None else "notional"
