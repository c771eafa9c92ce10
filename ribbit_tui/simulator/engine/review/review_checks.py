"""What the review looks for while the whole application is at hand, its tax id among it."""

import re
from datetime import date

from ribbit_tui.wire.accounts import Identity

ADULT_AGE = 18

_SSN = "USA_SSN"
# Area, group and serial: none of them is ever all zeros.
_IMPOSSIBLE_SSN = re.compile(r"0+|000[0-9]{6}|[0-9]{3}00[0-9]{4}|[0-9]{5}0000")


def is_minor(born: date, today: date) -> bool:
    """Whether somebody born on that day may not have an account yet."""
    has_had_birthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (not has_had_birthday) < ADULT_AGE


def has_impossible_tax_id(identity: Identity) -> bool:
    """Whether no authority can have given out the tax id, whoever it is of."""
    digits = re.sub(r"[^0-9]", "", identity.tax_id or "")
    return identity.tax_id_type == _SSN and _IMPOSSIBLE_SSN.fullmatch(digits) is not None
