"""One question of the application, declared once: what it asks, when, by which rule, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ribbit_tui.session.application.reference.countries import countries, country_name
from ribbit_tui.session.application.reference.us_states import US_STATES
from ribbit_tui.session.application.values import rules
from ribbit_tui.session.application.values.answer import Answer, Answers, Choice, Kind
from ribbit_tui.session.application.values.dates import parse_date
from ribbit_tui.session.application.values.phones import e164, national
from ribbit_tui.session.application.values.text import masked, tidy, visible

__all__ = ["Answer", "Answers", "Choice", "Field", "Kind", "Step", "WirePath", "always", "never"]

Condition = Callable[[Answers], bool]
Rule = Callable[[str, Answers, date], str | None]
"""Judges an answer that is right in itself: None, or what to do about it.

A Yes or No comes as "Yes" or "No", a choice as its value, a text as tidy as it is sent.
"""


def always(answers: Answers) -> bool:
    return True


def never(answers: Answers) -> bool:
    return False


def no_rule(text: str, answers: Answers, today: date) -> str | None:
    return None


def unchanged(value: Any) -> Any:
    return value


def as_typed(text: str, answers: Answers) -> str:
    return text


@dataclass(frozen=True)
class WirePath:
    """Where an answer goes on the wire; `[]` at the end of the path appends to a list there."""

    path: str
    convert: Callable[[Any], Any] = unchanged
    """What of the answer goes there, from its canonical form; None is left out."""


@dataclass(frozen=True)
class Field:
    name: str
    """Its dotted place on the wire, unless `paths` says otherwise."""
    label: str
    kind: Kind
    help: str = ""
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    first: Callable[[Choice, Answers], bool] | None = None
    """Which of the choices are offered first, if that depends on other answers."""
    sensitive: bool = False
    """Never saved to disk, and masked when shown."""
    mask: Callable[[str], str] = masked
    """How a sensitive answer is shown."""
    groups: tuple[int, ...] = ()
    """The sizes of the groups in which its digits are typed."""
    is_signature: bool = False
    """Never saved to disk either: part of a signature, which is given by who sits here now."""
    max_length: int = 100
    default: Answer = None
    """What a new draft starts with."""
    when: Condition = always
    """When the question is asked at all."""
    required: Condition = always
    missing_message: str = ""
    """What to say when it is required and empty, if the usual words do not fit."""
    no_hint: str = ""
    """What to say, in place of the help, to somebody who answered No."""
    rule: Rule = no_rule
    """What is asked of an answer beyond the rule of its kind."""
    wire_text: Callable[[str, Answers], str] = as_typed
    """How a text is written on the wire."""
    wire_paths: tuple[WirePath, ...] | None = None
    """Where it goes on the wire: `()` for nowhere, None for where its name says."""

    def applies(self, answers: Answers) -> bool:
        return self.when(answers)

    def is_required(self, answers: Answers) -> bool:
        return self.when(answers) and self.required(answers)

    @property
    def is_saved(self) -> bool:
        """Whether a draft on disk keeps the answer."""
        return not self.sensitive and not self.is_signature

    def options(self, answers: Answers | None = None) -> tuple[Choice, ...]:
        """What can be chosen: the countries, the states, or the field's own choices.

        With the other answers, what suits them comes first.
        """
        choices, first = _options(self), self.first
        if answers is None or first is None:
            return choices
        return tuple(sorted(choices, key=lambda choice: not first(choice, answers)))

    def hint(self, answer: Answer) -> str:
        """What is said about the question while nothing is wrong with its answer."""
        return self.no_hint if answer is False and self.no_hint else self.help

    def error(self, answer: Answer, answers: Answers, today: date) -> str | None:
        """What to do about this answer, or None if it is fine."""
        return _error(self, answer, answers, today)

    def display_text(self, answer: Answer) -> str:
        """The answer for a person to read, masked if it is sensitive; empty if there is none."""
        return _shown(self, answer)

    def wire_values(self, answer: Answer, answers: Answers) -> list[tuple[str, Any]]:
        """The paths and canonical values of an answer without an error; none if it is empty."""
        value = _canonical(self, answer, answers)
        paths = (WirePath(self.name),) if self.wire_paths is None else self.wire_paths
        taken = [] if value is None else [(place.path, place.convert(value)) for place in paths]
        return [(path, part) for path, part in taken if part is not None]

    def is_listed(self, path: str) -> bool:
        """Whether it becomes an entry of the list at this path of the wire."""
        return any(place.path == f"{path}[]" for place in self.wire_paths or ())

    def paths(self) -> tuple[str, ...]:
        """Where it goes on the wire, without the mark for lists."""
        paths = (WirePath(self.name),) if self.wire_paths is None else self.wire_paths
        return tuple(place.path.removesuffix("[]") for place in paths)


@dataclass(frozen=True)
class Step:
    """A page of the application. One without fields is a screen of its own kind."""

    id: str
    title: str
    intro: str
    fields: tuple[Field, ...] = ()
    when: Condition = always
    """When the page is part of the application at all."""

    def applies(self, answers: Answers) -> bool:
        return self.when(answers)


_FROM_A_LIST = (Kind.CHOICE, Kind.COUNTRY, Kind.STATE)


def has_valid_type(field: Field, answer: Answer) -> bool:
    """Whether an answer has the type that the kind of question takes; None always fits."""
    if answer is None:
        return True
    if field.kind is Kind.YES_NO:
        return isinstance(answer, bool)
    if field.kind is Kind.CHOICES:
        return isinstance(answer, tuple) and all(isinstance(value, str) for value in answer)
    return isinstance(answer, str)


def is_empty(answer: Answer) -> bool:
    return answer is None or answer == () or (isinstance(answer, str) and not answer.strip())


def _options(field: Field) -> tuple[Choice, ...]:
    if field.kind is Kind.COUNTRY:
        return countries()
    return US_STATES if field.kind is Kind.STATE else field.choices


def _error(field: Field, answer: Answer, answers: Answers, today: date) -> str | None:
    if not has_valid_type(field, answer):
        return _needed(field)
    if is_empty(answer):
        return _needed(field) if field.is_required(answers) else None
    if isinstance(answer, tuple):
        return _choices_error(field, answer)
    if isinstance(answer, str):
        return _text_error(field, answer, answers, today)
    return field.rule("Yes" if answer else "No", answers, today)


def _needed(field: Field) -> str:
    if field.missing_message:
        return field.missing_message
    if field.kind is Kind.YES_NO:
        return "Answer Yes or No."
    if field.kind is Kind.CHOICES:
        return "Choose at least one."
    if field.kind in _FROM_A_LIST:
        return f"{field.label} is needed: choose from the list."
    return f"{field.label} is needed."


def _choices_error(field: Field, chosen: tuple[str, ...]) -> str | None:
    known = {choice.value for choice in field.choices}
    return None if known.issuperset(chosen) else "Choose from the list."


def _text_error(field: Field, answer: str, answers: Answers, today: date) -> str | None:
    if field.kind in _FROM_A_LIST:
        known = any(choice.value == answer for choice in _options(field))
        return field.rule(answer, answers, today) if known else "Choose from the list."
    text = answer.strip()
    return (
        rules.plain_text(text, field.max_length)
        or _kind_error(field.kind, tidy(text))
        or field.rule(tidy(text), answers, today)
    )


def _kind_error(kind: Kind, text: str) -> str | None:
    if kind is Kind.EMAIL:
        return rules.email(text)
    if kind is Kind.PHONE:
        return rules.phone(text)
    if kind is Kind.DATE:
        return rules.calendar_day(text)
    return None


def _shown(field: Field, answer: Answer) -> str:
    if not has_valid_type(field, answer) or is_empty(answer):
        return ""
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, tuple):
        return ", ".join(_label(field, value) for value in answer)
    text = str(answer).strip()
    if field.sensitive:
        return field.mask(text)
    if field.kind in _FROM_A_LIST:
        return _label(field, text)
    if field.kind is Kind.PHONE:
        return national(text) or visible(text)
    if field.kind is Kind.DATE and (day := parse_date(text)):
        return day.isoformat()
    return visible(text)


def _label(field: Field, value: str) -> str:
    if field.kind is Kind.COUNTRY:
        return country_name(value) or visible(value)
    labels = {choice.value: choice.label for choice in _options(field)}
    return labels.get(value) or visible(value)


def _canonical(field: Field, answer: Answer, answers: Answers) -> Any:
    """An answer without an error as the wire wants it; None if it is empty."""
    if is_empty(answer):
        return None
    if isinstance(answer, tuple):
        return [choice.value for choice in field.choices if choice.value in answer]
    if isinstance(answer, bool) or field.kind in _FROM_A_LIST:
        return answer
    text = tidy(str(answer))
    if field.kind is Kind.PHONE:
        return e164(text)
    if field.kind is Kind.DATE:
        return parse_date(text)
    return field.wire_text(text, answers)
