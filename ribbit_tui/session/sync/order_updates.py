"""Orders and their legs in the state: the newest version of each, and which belong together.

An order's legs are orders with ids of their own, which only the nested forms show within it: its
creation's response and the nested list. An event of a leg does not name the order of the leg.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.orders import Order, OrderClass, OrderStatus


def keep_newer_order(state: State, order: Order) -> bool:
    """Store an order and the legs within it; return whether any of them was stored.

    Of each, the known version stays if it is newer or equal. Legs that `order` does not have stay.
    """
    legs = order.legs or []
    is_stored = [_keep_newer(state, one) for one in (order, *legs)]
    known = state.legs.get(order.id, ())
    if new := tuple(leg.id for leg in legs if leg.id not in known):
        state.legs[order.id] = known + new
    return any(is_stored) or bool(new)


def replace_orders(state: State, listed: Sequence[Order], *, is_complete: bool) -> None:
    """Store the orders of a nested list in place of the known ones.

    A known version that is newer than the listed one stays. If the list is not complete, the
    orders that are not in it stay as well, except legs of a listed order: those are gone.
    """
    known, known_legs = state.orders, state.legs
    state.orders, state.legs = {}, {}
    for order in listed:
        for one in (order, *(order.legs or [])):
            version = known.get(one.id)
            if version is None or sort_time(version.updated_at) <= sort_time(one.updated_at):
                version = _alone(one)
            state.orders[one.id] = version
        if order.legs:
            state.legs[order.id] = tuple(leg.id for leg in order.legs)
    if is_complete:
        return
    gone = {leg for order in listed for leg in known_legs.get(order.id, ())}
    for one in known.values():
        if one.id not in state.orders and one.id not in gone:
            state.orders[one.id] = one
            if one.id in known_legs:
                state.legs[one.id] = known_legs[one.id]


def lacks_its_group(state: State, order: Order) -> bool:
    """Whether an unknown order belongs to others that only the list of orders names."""
    return (
        order.order_class not in {"", OrderClass.SIMPLE}
        and not order.legs
        and order.id not in state.orders
    )


def _keep_newer(state: State, order: Order) -> bool:
    known, order = state.orders.get(order.id), _alone(order)
    if known is not None and (order == known or _progress(order) < _progress(known)):
        return False
    state.orders[order.id] = order
    return True


def _alone(order: Order) -> Order:
    """Return the order without its legs, which are stored by their own ids."""
    return order if order.legs is None else order.model_copy(update={"legs": None})


def _progress(order: Order) -> tuple[bool, datetime, Decimal, bool]:
    """Sort key of an order's versions. Two of them can have the same timestamp."""
    has_begun = order.status not in {OrderStatus.PENDING_NEW, OrderStatus.ACCEPTED}
    return order.is_closed, sort_time(order.updated_at), order.filled_qty, has_begun
