"""Phone numbers as people type them, as they are sent and as they are shown."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

HOME_REGION = "US"  # a number typed without +country belongs here

# The library also reads letters ("1-800-FLOWERS"), extensions and other scripts' digits; a form
# that will be sent as E.164 should not guess at those.
_TYPED = re.compile(r"\+?[0-9 ().\-/]+")


def _parsed(text: str) -> "PhoneNumber | None":
    if not _TYPED.fullmatch(text.strip()):
        return None
    import phonenumbers  # heavy: only once somebody types a number

    try:
        number = phonenumbers.parse(text.strip(), HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def e164(text: str) -> str | None:
    """`+14155552671`, or None if no such number can exist."""
    number = _parsed(text)
    if number is None:
        return None
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(text: str) -> str | None:
    """`(415) 555-2671` at home, `+44 20 7946 0958` from abroad, or None."""
    number = _parsed(text)
    if number is None:
        return None
    import phonenumbers

    style = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == 1
    return phonenumbers.format_number(number, style.NATIONAL if at_home else style.INTERNATIONAL)
