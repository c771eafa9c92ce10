"""Figures as documents print them."""

from decimal import Decimal

from ribbit_tui.simulator.exact import Micros, usd
from ribbit_tui.wire.model import plain_decimal


def dollars(micros: Micros) -> str:
    """Thousands apart, at least two places and more where there is more: `1,234.50`."""
    amount = usd(micros)
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{amount:,.{places}f}"


def plain_qty(qty: Decimal) -> str:
    return plain_decimal(qty)
