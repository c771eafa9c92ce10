"""Typed texts: hidden characters, tidying and masking."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

_JOINERS = "\u200c\u200d"  # invisible, but needed to spell Persian and Indic words
_SEPARATORS = frozenset({"Zs", "Pd"})
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def is_hidden(character: str) -> bool:
    """Whether a character is invisible and could control the terminal or the text direction."""
    return character not in _JOINERS and unicodedata.category(character) in _HIDDEN


def visible(text: str) -> str:
    """Replace every hidden character by a visible mark."""
    return "".join("\ufffd" if is_hidden(character) else character for character in text)


def tidy(text: str) -> str:
    """Return the text to send: composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_separators(text: str) -> str:
    """Take the spaces and dashes, of any kind, out of a number."""
    return "".join(one for one in text if unicodedata.category(one) not in _SEPARATORS)


def in_groups(text: str, sizes: Sequence[int]) -> str:
    """Insert dashes between groups of digits; return other texts unchanged."""
    digits = without_separators(text)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > sum(sizes):
        return text
    ends = [0, *accumulate(sizes)]
    groups = (digits[start:end] for start, end in pairwise(ends))
    return "-".join(group for group in groups if group)


def masked_ssn(text: str) -> str:
    """Mask a Social Security number, in its three groups."""
    characters = [character for character in text if character.isalnum()]
    if len(characters) == 9 and "".join(characters).isascii():
        return "•••-••-" + "".join(characters[-4:])
    return masked(text)


def masked(text: str) -> str:
    """Mask all but the last four characters of a tax id. Separators stay."""
    characters = [character for character in text if character.isalnum()]
    hidden = len(characters) - min(4, len(characters) // 2)
    shown = []
    for character in visible(text):
        secret = character.isalnum() and hidden > 0
        hidden -= secret
        shown.append("•" if secret else character)
    return "".join(shown)
