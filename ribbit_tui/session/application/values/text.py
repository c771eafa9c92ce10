"""What people type, made safe to show and tidy to send."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate, pairwise

_JOINERS = "\u200c\u200d"  # invisible, but part of correct spelling in Persian and Indic scripts
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def is_hidden(character: str) -> bool:
    """Whether a character steers the terminal or the direction of text instead of being seen."""
    return character not in _JOINERS and unicodedata.category(character) in _HIDDEN


def visible(text: str) -> str:
    """The text with every hidden character replaced by a mark that can be seen."""
    return "".join("\ufffd" if is_hidden(character) else character for character in text)


def tidy(text: str) -> str:
    """The text as it is sent: composed letters, single spaces, none around."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def in_groups(text: str, sizes: Sequence[int]) -> str:
    """The digits typed so far with a dash between the groups; unchanged if it is no such number."""
    digits = "".join(character for character in text if character not in " -")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > sum(sizes):
        return text
    ends = [0, *accumulate(sizes)]
    groups = (digits[start:end] for start, end in pairwise(ends))
    return "-".join(group for group in groups if group)


def masked_ssn(text: str) -> str:
    """A Social Security number in its three groups, however it was typed."""
    signs = [character for character in text if character.isalnum()]
    if len(signs) == 9 and "".join(signs).isascii():
        return "•••-••-" + "".join(signs[-4:])
    return masked(text)


def masked(text: str) -> str:
    """A tax id with all but its last four characters hidden; its separators stay."""
    signs = [character for character in text if character.isalnum()]
    hidden = len(signs) - min(4, len(signs) // 2)
    shown = []
    for character in visible(text):
        secret = character.isalnum() and hidden > 0
        hidden -= secret
        shown.append("•" if secret else character)
    return "".join(shown)
