"""Dates as people type them."""

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


def parse_date(text: str) -> date | None:
    """Parse `YYYY-MM-DD` or `MM/DD/YYYY`; return None for other texts and impossible days."""
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif american := _AMERICAN.fullmatch(text):
        month, day, year = american.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def looks_like_date(text: str) -> bool:
    """Whether the text has the form of a date, even of an impossible day."""
    text = text.strip()
    return bool(_ISO.fullmatch(text) or _AMERICAN.fullmatch(text))


def years_between(earlier: date, later: date) -> int:
    """Return the whole years between two dates.

    A birthday on 29 February falls on 1 March in other years.
    """
    before_birthday = (later.month, later.day) < (earlier.month, earlier.day)
    return later.year - earlier.year - before_birthday
