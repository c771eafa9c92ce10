"""The receipt of an order that has filled: what it brought, what it cost, and what is owned now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.money import to_cents
from ribbit_tui.wire.orders import CommissionType, Order, OrderSide, OrderStatus

from .lookup import find_asset, find_position
from .order_progress import OrderEvent, order_events, time_to_fill

_NOTHING, _ONE = Decimal(0), Decimal(1)
_BPS = Decimal(10_000)


@dataclass(frozen=True)
class Receipt:
    """The facts of an order with at least one fill. Money is in USD."""

    order: Order
    asset: Asset | None
    owned: Decimal | None
    """Shares or coins owned now, never negative; None until the positions are loaded."""
    value: Decimal
    """The value of all fills, without the commission."""
    commission: Decimal | None
    """None if the order does not tell it."""
    events: Sequence[OrderEvent]
    """The events of the order, the oldest first."""

    @property
    def is_sale(self) -> bool:
        return self.order.side == OrderSide.SELL

    @property
    def filled(self) -> Decimal:
        """Shares or coins that were bought or sold."""
        return self.order.filled_qty

    @property
    def unfilled(self) -> Decimal | None:
        """Shares or coins that were ordered and not filled; None for an order of dollars."""
        return None if self.order.qty is None else self.order.qty - self.filled

    @property
    def is_whole(self) -> bool:
        """Whether all that was ordered is filled."""
        return self.order.status == OrderStatus.FILLED

    @property
    def fills(self) -> Sequence[OrderEvent]:
        return [event for event in self.events if event.name == "fill"]

    @property
    def price(self) -> Decimal:
        """The average price of a share or coin."""
        average = self.order.filled_avg_price
        return self.value / self.filled if average is None else average

    @property
    def total(self) -> Decimal:
        """The change of the cash: what was paid for a purchase, or received for a sale."""
        commission = self.commission or _NOTHING
        return self.value - commission if self.is_sale else self.value + commission

    @property
    def time_to_fill(self) -> timedelta | None:
        return time_to_fill(self.order)

    @property
    def part_of_last(self) -> Decimal | None:
        """The part that is owned of the last share, above 0 and at most 1.

        Zero if none is owned, None if that is not known.
        """
        if self.owned is None:
            return None
        return self.owned % _ONE or min(self.owned, _ONE)

    @property
    def cost_of_the_rest(self) -> Decimal | None:
        """The amount that makes the last share a whole one at the price of this order.

        None where that is not known or nothing is missing.
        """
        part = self.part_of_last
        return to_cents((_ONE - part) * self.price) if part and part < _ONE else None


def receipt(state: State, order: Order) -> Receipt | None:
    """Return the receipt of an order; None while nothing of it is filled."""
    if not order.filled_qty:
        return None
    events = order_events(state, order)
    values = [event.value for event in events if event.name == "fill"]
    if not values or any(value is None for value in values):
        return None
    value = sum((one for one in values if one is not None), _NOTHING)
    asset = find_asset(state, order.symbol)
    owned = owned_quantity(state, order.symbol)
    return Receipt(order, asset, owned, value, _commission(order, value), events)


def owned_quantity(state: State, symbol: str) -> Decimal | None:
    """Return the shares or coins that are owned of an asset; None until that is known."""
    if not state.has(Change.POSITIONS):
        return None
    asset = find_asset(state, symbol)
    position = state.positions.get(symbol) if asset is None else find_position(state, asset)
    return _NOTHING if position is None else max(position.qty, _NOTHING)


def _commission(order: Order, value: Decimal) -> Decimal | None:
    """Return the commission on the fills (USD). Orders tell it for the whole, a share or in bps."""
    rate, kind = order.commission, order.commission_type or CommissionType.NOTIONAL
    if order.commission_bps is not None:
        rate, kind = order.commission_bps, CommissionType.BPS
    if rate is None:
        return None
    match kind:
        case CommissionType.QTY:
            return to_cents(rate * order.filled_qty)
        case CommissionType.BPS:
            return to_cents(rate * value / _BPS)
    return to_cents(rate)
