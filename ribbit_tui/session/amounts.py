"""Amounts of dollars and shares as people type them.

What can mean only one number is taken. Everything else is refused with words that say how to
write it; no amount is ever guessed.
"""

import re
from decimal import Decimal

SHARE_PLACES = 9
"""Decimal places of a number of shares (Alpaca's fractional trading)."""
CENT_PLACES = 2
DOLLAR_LETTERS = frozenset("usdollars")
"""The letters that an amount in dollars may have: `100 USD`, `5 dollars`."""
_MOST_DIGITS = 12

_SIGN = re.compile(r"[-+\u2010-\u2015\u2212(]")
_EXPONENT = re.compile(r"[\d.]e[-+]?\d", re.ASCII | re.IGNORECASE)
_DOLLARS_BEFORE = re.compile(r"(?:us ?\$|usd ?\$?|\$)\s?", re.IGNORECASE)
_DOLLARS_AFTER = re.compile(r"\s?(?:us ?\$|usd|\$|us dollars?|dollars?)$", re.IGNORECASE)
_SHARES_AFTER = re.compile(r"\s?shares?$", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+|\d*)(?:\.\d*)?", re.ASCII)
_COMMA_FOR_POINT = re.compile(r"(\d*|\d{1,3}(?:[. ]\d{3})+),(\d+)", re.ASCII)
_ONE_COMMA = re.compile(r"([1-9]\d{0,2}),(\d{3})", re.ASCII)


class AmountError(ValueError):
    """A text that cannot be taken as an amount; the message says why, or how to write it."""


def parse_dollars(text: str) -> Decimal:
    """Return an amount in USD, to the cent, as it was typed: `100`, `$ 1,000.50`, `100 USD`.

    Raises AmountError.
    """
    typed = _one_line(text)
    number = _DOLLARS_BEFORE.sub("", typed, count=1) if _DOLLARS_BEFORE.match(typed) else typed
    number = _DOLLARS_AFTER.sub("", number)
    amount = _parse(number, "Type an amount in dollars and cents, such as 100 or 99.50.")
    if _places(amount) > CENT_PLACES:
        raise AmountError("Dollars and cents go to two decimal places.")
    return amount


def parse_shares(text: str) -> Decimal:
    """Return a number of shares, to 9 decimal places, as it was typed: `0.42`, `1,000,000`.

    One comma before three digits is a decimal comma in some countries and a separator of
    thousands in others: it is refused. Raises AmountError.
    """
    typed = _one_line(text)
    if _DOLLARS_BEFORE.match(typed) or _DOLLARS_AFTER.search(typed):
        raise AmountError("Type a quantity, or choose Dollars above.")
    number = _SHARES_AFTER.sub("", typed)
    if either := _ONE_COMMA.fullmatch(number):
        whole, rest = either.groups()
        raise AmountError(f"Write {whole}{rest} or {whole}.{rest}: the comma could mean both.")
    amount = _parse(number, "Type a number, such as 0.42.")
    if _places(amount) > SHARE_PLACES:
        raise AmountError(f"A quantity goes to {SHARE_PLACES} decimal places.")
    return amount


def _one_line(text: str) -> str:
    """Strip the text, and make every run of spaces of any kind one space."""
    return " ".join(text.split())


def _parse(number: str, otherwise: str) -> Decimal:
    """Return a decimal number without a sign. Raises AmountError, with `otherwise` at last."""
    if _SIGN.match(number):
        raise AmountError("Type the amount without a sign.")
    if _EXPONENT.search(number):
        raise AmountError("Write the number out in digits.")
    if _NUMBER.fullmatch(number) and any(map(str.isdigit, number)):
        plain = number.replace(",", "").replace(" ", "")
        if len(plain.partition(".")[0]) > _MOST_DIGITS:
            raise AmountError(f"At most {_MOST_DIGITS} digits before the point.")
        return Decimal(plain)
    if len(number) < 3 * _MOST_DIGITS and (comma := _COMMA_FOR_POINT.fullmatch(number)):
        whole = comma[1].replace(".", "").replace(" ", "") or "0"
        raise AmountError(f"Decimals come after a point: write {whole}.{comma[2]}.")
    raise AmountError(otherwise)


def _places(amount: Decimal) -> int:
    return -int(amount.as_tuple().exponent)
