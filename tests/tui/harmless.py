"""Whether what is on screen is nothing but text."""

import unicodedata

TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def assert_harmless(shown: str) -> None:
    """Nothing on screen steers the terminal or turns text around."""
    steering = {
        sign
        for sign in shown.replace("\n", "")
        if sign in TURNING or unicodedata.category(sign) in {"Cc", "Zl", "Zp"}
    }
    assert not steering, f"{[hex(ord(sign)) for sign in steering]} in\n{shown}"
