"""A check that the screen shows plain text only."""

import unicodedata

BIDIRECTIONAL = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def assert_plain_text(shown: str) -> None:
    """Fail if a character on screen controls the terminal or changes the direction of text."""
    controls = {
        character
        for character in shown.replace("\n", "")
        if character in BIDIRECTIONAL or unicodedata.category(character) in {"Cc", "Zl", "Zp"}
    }
    assert not controls, f"{[hex(ord(character)) for character in controls]} in\n{shown}"
