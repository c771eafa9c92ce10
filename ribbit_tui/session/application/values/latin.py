"""Names and addresses in the letters that brokers report them in: ASCII, without accents.

Alpaca takes nothing else (docs.alpaca.markets/docs/data-validations), and keeps a name in its own
script in fields of its own.
"""

import unicodedata

_TYPOGRAPHIC = str.maketrans("‘’ʼ‐‑–—\u3000\u00a0", "'''----  ")
_APART = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o",
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "ı": "i",
    }
)  # fmt: skip
"""Letters that do not come apart into a Latin one and its accent."""


def straight(text: str) -> str:
    """The text with the apostrophes and hyphens that a keyboard has."""
    return text.translate(_TYPOGRAPHIC)


def is_latin(text: str) -> bool:
    return straight(text).isascii()


def without_accents(text: str) -> str | None:
    """How it is spelled without accents; None if it has letters of another script."""
    apart = unicodedata.normalize("NFKD", straight(text).translate(_APART))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain if plain.isascii() else None


def suggestion(text: str) -> str:
    """`, such as Jose` for a text that can be spelled so; else nothing."""
    spelled = without_accents(text)
    return f", such as {spelled}" if spelled else ""
