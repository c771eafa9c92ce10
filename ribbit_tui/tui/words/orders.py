"""The words for an order: side, size, type, prices and time in force."""

from collections.abc import Mapping
from dataclasses import replace

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import waits_for_opening
from ribbit_tui.wire.orders import Order, OrderType, TimeInForce

from .formats import plain, price, shares, usd
from .statuses import StatusWords, order_words

_TIMES: Mapping[str, str] = {
    TimeInForce.DAY: "for the day",
    TimeInForce.GTC: "good until canceled",
    TimeInForce.OPG: "at the open",
    TimeInForce.CLS: "at the close",
    TimeInForce.IOC: "immediate or cancel",
    TimeInForce.FOK: "fill or kill",
}


def order_title(order: Order) -> str:
    """Return side, size and asset, such as `Buy 0.42 AAPL`."""
    asked = usd(order.notional) if order.notional is not None else shares(order.qty)
    return plain(f"{str(order.side).capitalize()} {asked} {order.symbol}", 48)


def order_terms(order: Order) -> str:
    """Return type and prices, such as `Stop $90.00, limit $89.50`, or `Market`."""
    at = _price(order)
    if order.type == OrderType.STOP_LIMIT:
        return plain(f"Stop {price(order.stop_price)}, limit {price(order.limit_price)}", 44)
    return plain(f"{_type(order)} {at}".strip(), 44)


def order_state(state: State, order: Order) -> StatusWords:
    """Return the words of the status of an order; `Market closed` while it waits for that."""
    words = order_words(order.status)
    is_waiting = waits_for_opening(state, order) and not order.filled_qty
    return replace(words, label="Market closed") if is_waiting else words


def order_kind(order: Order) -> str:
    """Return type, prices and time in force: `Limit order at $110.00, good until canceled`."""
    at = f" at {_price(order)}" if _price(order) else ""
    if order.type == OrderType.STOP_LIMIT:
        at += f", limit {price(order.limit_price)}"
    time = _TIMES.get(str(order.time_in_force)) or plain(order.time_in_force, 8)
    gap = " " if order.time_in_force == TimeInForce.DAY else ", "
    return f"{_type(order)} order{at}{gap}{time}"


def _type(order: Order) -> str:
    return plain(str(order.type), 20).replace("_", " ").capitalize()


def _price(order: Order) -> str:
    """Return the price at which an order begins to work, or its trail; empty without one."""
    if order.trail_percent is not None:
        return f"{shares(order.trail_percent)}% from the best price"
    if order.trail_price is not None:
        return f"{price(order.trail_price)} from the best price"
    at = order.stop_price if order.stop_price is not None else order.limit_price
    return "" if at is None else price(at)
