"""What an order asks for."""

from dataclasses import dataclass

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
    qty: int | None
    notional: int | None
    limit_price: int | None
    stop_price: int | None
    trail_price: int | None
    trail_percent: int | None
    hwm: int | None
    extended_hours: bool
    order_class: str
    commission: int
    subtag: str | None = None
    source: str | None = None

    @property
    def size_field(self) -> str:
        return "qty" if self.notional is None else "notional"
