"""Fields of an order that are kept and answered as sent, since they change nothing here.

There is one market, so an exchange to route to and the shares that it displays make no difference.
Accounts are in USD, so nothing is swapped for a fee.
"""

from collections.abc import Mapping
from decimal import Decimal

from ribbit_tui.simulator.engine.common.request_amounts import share_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.model import plain_decimal
from ribbit_tui.wire.orders import AdvancedInstructions, OrderCreation

_ALGORITHM = "DMA"
_DESTINATIONS = ("IEX", "MEMX")
_ROUND_LOT = 100 * NANOS_PER_SHARE
_LONGEST_TEXT = 1024
_MOST_BPS = 10_000
_ADVANCED = "advanced_instructions"


def asked(creation: OrderCreation, asset: Asset) -> Mapping[str, object]:
    """Return those fields of a request as they are answered. Raises InvalidError."""
    fields: dict[str, object] = {}
    if creation.legs:
        raise InvalidError("legs are for orders of options, which are not traded here", "legs")
    advanced = creation.advanced_instructions
    if advanced is not None and advanced.to_wire():
        fields[_ADVANCED] = _checked(advanced, asset)
    if creation.instructions is not None:
        if len(creation.instructions) > _LONGEST_TEXT:
            raise InvalidError(
                f"instructions must be at most {_LONGEST_TEXT} characters", "instructions"
            )
        fields["instructions"] = creation.instructions
    if creation.commission_bps is not None:
        fields["commission_bps"] = plain_decimal(creation.commission_bps)
    if creation.swap_fee_bps is not None:
        fields["swap_fee_bps"] = plain_decimal(_swap_fee(creation.swap_fee_bps))
    return fields


def _checked(advanced: AdvancedInstructions, asset: Asset) -> dict[str, object]:
    """Return the instructions for direct market access."""
    if asset.is_crypto:
        raise InvalidError("advanced_instructions are for shares only", _ADVANCED)
    for name in advanced.model_extra or {}:
        raise InvalidError(f"{_ADVANCED}.{name} is not known here", f"{_ADVANCED}.{name}")
    for name, value, known in (
        ("algorithm", advanced.algorithm, (_ALGORITHM,)),
        ("destination", advanced.destination, _DESTINATIONS),
    ):
        if value not in known:
            field = f"{_ADVANCED}.{name}"
            raise InvalidError(f"{field} must be one of {', '.join(known)}", field)
    if advanced.display_qty is not None:
        field = f"{_ADVANCED}.display_qty"
        if share_amount(advanced.display_qty, field) % _ROUND_LOT:
            raise InvalidError(f"{field} must be in round lots of 100 shares", field)
    return advanced.to_wire()


def _swap_fee(value: Decimal) -> Decimal:
    if not 0 <= value <= _MOST_BPS or value != round(value, 2):
        raise InvalidError(
            f"swap_fee_bps must be from 0 to {_MOST_BPS}, with at most 2 places", "swap_fee_bps"
        )
    return value
