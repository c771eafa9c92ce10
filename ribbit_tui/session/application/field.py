"""One question of the application, declared once: what it asks, when, by which rule, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import kinds
from .answer import Answer, Answers, Choice, Kind

__all__ = ["Answer", "Answers", "Choice", "Field", "Kind", "Place", "Step", "always", "never"]

Condition = Callable[[Answers], bool]
Rule = Callable[[str, Answers, date], str | None]
"""Judges a text that is neither empty nor hidden nor too long: None, or what to do about it."""


def always(answers: Answers) -> bool:
    return True


def never(answers: Answers) -> bool:
    return False


def no_rule(text: str, answers: Answers, today: date) -> str | None:
    return None


def as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Place:
    """Where an answer goes on the wire; `[]` at the end of the path appends to a list there."""

    path: str
    take: Callable[[Any], Any] = as_it_is
    """What of the answer goes there, from its canonical form; None is left out."""


@dataclass(frozen=True)
class Field:
    name: str
    """Its dotted place on the wire, unless `places` says otherwise."""
    label: str
    kind: Kind
    help: str = ""
    placeholder: str = ""
    choices: tuple[Choice, ...] = ()
    sensitive: bool = False
    """Never saved to disk, and masked when shown."""
    max_length: int = 100
    default: Answer = None
    """What a new draft starts with."""
    when: Condition = always
    """When the question is asked at all."""
    required: Condition = always
    needed: str = ""
    """What to say when it is required and empty, if the usual words do not fit."""
    rule: Rule = no_rule
    """What is asked of a text beyond the rule of its kind."""
    places: tuple[Place, ...] | None = None
    """Where it goes on the wire: `()` for nowhere, None for where its name says."""

    def applies(self, answers: Answers) -> bool:
        return self.when(answers)

    def is_required(self, answers: Answers) -> bool:
        return self.when(answers) and self.required(answers)

    def options(self) -> tuple[Choice, ...]:
        """What can be chosen: the countries, the states, or the field's own choices."""
        return kinds.options(self)

    def error(self, answer: Answer, answers: Answers, today: date) -> str | None:
        """What to do about this answer, or None if it is fine."""
        return kinds.error(self, answer, answers, today)

    def shown(self, answer: Answer) -> str:
        """The answer for a person to read, masked if it is sensitive; empty if there is none."""
        return kinds.shown(self, answer)

    def on_wire(self, answer: Answer) -> list[tuple[str, Any]]:
        """The paths and canonical values of an answer without an error; none if it is empty."""
        value = kinds.canonical(self, answer)
        places = (Place(self.name),) if self.places is None else self.places
        taken = [] if value is None else [(place.path, place.take(value)) for place in places]
        return [(path, part) for path, part in taken if part is not None]

    def paths(self) -> tuple[str, ...]:
        """Where it goes on the wire, without the mark for lists."""
        places = (Place(self.name),) if self.places is None else self.places
        return tuple(place.path.removesuffix("[]") for place in places)


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
