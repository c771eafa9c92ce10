"""The control that answers a field, by the kind of the field."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Select
from textual.widgets.selection_list import Selection

from ribbit_tui.session.application.fields.field import Answer, Choice, Field, Kind, never

from .pick_list import PickList
from .radio import YesNo
from .secret_number import SecretNumber
from .text_field import ALT_DIGITS, TextField
from .tick_list import TickList
from .type_ahead import TypeAhead

_LONG_LIST = 20
"""Choices from which a list is searched by typing."""


def is_type_ahead(field: Field) -> bool:
    """Whether the field has so many choices that they are searched by typing."""
    return field.kind in {Kind.COUNTRY, Kind.STATE} or len(field.choices) >= _LONG_LIST


def create_control(field: Field, answer: Answer, choices: Sequence[Choice]) -> Widget:
    """Create the control of a field; it has the class `control` and shows the answer."""
    if field.kind is Kind.YES_NO:
        return YesNo(answer if isinstance(answer, bool) else None, classes="control")
    if field.kind is Kind.CHOICES:
        chosen = answer if isinstance(answer, tuple) else ()
        return TickList(
            *(Selection(c.label, c.value, c.value in chosen) for c in choices),
            classes="control",
            compact=True,
        )
    if field.kind in {Kind.COUNTRY, Kind.STATE, Kind.CHOICE} and is_type_ahead(field):
        return TypeAhead(choices, answer if isinstance(answer, str) else None, classes="control")
    if field.kind is Kind.CHOICE:
        options = [(choice.label, choice.value) for choice in choices]
        known = {value for _, value in options}
        return PickList(
            options,
            value=answer if isinstance(answer, str) and answer in known else Select.NULL,
            prompt="Choose… (optional)" if field.required is never else "Choose…",
            classes="control",
            compact=True,
        )
    text = answer if isinstance(answer, str) else ""
    if field.groups:
        return SecretNumber(text, field.groups, placeholder=field.placeholder)
    return TextField(
        text,
        placeholder=field.placeholder,
        password=field.sensitive,
        classes="control",
        refused="" if field.kind is Kind.TEXT else ALT_DIGITS,
    )
