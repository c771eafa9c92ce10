"""Fields of the application form, and the steps that contain them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from ribbit_tui.session.application.reference.countries import countries, country_name
from ribbit_tui.session.application.reference.us_states import US_STATES
from ribbit_tui.session.application.values import rules
from ribbit_tui.session.application.values.answer import Answer, Answers, Choice, Kind, WireValue
from ribbit_tui.session.application.values.dates import parse_date
from ribbit_tui.session.application.values.phones import e164, national
from ribbit_tui.session.application.values.text import masked, tidy, visible, without_separators

__all__ = ["Answer", "Answers", "Choice", "Field", "Kind", "Step", "WirePath", "always", "never"]

Condition = Callable[[Answers], bool]
"""Whether a field or step applies, or is required, given the answers."""

Rule = Callable[[str, Answers, date], str | None]
"""Validates an answer of the right kind: returns an error message or None.

The answer is passed as text: "Yes" or "No", the value of a choice, or the tidied text.
"""


def always(answers: Answers) -> bool:
    """Return True: a condition that always holds."""
    return True


def never(answers: Answers) -> bool:
    """Return False: a condition that never holds."""
    return False


def no_rule(text: str, answers: Answers, today: date) -> str | None:
    return None


def unchanged(value: WireValue) -> WireValue:
    """Return the value: the default conversion."""
    return value


def as_typed(text: str, answers: Answers) -> str:
    return text


@dataclass(frozen=True)
class WirePath:
    """A path in the request that an answer is sent to. `[]` at its end appends to a list."""

    path: str
    convert: Callable[[WireValue], WireValue | None] = unchanged
    """Converts the canonical answer to the value to send; None sends nothing."""


@dataclass(frozen=True)
class Field:
    """One question of the form: its words, conditions, rules and paths in the request."""

    name: str
    """The dotted path in the request, unless `wire_paths` overrides it."""
    label: str
    kind: Kind
    help: str = ""
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    first: Callable[[Choice, Answers], bool] | None = None
    """Whether a choice is offered before the others, depending on other answers."""
    sensitive: bool = False
    """Kept in memory only, and masked on screen."""
    mask: Callable[[str], str] = masked
    """Masks a sensitive answer."""
    groups: tuple[int, ...] = ()
    """The sizes of the groups of digits, such as 3, 2 and 4."""
    has_separators: bool = False
    """Whether it is a number written with spaces and dashes, which are taken out."""
    is_signature: bool = False
    """Part of a signature. The draft does not save it: the signer must type it again."""
    max_length: int = 100
    default: Answer = None
    """The answer in a new draft."""
    when: Condition = always
    """Whether the field applies, depending on other answers."""
    required: Condition = always
    missing_message: str = ""
    """The error message for a missing answer, if the usual one does not fit."""
    no_hint: str = ""
    """The hint after the answer No, in place of `help`."""
    rule: Rule = no_rule
    """Validates beyond the rule of the field's kind."""
    wire_text: Callable[[str, Answers], str] = as_typed
    """Converts a text answer to the text to send."""
    wire_paths: tuple[WirePath, ...] | None = None
    """The paths in the request: `()` for none, None for the path in `name`."""

    def applies(self, answers: Answers) -> bool:
        return self.when(answers)

    def is_required(self, answers: Answers) -> bool:
        """Whether the field applies and must be answered."""
        return self.when(answers) and self.required(answers)

    @property
    def is_saved(self) -> bool:
        """Whether a draft on disk contains the answer."""
        return not self.sensitive and not self.is_signature

    def options(self, answers: Answers | None = None) -> tuple[Choice, ...]:
        """Return the choices: countries, states, or the field's own.

        With `answers`, the choices that suit them come first.
        """
        choices, first = _options(self), self.first
        if answers is None or first is None:
            return choices
        return tuple(sorted(choices, key=lambda choice: not first(choice, answers)))

    def hint(self, answer: Answer) -> str:
        """Return the hint that is shown while the answer has no error."""
        return self.no_hint if answer is False and self.no_hint else self.help

    def error(self, answer: Answer, answers: Answers, today: date) -> str | None:
        """Return the error message for an answer, or None."""
        return _error(self, answer, answers, today)

    def display_text(self, answer: Answer) -> str:
        """Return the answer for display, masked if it is sensitive; empty if there is none."""
        return _shown(self, answer)

    def wire_values(self, answer: Answer, answers: Answers) -> list[tuple[str, WireValue]]:
        """Return the paths and values to send for a valid answer; none if it is empty."""
        value = _canonical(self, answer, answers)
        if value is None:
            return []
        converted = [(one.path, one.convert(value)) for one in self.destinations]
        return [(path, part) for path, part in converted if part is not None]

    @property
    def destinations(self) -> tuple[WirePath, ...]:
        """The paths that the answer is sent to, by default the one in `name`."""
        return (WirePath(self.name),) if self.wire_paths is None else self.wire_paths

    def is_listed(self, path: str) -> bool:
        """Whether the answer becomes an entry of the list at this path."""
        return any(place.path == f"{path}[]" for place in self.wire_paths or ())

    def paths(self) -> tuple[str, ...]:
        """Return the paths in the request, without the mark for lists."""
        return tuple(one.path.removesuffix("[]") for one in self.destinations)


@dataclass(frozen=True)
class Step:
    """A page of the form. A step without fields has a screen of its own."""

    id: str
    title: str
    topics: str
    """The subjects of the step in a few words, at most 22 characters."""
    intro: str
    fields: tuple[Field, ...] = ()
    when: Condition = always
    """Whether the step applies, depending on the answers."""

    def applies(self, answers: Answers) -> bool:
        return self.when(answers)


_LIST_KINDS = (Kind.CHOICE, Kind.COUNTRY, Kind.STATE)


def has_valid_type(answer: object, field: Field) -> TypeGuard[Answer]:
    """Whether the answer has a type that the field's kind accepts, or is None."""
    if answer is None:
        return True
    if field.kind is Kind.YES_NO:
        return isinstance(answer, bool)
    if field.kind is Kind.CHOICES:
        return isinstance(answer, tuple) and all(isinstance(value, str) for value in answer)
    return isinstance(answer, str)


def is_empty(answer: Answer) -> bool:
    """Whether there is no answer."""
    return answer is None or answer == () or (isinstance(answer, str) and not answer.strip())


def _options(field: Field) -> tuple[Choice, ...]:
    if field.kind is Kind.COUNTRY:
        return countries()
    return US_STATES if field.kind is Kind.STATE else field.choices


def _error(field: Field, answer: Answer, answers: Answers, today: date) -> str | None:
    if not has_valid_type(answer, field):
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
    if field.kind in _LIST_KINDS:
        return f"{field.label} is needed: choose from the list."
    return f"{field.label} is needed."


def _choices_error(field: Field, chosen: tuple[str, ...]) -> str | None:
    known = {choice.value for choice in field.choices}
    return None if known.issuperset(chosen) else "Choose from the list."


def _text_error(field: Field, answer: str, answers: Answers, today: date) -> str | None:
    if field.kind in _LIST_KINDS:
        known = any(choice.value == answer for choice in _options(field))
        return field.rule(answer, answers, today) if known else "Choose from the list."
    text = answer.strip()
    return (
        rules.plain_text(_tidy(field, text) if field.has_separators else text, field.max_length)
        or _kind_error(field.kind, _tidy(field, text))
        or field.rule(_tidy(field, text), answers, today)
    )


def _tidy(field: Field, text: str) -> str:
    return without_separators(text) if field.has_separators else tidy(text)


def _kind_error(kind: Kind, text: str) -> str | None:
    if kind is Kind.EMAIL:
        return rules.email(text)
    if kind is Kind.PHONE:
        return rules.phone(text)
    if kind is Kind.DATE:
        return rules.calendar_day(text)
    return None


def _shown(field: Field, answer: Answer) -> str:
    if not has_valid_type(answer, field) or is_empty(answer):
        return ""
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, tuple):
        return ", ".join(_label(field, value) for value in answer)
    text = str(answer).strip()
    if field.sensitive:
        return field.mask(text)
    if field.kind in _LIST_KINDS:
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


def _canonical(field: Field, answer: Answer, answers: Answers) -> WireValue | None:
    """Return the canonical value of a valid answer; None if it is empty."""
    if is_empty(answer):
        return None
    if isinstance(answer, tuple):
        return [choice.value for choice in field.choices if choice.value in answer]
    if isinstance(answer, bool) or field.kind in _LIST_KINDS:
        return answer
    text = _tidy(field, str(answer))
    if field.kind is Kind.PHONE:
        return e164(text)
    if field.kind is Kind.DATE:
        return parse_date(text)
    return field.wire_text(text, answers)
