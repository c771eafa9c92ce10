"""The world's countries, by ISO 3166-1 alpha-3 code."""

from functools import cache
from typing import Any

from ribbit_tui.session.application.values.answer import Choice
from ribbit_tui.session.application.values.lookup import fold

USA = "USA"

_COMMON_NAMES = {
    "ARE": ("UAE", "Emirates"),
    "CIV": ("Ivory Coast",),
    "COD": ("DR Congo", "Congo Kinshasa"),
    "COG": ("Congo Brazzaville",),
    "CPV": ("Cape Verde",),
    "CZE": ("Czech Republic",),
    "FSM": ("Micronesia",),
    "GBR": ("UK", "Great Britain", "Britain", "England", "Scotland", "Wales", "Northern Ireland"),
    "KOR": ("South Korea",),
    "MKD": ("Macedonia",),
    "MMR": ("Burma",),
    "NLD": ("Holland", "The Netherlands"),
    "PRK": ("North Korea",),
    "PSE": ("Palestine",),
    "RUS": ("Russia",),
    "SWZ": ("Swaziland",),
    "SYR": ("Syria",),
    "TLS": ("East Timor",),
    "TUR": ("Turkey",),
    "USA": ("America", "U.S.", "U.S.A.", "United States of America"),
    "VAT": ("Vatican",),
}
"""Common names that ISO 3166-1 does not have."""


@cache
def countries() -> tuple[Choice, ...]:
    """Return every country, sorted by its common English name."""
    import pycountry  # reads a table from disk

    found = [
        Choice(country.alpha_3, getattr(country, "common_name", country.name), _also(country))
        for country in pycountry.countries
    ]
    return tuple(sorted(found, key=lambda choice: fold(choice.label)))


def _also(country: Any) -> tuple[str, ...]:  # noqa: ANN401 pycountry has no types
    official = getattr(country, "official_name", country.name)
    return (country.alpha_2, country.name, official, *_COMMON_NAMES.get(country.alpha_3, ()))


@cache
def _names() -> dict[str, str]:
    return {choice.value: choice.label for choice in countries()}


def country_name(code: str) -> str | None:
    """Return the name of the country with this alpha-3 code, or None."""
    return _names().get(code)
