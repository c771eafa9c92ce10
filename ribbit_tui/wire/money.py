"""Rounding to whole cents, in one place, as the broker books them."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """The amount in whole cents, halves up; Python's own formats round them to even."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def spendable(amount: Decimal) -> str:
    """An amount that can be had, for people: rounded up it could not be."""
    return f"${amount.quantize(CENT, ROUND_DOWN):,}"
