"""Postal codes by country."""

import pytest

from ribbit_tui.session.application.reference.postal_codes import _FORMS, error


@pytest.mark.parametrize("country", _FORMS)
def test_the_example_of_a_country_is_a_code_of_it(country: str) -> None:
    assert error(country, _FORMS[country][1]) is None


@pytest.mark.parametrize(
    ("country", "legal", "illegal"),
    [
        ("USA", ["94401", "94401-1234"], ["9440", "SW1A 1AA"]),
        ("GBR", ["SW1A 1AA", "sw1a1aa", "M1 1AE", "NW1 6XE"], ["12345", "SW1A", "SW1A 1A"]),
        ("CAN", ["K1A 0B1", "k1a0b1"], ["K1A 0O1", "D1A 0B1", "12345"]),
        ("DEU", ["10119"], ["1011", "101190", "1011O"]),
        ("NLD", ["1012 JS", "1012JS"], ["0012 JS", "1012"]),
        ("JPN", ["100-0001", "1000001"], ["100-001"]),
        ("IRL", ["D02 X285", "D6W XY12"], ["Z02 X285"]),
        ("BRA", ["01310-100"], ["01310"]),
        ("ISR", ["96143", "9614303"], ["961430"]),
        ("ARE", ["00000"], ["", "1", "SW1A_1AA"]),
        (None, ["SW1A 1AA"], ["!"]),
    ],
)
def test_a_postal_code_is_judged_by_its_country(
    country: str | None, legal: list[str], illegal: list[str]
) -> None:
    assert [error(country, text) for text in legal] == [None] * len(legal)
    messages = [error(country, text) for text in illegal]
    assert all(message and message.endswith(".") for message in messages)
