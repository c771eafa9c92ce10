"""The search for a choice in a long list."""

import unicodedata
from collections.abc import Sequence
from functools import cache

from .answer import Choice


def matching_choices(choices: Sequence[Choice], text: str) -> tuple[Choice, ...]:
    """Return the choices that match a text, best first; all of them for an empty text.

    Matches names, words in names, codes and other names, ignoring accents and case.
    """
    typed = fold(text)
    if not typed:
        return tuple(choices)
    ranked = [(_rank(choice, typed), choice) for choice in choices]
    return tuple(
        choice for rank, choice in sorted(ranked, key=lambda one: one[0]) if rank < _NO_MATCH
    )


def exact_choice(choices: Sequence[Choice], text: str) -> Choice | None:
    """Return the choice whose name, code or other name equals the text."""
    typed = fold(text)
    return next((choice for choice in choices if typed and typed in _names(choice)), None)


_NO_MATCH = 5


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
    return 4 if len(typed) > 2 and any(typed in name for name in names) else _NO_MATCH


@cache
def _names(choice: Choice) -> tuple[str, ...]:
    return tuple(fold(name) for name in (choice.label, choice.value, *choice.also))


def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents and punctuation."""
    letters = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
