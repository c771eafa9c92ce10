"""Kinds of answers, and the choices of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """The kind of answer that a field takes."""

    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    COUNTRY = "country"
    STATE = "state"
    POSTAL_CODE = "postal_code"
    TAX_ID = "tax_id"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


Answer = str | bool | tuple[str, ...] | None
"""An answer as typed: a text, Yes or No, the chosen values, or nothing."""

Answers = Mapping[str, Answer]
"""Answers by the name of their field."""

WireValue = str | bool | date | Decimal | list[str]
"""A value in a request."""


@dataclass(frozen=True)
class Choice:
    """An entry of a list: the value to send and its label."""

    value: str
    label: str
    also: tuple[str, ...] = ()
    """Other names that a person may type."""
