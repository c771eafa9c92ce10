"""Formats of amounts and quantities in documents."""

from decimal import Decimal

from ribbit_tui.simulator.exact import Micros, usd
from ribbit_tui.wire.model import plain_decimal


def dollars(micros: Micros) -> str:
    """Format an amount with thousands separators and at least two places: `1,234.50`."""
    amount = usd(micros)
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{amount:,.{places}f}"


def plain_qty(qty: Decimal) -> str:
    """Format a number of shares."""
    return plain_decimal(qty)
