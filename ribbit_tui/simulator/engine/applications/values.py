"""Checks of single values of an application. Each raises InvalidError naming the field."""

import re
from collections.abc import Collection, Iterable

from ribbit_tui.simulator.errors import InvalidError

# The getting-started guide has its addresses masked, and its sample must be accepted.
_MASKED_EMAIL = "[email\xa0protected]"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_LONGEST_TEXT = 1024


def required(model: object, path: str, names: Iterable[str], reason: str = "") -> None:
    """Check that the fields are given. `reason` says when they are required."""
    for name in names:
        value = getattr(model, name)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            field = f"{path}.{name}"
            raise InvalidError(f"{field} is required {reason}".rstrip(), field)


def one_of(value: object, allowed: Collection[str], field: str) -> None:
    """Check that a value is one of those allowed."""
    if not isinstance(value, str) or value not in allowed:
        raise InvalidError(f"{field} must be one of {', '.join(sorted(allowed))}", field)


def short(value: str | None, field: str) -> None:
    """Check that a text is not too long."""
    if value is not None and len(value) > _LONGEST_TEXT:
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)


def latin(value: str | None, field: str) -> None:
    """Check for ASCII, in which names and addresses are reported; `local_` fields are free."""
    if value is not None and not all(" " <= character <= "~" for character in value):
        raise InvalidError(f"{field} must be in Latin characters (ASCII 32 to 126)", field)


def email(value: str, field: str) -> None:
    """Check an e-mail address."""
    short(value, field)
    masked = value.replace(" ", "\xa0") == _MASKED_EMAIL
    if not masked:
        latin(value, field)
    if not masked and not _EMAIL.fullmatch(value):
        raise InvalidError(f"{field} must be an e-mail address", field)


def phone(value: str | None, field: str) -> None:
    """Check a phone number."""
    if value is not None and not any(map(str.isdigit, value)):
        raise InvalidError(f"{field} must be a phone number, with digits in it", field)


def country(value: str | None, field: str) -> None:
    """Check a country code."""
    if value is not None and not _COUNTRY.fullmatch(value):
        raise InvalidError(f"{field} must be an ISO 3166-1 alpha-3 country code", field)
