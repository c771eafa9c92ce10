"""The events of an order, its distance from its price, and the worth of its fills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

from ribbit_tui.session.state import State
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.money import to_cents
from ribbit_tui.wire.orders import Order, OrderSide, OrderStatus

from .lookup import find_asset, find_snapshot
from .valuation import latest_price

_CAN_FILL = {
    OrderStatus.ACCEPTED,
    OrderStatus.PENDING_NEW,
    OrderStatus.NEW,
    OrderStatus.PARTIALLY_FILLED,
}


class OrderFilter(StrEnum):
    """The orders that a list shows."""

    OPEN = "open"
    TODAY = "today"
    ALL = "all"


def filtered_orders(
    state: State, shown: OrderFilter, today: date, zone: tzinfo | None
) -> list[Order]:
    """Return the orders that are not legs of others, the newest first.

    An order with an open leg is open itself. `today` is the date in the `zone`.
    """
    orders = state.newest_orders
    if shown is OrderFilter.OPEN:
        return [one for one in orders if _is_open(state, one)]
    if shown is OrderFilter.TODAY:
        return [one for one in orders if sort_time(one.created_at).astimezone(zone).date() == today]
    return orders


def _is_open(state: State, order: Order) -> bool:
    return any(not one.is_closed for one in (order, *state.legs_of(order)))


@dataclass(frozen=True)
class OrderEvent:
    """Something that has happened to an order."""

    name: str
    """`placed`, `fill`, or the status that ended the order."""
    at: datetime | None
    quantity: Decimal | None = None
    price: Decimal | None = None
    """USD a share."""

    @property
    def value(self) -> Decimal | None:
        """The amount of a fill (USD)."""
        if self.quantity is None or self.price is None:
            return None
        return to_cents(self.quantity * self.price)


def order_events(state: State, order: Order) -> list[OrderEvent]:
    """Return what has happened to an order, the oldest first, as far as the session knows it.

    Each fill is known from the activities. Where these are not loaded, all fills are one event.
    """
    fills = _fills(state, order)
    events = [OrderEvent("placed", order.submitted_at or order.created_at), *fills]
    if order.is_closed and order.status != OrderStatus.FILLED:
        events.append(OrderEvent(str(order.status), _ended_at(order)))
    return events


def _fills(state: State, order: Order) -> list[OrderEvent]:
    found = [
        OrderEvent("fill", one.transaction_time, one.qty, one.price)
        for one in state.activities
        if one.activity_type == ActivityType.FILL and one.order_id == order.id
    ]
    known = sum((one.quantity or Decimal(0) for one in found), Decimal(0))
    if order.filled_qty and known != order.filled_qty:
        at = order.filled_at or order.updated_at
        return [OrderEvent("fill", at, order.filled_qty, order.filled_avg_price)]
    return sorted(found, key=lambda one: sort_time(one.at))


def _ended_at(order: Order) -> datetime | None:
    times = (order.canceled_at, order.expired_at, order.failed_at, order.replaced_at)
    return next((at for at in times if at is not None), order.updated_at)


def waits_for_opening(state: State, order: Order) -> bool:
    """Whether an order that could fill waits because the market is closed. Crypto never does."""
    asset = find_asset(state, order.symbol)
    is_crypto = order.asset_class == AssetClass.CRYPTO or (asset is not None and asset.is_crypto)
    is_closed = state.clock is not None and not state.clock.is_open
    return is_closed and not is_crypto and not order.extended_hours and order.status in _CAN_FILL


def time_to_fill(order: Order) -> timedelta | None:
    """Return the time that a filled order has taken; None if it is not known."""
    placed = order.submitted_at or order.created_at
    if order.status != OrderStatus.FILLED or order.filled_at is None or placed is None:
        return None
    return max(order.filled_at - placed, timedelta(0))


def price_now(state: State, order: Order) -> Decimal | None:
    """Return the latest price of the order's asset (USD), if it is known."""
    return latest_price(find_snapshot(state, order.symbol))


def distance(state: State, order: Order) -> Decimal | None:
    """Return how far the price is from where an open order starts to work, as a fraction of it.

    Zero once it is there. None for an order without such a price, or if the price is not known.
    """
    now = price_now(state, order)
    goal = order.stop_price if order.stop_price is not None else order.limit_price
    if order.is_closed or not now or goal is None:
        return None
    rises = (order.side == OrderSide.BUY) == (order.stop_price is not None)
    missing = goal - now if rises else now - goal
    return max(missing, Decimal(0)) / now


@dataclass(frozen=True)
class FilledWorth:
    """The value of what an order has filled (USD), then and at the latest price."""

    paid: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        return self.now - self.paid

    @property
    def fraction(self) -> Decimal | None:
        return self.change / self.paid if self.paid else None


def filled_worth(state: State, order: Order) -> FilledWorth | None:
    """Return what the fills are worth; None without any, or if the price is not known."""
    now = price_now(state, order)
    if not order.filled_qty or order.filled_avg_price is None or now is None:
        return None
    quantity = order.filled_qty
    return FilledWorth(to_cents(quantity * order.filled_avg_price), to_cents(quantity * now))


def symbols_of(orders: Sequence[Order]) -> list[str]:
    """Return the symbols of orders, each once, in their order."""
    return list(dict.fromkeys(order.symbol for order in orders))
