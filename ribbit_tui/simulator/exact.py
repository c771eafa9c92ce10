"""Exact integers for money and shares: 1e-6 USD ("micros") and 1e-9 shares ("nanos")."""

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, localcontext

USD_PLACES = 6
SHARE_PLACES = 9
MICROS_PER_CENT = 10_000
NANOS_PER_SHARE = 1_000_000_000
# Wide enough that no product of two stored amounts is ever rounded.
_CONTEXT = Context(prec=60)


class TooFineError(ValueError):
    """More decimal places than the ledger keeps."""


def scaled(value: Decimal, places: int) -> int:
    """`value` in units of 10**-places; raises TooFineError rather than round.

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


def usd(micros: int) -> Decimal:
    return _plain(micros, USD_PLACES)


def shares(nanos: int) -> Decimal:
    return _plain(nanos, SHARE_PLACES)


def price_micros(price: Decimal) -> int:
    return scaled(price, USD_PLACES)


def value_of(nanos: int, price: int) -> int:
    """What `nanos` shares are worth at `price` (micros a share), to the cent, half up."""
    nanos_micros_per_cent = NANOS_PER_SHARE * MICROS_PER_CENT
    cents = (nanos * price + nanos_micros_per_cent // 2) // nanos_micros_per_cent
    return cents * MICROS_PER_CENT


def exact_value(nanos: int, price: int) -> int:
    """What `nanos` shares are worth at `price` (micros a share), to the micro, half up."""
    return (nanos * price + NANOS_PER_SHARE // 2) // NANOS_PER_SHARE


def shares_for(micros: int, price: int) -> int:
    """How many shares (nanos) `micros` buy at `price`, rounded down."""
    return micros * NANOS_PER_SHARE // price


def ratio(part: int, whole: int, places: int = 10) -> Decimal:
    """`part / whole` to `places`, half up; zero if there is nothing to divide by."""
    if whole == 0:
        return Decimal(0)
    with localcontext(_CONTEXT):
        quotient = (Decimal(part) / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        return quotient.normalize()
