"""Checks of an application that need parts which are not stored, such as the tax id."""

import re
from datetime import date

from ribbit_tui.wire.accounts import Identity

ADULT_AGE = 18

_SSN = "USA_SSN"
# None of area, group and serial number is ever all zeros.
_IMPOSSIBLE_SSN = re.compile(r"0+|000[0-9]{6}|[0-9]{3}00[0-9]{4}|[0-9]{5}0000")


def is_minor(born: date, today: date) -> bool:
    """Whether somebody born on that day is too young for an account."""
    has_had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not has_had_birthday) < ADULT_AGE


def lacks_tax_id(identity: Identity) -> bool:
    """Whether a citizen or tax resident of the USA gave no taxpayer number."""
    is_american = "USA" in (identity.country_of_citizenship, identity.country_of_tax_residence)
    return is_american and not identity.tax_id


def has_impossible_tax_id(identity: Identity) -> bool:
    """Whether no authority can have issued the tax id."""
    digits = re.sub(r"[^0-9]", "", identity.tax_id or "")
    return identity.tax_id_type == _SSN and _IMPOSSIBLE_SSN.fullmatch(digits) is not None
