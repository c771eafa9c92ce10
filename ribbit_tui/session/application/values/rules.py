"""Rules for typed answers. Each returns an error message, or None."""

import re
import unicodedata
from datetime import date

from . import latin
from .dates import looks_like_date, parse_date, years_between
from .phones import e164
from .text import is_hidden

EMAIL_LENGTH = 254
MAX_AGE = 120
MIN_AGE = 18
MAX_YEARS_AHEAD = 50

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_FOREIGN_POSTAL_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 \-]{1,11}")
_SSN = re.compile(r"([0-9]{3})[- ]?([0-9]{2})[- ]?([0-9]{4})")
_FOREIGN_TAX_ID = re.compile(r"(?:[ ./\-]*[A-Za-z0-9]){4}[A-Za-z0-9 ./\-]*")
_NAME_SIGNS = frozenset(" -‐‑'’ʼ.·\u200c\u200d")


def plain_text(text: str, max_length: int) -> str | None:
    """Reject hidden characters and long texts. Markup is just text."""
    if any(is_hidden(character) for character in text):
        return "Remove the hidden control characters, best by typing this again by hand."
    if len(text) > max_length:
        return f"Keep this to {max_length} characters (it has {len(text)})."
    return None


def name(text: str) -> str | None:
    """Require a name: letters and a few signs."""

    def is_letter(character: str) -> bool:
        return unicodedata.category(character)[0] in "LM"

    if not all(is_letter(character) or character in _NAME_SIGNS for character in text):
        return "Use letters, spaces, hyphens, apostrophes and dots only."
    if not any(is_letter(character) for character in text):
        return "Enter a name with at least one letter."
    return None


def latin_name(text: str) -> str | None:
    """Require Latin letters in a name. Other fields take the name in its own script."""
    if not latin.is_latin(text) and name(text) is None:
        return (
            f"Use the letters A to Z, as your passport does{latin.suggestion(text)}."
            " Your own spelling goes below."
        )
    return name(text)


def latin_text(text: str) -> str | None:
    """Require ASCII."""
    if latin.is_latin(text):
        return None
    return f"Use the letters A to Z, without accents{latin.suggestion(text)}."


def email(text: str) -> str | None:
    """Require an e-mail address."""
    local, _, _ = text.partition("@")
    if not _EMAIL.fullmatch(text) or len(local) > 64:
        return "Enter a full e-mail address, such as maya@example.com."
    return None


def phone(text: str) -> str | None:
    """Require a valid phone number."""
    if e164(text) is None:
        return (
            "Enter a US number such as 415-555-2671, or start with + and the country code,"
            " such as +44 20 7946 0958."
        )
    return None


def calendar_day(text: str) -> str | None:
    """Require a date."""
    if parse_date(text):
        return None
    if looks_like_date(text):
        return "There is no such day: check the month and the day."
    return "Enter a date as YYYY-MM-DD, such as 1990-04-12."


def date_of_birth(text: str, today: date) -> str | None:
    """Require the date of birth of an adult."""
    born = parse_date(text)
    if born is None:
        return calendar_day(text)
    if born > today:
        return "A date of birth cannot be in the future: check the year."
    if years_between(born, today) < MIN_AGE:
        return f"You must be {MIN_AGE} or older to open an account. If you are, check the date."
    if years_between(born, today) > MAX_AGE:
        return f"That is more than {MAX_AGE} years ago: check the year."
    return None


def coming_day(text: str, today: date) -> str | None:
    """Require today or a later date."""
    day = parse_date(text)
    if day is None:
        return calendar_day(text)
    if day < today:
        return "That day has passed: enter a date from today on."
    if years_between(today, day) > MAX_YEARS_AHEAD:
        return f"That is more than {MAX_YEARS_AHEAD} years away: check the year."
    return None


def zip_code(text: str) -> str | None:
    """Require a US ZIP code."""
    return None if _ZIP.fullmatch(text) else "Enter a ZIP code as 94401 or 94401-1234."


def foreign_postal_code(text: str) -> str | None:
    """Require a plausible postal code."""
    if _FOREIGN_POSTAL_CODE.fullmatch(text):
        return None
    return "Enter 2 to 12 letters and digits, such as SW1A 1AA."


def ssn(text: str) -> str | None:
    """Require nine digits that the Social Security Administration can have issued."""
    parts = _SSN.fullmatch(text)
    if parts is None:
        return nine_digits(text, "078-05-1120")
    area, group, serial = parts.groups()
    if area in ("000", "666") or area[0] == "9":
        return "No Social Security number starts with 000, 666 or 9: check the first three digits."
    if group == "00" or serial == "0000":
        return "No part of a Social Security number is all zeros: check the digits."
    return None


def nine_digits(text: str, example: str) -> str:
    """Say that a text is not nine digits."""
    count = len(text) - text.count("-") - text.count(" ")
    if count > 9:
        return f"Enter 9 digits, such as {example} (this has {count})."
    return f"Enter all 9 digits, such as {example}."


def is_grouped_ssn(text: str) -> bool:
    """Whether the text is nine digits, in one group or three."""
    return _SSN.fullmatch(text) is not None


def foreign_tax_id(text: str) -> str | None:
    """Require a plausible tax id."""
    if _FOREIGN_TAX_ID.fullmatch(text):
        return None
    return "Enter at least 4 letters or digits, with dashes, dots or spaces if it has them."
