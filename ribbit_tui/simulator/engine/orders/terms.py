"""Terms of an order: what a request asks for, checked and exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Millionths, Nanos
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import (
    CommissionType,
    OrderSide,
    OrderType,
    PositionIntent,
    TimeInForce,
)

INTENTS = {
    OrderSide.BUY: PositionIntent.BUY_TO_OPEN,
    OrderSide.SELL: PositionIntent.SELL_TO_CLOSE,
}
"""The position intent of each side: no account here can be short."""


class Commission(NamedTuple):
    """A commission: USD for the order or for each share, or 1e-6 of a basis point of the value."""

    type: CommissionType = CommissionType.NOTIONAL
    rate: Micros = Micros(0)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Terms of an order; either `qty` or `notional` is given.

    `stop_price` of a trailing stop, and its `hwm`, are those at the time of entry. `instructions`
    are fields that are answered as sent.
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
    commission: Commission
    subtag: str | None = None
    source: str | None = None
    instructions: Mapping[str, object] = field(default_factory=dict)

    @property
    def size_field(self) -> str:
        """The name of the field that has the size."""
        return "qty" if self.notional is None else "notional"
