"""Exact integers for money and shares.

`Micros` (1e-6 USD) and `Nanos` (1e-9 shares) are integers that the type checker keeps apart.
Arithmetic on them gives plain integers: name the unit of a result, as in `Micros(a + b)`.
"""

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext
from typing import NewType

Micros = NewType("Micros", int)
"""An amount of money in 1e-6 USD, or a price in 1e-6 USD a share."""
Nanos = NewType("Nanos", int)
"""A number of shares, or of a coin, in 1e-9."""

Millionths = NewType("Millionths", int)
"""A percentage or a rate in 1e-6."""

USD_PLACES = 6
SHARE_PLACES = 9
MICROS_PER_CENT = 10_000
NANOS_PER_SHARE = 1_000_000_000
# Wide enough that no product of two stored amounts is ever rounded.
_CONTEXT = Context(prec=60)


class TooFineError(ValueError):
    """More decimal places than the ledger keeps."""


def scaled(value: Decimal, places: int) -> int:
    """Return `value` in units of 10**-places; raises TooFineError rather than round.

    `value` must be within bounds already: the size of the integer is that of the number.
    """
    with localcontext(_CONTEXT) as context:
        context.traps[Inexact] = True
        try:
            whole = value.scaleb(places)
        except Inexact:
            raise TooFineError("too many digits") from None
        if whole != whole.to_integral_value():
            raise TooFineError(f"at most {places} decimal places")
        return int(whole)


def _plain(amount: int, places: int) -> Decimal:
    return Decimal(amount).scaleb(-places, _CONTEXT).normalize(_CONTEXT)


def usd(amount: Micros) -> Decimal:
    """Return an amount or a price in USD."""
    return _plain(amount, USD_PLACES)


def shares(qty: Nanos) -> Decimal:
    """Return a number of shares."""
    return _plain(qty, SHARE_PLACES)


def from_millionths(number: Millionths) -> Decimal:
    """Return a percentage or a rate as a Decimal."""
    return _plain(number, USD_PLACES)


def price_micros(price: Decimal) -> Micros:
    """Return a price in 1e-6 USD; raises TooFineError rather than round."""
    return Micros(scaled(price, USD_PLACES))


def value_of(qty: Nanos, price: Micros) -> Micros:
    """Return the value of `qty` shares at `price` a share, to the cent, half up."""
    nanos_micros_per_cent = NANOS_PER_SHARE * MICROS_PER_CENT
    cents = (qty * price + nanos_micros_per_cent // 2) // nanos_micros_per_cent
    return Micros(cents * MICROS_PER_CENT)


def to_cents(amount: int) -> Micros:
    """Round an amount in 1e-6 USD to the cent, half up, as `value_of` does."""
    return Micros((amount + MICROS_PER_CENT // 2) // MICROS_PER_CENT * MICROS_PER_CENT)


def exact_value(qty: Nanos, price: Micros) -> Micros:
    """Return the value of `qty` shares at `price` a share, to 1e-6 USD, half up."""
    return Micros((qty * price + NANOS_PER_SHARE // 2) // NANOS_PER_SHARE)


def shares_for(amount: Micros, price: Micros) -> Nanos:
    """Return how many shares `amount` buys at `price` a share, rounded down."""
    return Nanos(amount * NANOS_PER_SHARE // price)


def ratio(part: int, whole: int, places: int = 10) -> Decimal:
    """Return `part / whole` to `places`, half up; zero if `whole` is zero."""
    if whole == 0:
        return Decimal(0)
    with localcontext(_CONTEXT):
        quotient = (Decimal(part) / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return quotient.normalize()
