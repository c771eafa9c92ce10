"""Formats of postal codes by country. Other countries accept any plausible code."""

import re

from ribbit_tui.session.application.values import rules

from .countries import USA

_BRITISH = r"(GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})"
_CANADIAN = r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -]?[0-9][ABCEGHJ-NPRSTV-Z][0-9]"

# The pattern of a code and an example. Usual separators within a code are optional.
_FORMS: dict[str, tuple[str, str]] = {
    "ARG": (r"([A-Z][0-9]{4}[A-Z]{3}|[0-9]{4})", "C1002AAP"),
    "AUS": (r"[0-9]{4}", "2000"),
    "AUT": (r"[1-9][0-9]{3}", "1010"),
    "BEL": (r"[1-9][0-9]{3}", "1000"),
    "BRA": (r"[0-9]{5}-?[0-9]{3}", "01310-100"),
    "CAN": (_CANADIAN, "K1A 0B1"),
    "CHE": (r"[1-9][0-9]{3}", "8001"),
    "CHN": (r"[0-9]{6}", "100000"),
    "CZE": (r"[0-9]{3} ?[0-9]{2}", "110 00"),
    "DEU": (r"[0-9]{5}", "10119"),
    "DNK": (r"[0-9]{4}", "1050"),
    "ESP": (r"[0-9]{5}", "28001"),
    "FIN": (r"[0-9]{5}", "00100"),
    "FRA": (r"[0-9]{5}", "75001"),
    "GBR": (_BRITISH, "SW1A 1AA"),
    "GRC": (r"[0-9]{3} ?[0-9]{2}", "104 31"),
    "HUN": (r"[0-9]{4}", "1051"),
    "IDN": (r"[0-9]{5}", "10110"),
    "IND": (r"[1-9][0-9]{2} ?[0-9]{3}", "110001"),
    "IRL": (r"([AC-FHKNPRTV-Y][0-9]{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4}", "D02 X285"),
    "ISR": (r"[0-9]{5}([0-9]{2})?", "9614303"),
    "ITA": (r"[0-9]{5}", "00184"),
    "JPN": (r"[0-9]{3}-?[0-9]{4}", "100-0001"),
    "KOR": (r"[0-9]{5}", "03051"),
    "MEX": (r"[0-9]{5}", "06000"),
    "NLD": (r"[1-9][0-9]{3} ?[A-Z]{2}", "1012 JS"),
    "NOR": (r"[0-9]{4}", "0150"),
    "NZL": (r"[0-9]{4}", "6011"),
    "POL": (r"[0-9]{2}-?[0-9]{3}", "00-001"),
    "PRT": (r"[0-9]{4}-[0-9]{3}", "1100-148"),
    "SGP": (r"[0-9]{6}", "018956"),
    "SWE": (r"[0-9]{3} ?[0-9]{2}", "111 22"),
    "TUR": (r"[0-9]{5}", "34122"),
    "ZAF": (r"[0-9]{4}", "8001"),
}


def error(country: object, text: str) -> str | None:
    """Return the error message for a postal code of the country with this alpha-3 code."""
    if country == USA:
        return rules.zip_code(text)
    if not isinstance(country, str) or country not in _FORMS:
        return rules.foreign_postal_code(text)
    form, example = _FORMS[country]
    if re.fullmatch(form, text.upper()):
        return None
    return f"Enter a postal code of that country, such as {example}."
