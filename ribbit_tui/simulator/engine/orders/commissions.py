"""Commissions that a firm charges for orders: an amount for the order, a share, or its value."""

from decimal import Decimal

from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, Nanos, to_cents, value_of
from ribbit_tui.wire.orders import CommissionType, OrderCreation

from .records import OrderRecord
from .terms import Commission, Terms

_PLACES = 2
_PLACES_A_SHARE = 6
_MOST_BPS = Decimal(10_000)
_WHOLE_IN_BPS = 10_000 * 1_000_000
"""All of an order's value in 1e-6 of a basis point."""


def asked(creation: OrderCreation) -> Commission:
    """Return the commission that a request asks for. Raises InvalidError naming the field."""
    kind, value, field = creation.commission_type, creation.commission, "commission"
    if creation.commission_bps is not None:
        field = "commission_bps"
        if value is not None or kind not in (None, CommissionType.BPS):
            raise InvalidError("commission_bps cannot be combined with commission", field)
        kind, value = CommissionType.BPS, creation.commission_bps
    if kind is not None and kind not in set(CommissionType):
        kinds = ", ".join(CommissionType)
        raise InvalidError(f"commission_type must be one of {kinds}", "commission_type")
    commission_type = CommissionType(kind or CommissionType.NOTIONAL)
    if not value:
        return Commission(commission_type, Micros(0))
    if commission_type is CommissionType.BPS and value > _MOST_BPS:
        raise InvalidError(f"{field} must be at most {_MOST_BPS} bps", field)
    places = _PLACES_A_SHARE if commission_type is CommissionType.QTY else _PLACES
    return Commission(commission_type, usd_amount(value, field, places))


def for_whole(terms: Terms, qty: Nanos, value: Micros) -> Micros:
    """Return the commission on a whole order of `qty` shares with a value (USD)."""
    return _amount(terms.commission, qty, value)


def for_fill(order: OrderRecord, qty: Nanos, value: Micros) -> Micros:
    """Return the commission on a fill: the whole of one for the order is due with the first."""
    if order.commission_type is CommissionType.NOTIONAL and order.filled_qty:
        return Micros(0)
    return _amount(Commission(order.commission_type, order.commission), qty, value)


def _amount(commission: Commission, qty: Nanos, value: Micros) -> Micros:
    """Return a commission in USD, to the cent."""
    match commission.type:
        case CommissionType.NOTIONAL:
            return commission.rate
        case CommissionType.QTY:
            return value_of(qty, commission.rate)
        case CommissionType.BPS:
            return to_cents(value * commission.rate // _WHOLE_IN_BPS)
