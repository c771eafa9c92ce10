"""What can be asked and what can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
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
"""What a person answered, as typed: text, Yes or No, or the chosen values."""

Answers = Mapping[str, Answer]
"""Answers by the name of their field."""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    also: tuple[str, ...] = ()
    """Other names that a person may type for it."""
