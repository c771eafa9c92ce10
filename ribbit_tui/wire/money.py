"""Rounding of amounts to whole cents."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """Round to whole cents as the broker books them: halves up, where Python rounds to even."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def spendable(amount: Decimal) -> str:
    """Format an available amount (USD), rounded down: no more than that can be spent."""
    return f"${amount.quantize(CENT, ROUND_DOWN):,}"
