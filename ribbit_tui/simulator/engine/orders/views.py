"""Orders as the API answers them."""

from ribbit_tui.simulator.clock import Timestamp, from_timestamp
from ribbit_tui.simulator.exact import Micros, from_millionths, shares, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import Order

from . import groups
from .records import OrderRecord
from .terms import INTENTS


def with_legs(simulation: Simulation, order: OrderRecord) -> dict[str, object]:
    """Return the order as JSON in the nested style."""
    legs = groups.legs(simulation, order) if groups.has_group(order) else []
    return as_wire(simulation, order) | {"legs": [_leg(simulation, leg) for leg in legs] or None}


def _leg(simulation: Simulation, order: OrderRecord) -> dict[str, object]:
    """Return a leg within its order, where Alpaca leaves one field out."""
    return {
        name: value
        for name, value in as_wire(simulation, order).items()
        if name != "cancel_requested_at"
    }


def as_wire(simulation: Simulation, order: OrderRecord) -> dict[str, object]:
    """Return the order as JSON, without the wire's model, which would take most of the time."""
    asset = simulation.assets.by_symbol[order.symbol]
    created = rfc3339(from_timestamp(order.created_at))
    trail_percent = order.trail_percent
    canceled = _time(order.canceled_at)
    body = {
        "id": order.id,
        "client_order_id": order.client_order_id,
        "created_at": created,
        "updated_at": rfc3339(from_timestamp(order.updated_at)),
        "submitted_at": created,
        "filled_at": _time(order.filled_at),
        "expired_at": _time(order.expired_at),
        "expires_at": _time(order.expires_at),
        "cancel_requested_at": canceled,
        "canceled_at": canceled,
        "failed_at": _time(order.failed_at),
        "replaced_at": _time(order.replaced_at),
        "replaced_by": order.replaced_by,
        "replaces": order.replaces,
        "asset_id": asset.id,
        "symbol": asset.symbol,
        "asset_class": asset.asset_class,
        "notional": _usd(order.notional),
        "qty": None if order.qty is None else plain_decimal(shares(order.qty)),
        "filled_qty": plain_decimal(shares(order.filled_qty)),
        "filled_avg_price": _usd(order.filled_price),
        "order_class": order.order_class,
        "order_type": order.type,
        "type": order.type,
        "side": order.side,
        "time_in_force": order.time_in_force,
        "limit_price": _usd(order.limit_price),
        "stop_price": _usd(order.stop_price),
        "status": order.status,
        "extended_hours": order.extended_hours,
        "legs": None,
        "trail_percent": (
            None if trail_percent is None else plain_decimal(from_millionths(trail_percent))
        ),
        "trail_price": _usd(order.trail_price),
        "hwm": _usd(order.hwm),
        "commission": _usd(order.commission),
        "commission_type": order.commission_type,
        "position_intent": INTENTS[order.side],
        "subtag": order.subtag,
        "source": order.source,
        **order.answered_as_sent(),
    }
    return simulation.shaped(Order, body)


def _time(timestamp: Timestamp | None) -> str | None:
    return None if timestamp is None else rfc3339(from_timestamp(timestamp))


def _usd(amount: Micros | None) -> str | None:
    return None if amount is None else plain_decimal(usd(amount))
