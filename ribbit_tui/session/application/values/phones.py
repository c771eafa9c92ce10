"""Phone numbers: parsing, and their national and E.164 formats."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME_REGION = "US"  # of numbers without a country code

# The library also accepts letters ("1-800-FLOWERS"), extensions and digits of other scripts. A
# number that is sent as E.164 must not be guessed.
_TYPED = re.compile(r"\+?[0-9 ().\-/]+")


def _parsed(text: str) -> "PhoneNumber | None":
    if not _TYPED.fullmatch(text.strip()):
        return None
    import phonenumbers  # slow to import

    try:
        number = phonenumbers.parse(text.strip(), HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def e164(text: str) -> str | None:
    """Return a number as `+14155552671`, or None if it is not valid."""
    number = _parsed(text)
    if number is None:
        return None
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(text: str) -> str | None:
    """Return a US number as `(415) 555-2671`, others as `+44 20 7946 0958`, or None."""
    number = _parsed(text)
    if number is None:
        return None
    import phonenumbers

    style = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == 1
    return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
