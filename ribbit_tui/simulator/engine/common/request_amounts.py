"""Amounts from requests, checked and as exact integers."""

from decimal import Decimal

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import SHARE_PLACES, USD_PLACES, Micros, Nanos, TooFineError, scaled

LARGEST_USD = Decimal(10_000_000)
LARGEST_QTY = Decimal(10_000_000)


def usd_amount(value: Decimal, field: str, places: int = USD_PLACES) -> Micros:
    """Return a positive amount of money; raises InvalidError naming `field`."""
    return Micros(_positive(value, field, LARGEST_USD, places, USD_PLACES))


def share_amount(value: Decimal, field: str) -> Nanos:
    """Return a positive number of shares; raises InvalidError naming `field`."""
    return Nanos(_positive(value, field, LARGEST_QTY, SHARE_PLACES, SHARE_PLACES))


def _positive(value: Decimal, field: str, largest: Decimal, places: int, kept: int) -> int:
    # The bounds come first, so that an exponent of a billion is never written out.
    if value <= 0:
        raise InvalidError(f"{field} must be greater than 0", field)
    if value > largest:
        raise InvalidError(f"{field} must not be greater than {largest}", field)
    if value < Decimal(1).scaleb(-places):
        raise InvalidError(f"{field} must have at most {places} decimal places", field)
    try:
        scaled(value, places)
        return scaled(value, kept)
    except TooFineError as error:
        raise InvalidError(f"{field} must have at most {places} decimal places", field) from error
