"""How each kind of question is checked, shown and made canonical."""

from datetime import date
from typing import TYPE_CHECKING, Any

from . import rules
from .answer import Answer, Answers, Choice, Kind
from .countries import countries, country_name
from .dates import parse_date
from .phones import e164, national
from .text import tidy, visible
from .us_states import US_STATES

if TYPE_CHECKING:
    from .field import Field

_FROM_A_LIST = (Kind.CHOICE, Kind.COUNTRY, Kind.STATE)


def fits(field: "Field", answer: Answer) -> bool:
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


def options(field: "Field") -> tuple[Choice, ...]:
    if field.kind is Kind.COUNTRY:
        return countries()
    return US_STATES if field.kind is Kind.STATE else field.choices


def error(field: "Field", answer: Answer, answers: Answers, today: date) -> str | None:
    if not fits(field, answer):
        return _needed(field)
    if is_empty(answer):
        return _needed(field) if field.is_required(answers) else None
    if isinstance(answer, tuple):
        return _choices_error(field, answer)
    if isinstance(answer, str):
        return _text_error(field, answer, answers, today)
    return field.rule("Yes" if answer else "No", answers, today)


def _needed(field: "Field") -> str:
    if field.needed:
        return field.needed
    if field.kind is Kind.YES_NO:
        return "Answer Yes or No."
    if field.kind is Kind.CHOICES:
        return "Choose at least one."
    if field.kind in _FROM_A_LIST:
        return f"{field.label} is needed: choose from the list."
    return f"{field.label} is needed."


def _choices_error(field: "Field", chosen: tuple[str, ...]) -> str | None:
    known = {choice.value for choice in field.choices}
    return None if known.issuperset(chosen) else "Choose from the list."


def _text_error(field: "Field", answer: str, answers: Answers, today: date) -> str | None:
    if field.kind in _FROM_A_LIST:
        known = any(choice.value == answer for choice in options(field))
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


def shown(field: "Field", answer: Answer) -> str:
    if not fits(field, answer) or is_empty(answer):
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


def _label(field: "Field", value: str) -> str:
    if field.kind is Kind.COUNTRY:
        return country_name(value) or visible(value)
    labels = {choice.value: choice.label for choice in options(field)}
    return labels.get(value) or visible(value)


def canonical(field: "Field", answer: Answer, answers: Answers) -> Any:
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
    return field.sent(text, answers)
