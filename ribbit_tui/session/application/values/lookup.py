"""Finding a choice in a long list by what a person types."""

import unicodedata
from collections.abc import Sequence
from functools import cache

from .answer import Choice


def matching_choices(choices: Sequence[Choice], text: str) -> tuple[Choice, ...]:
    """The choices that the text can mean, the likeliest first; all of them for an empty text.

    By name, by a word in the name, by code or by another name; accents and capitals count for
    nothing.
    """
    typed = fold(text)
    if not typed:
        return tuple(choices)
    ranked = [(_rank(choice, typed), choice) for choice in choices]
    return tuple(
        choice for rank, choice in sorted(ranked, key=lambda one: one[0]) if rank < _NOT_AT_ALL
    )


def exact_choice(choices: Sequence[Choice], text: str) -> Choice | None:
    """The choice whose name, code or other name the text is."""
    typed = fold(text)
    return next((choice for choice in choices if typed and typed in _names(choice)), None)


_NOT_AT_ALL = 5


def _rank(choice: Choice, typed: str) -> int:
    names = _names(choice)
    label = names[0]
    if typed in names:
        return 0
    if label.startswith(typed):
        return 1
    if f" {typed}" in label:
        return 2
    if any(name.startswith(typed) for name in names):
        return 3
    return 4 if len(typed) > 2 and any(typed in name for name in names) else _NOT_AT_ALL


@cache
def _names(choice: Choice) -> tuple[str, ...]:
    return tuple(fold(name) for name in (choice.label, choice.value, *choice.also))


def fold(text: str) -> str:
    """The letters and digits of a text without accents and capitals, its words one space apart."""
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
