"""The world's countries, by ISO 3166-1 alpha-3 code."""

import unicodedata
from functools import cache

from .answer import Choice

USA = "USA"


@cache
def countries() -> tuple[Choice, ...]:
    """Every country, sorted by its everyday English name."""
    import pycountry  # reads a table from disk: only once a form needs it

    found = [
        Choice(country.alpha_3, getattr(country, "common_name", country.name))
        for country in pycountry.countries
    ]
    return tuple(sorted(found, key=lambda choice: _plain(choice.label)))


@cache
def _names() -> dict[str, str]:
    return {choice.value: choice.label for choice in countries()}


def country_name(code: str) -> str | None:
    """The name of the country with this alpha-3 code, or None."""
    return _names().get(code)


def _plain(name: str) -> str:
    """A sort key under which Åland stands with A and Türkiye with T."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
