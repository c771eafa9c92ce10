"""Latin letters: the spelling of names and addresses in ASCII.

Alpaca accepts only these (docs.alpaca.markets/docs/data-validations). Separate fields hold a name
in its own script.
"""

import unicodedata

_TYPOGRAPHIC = str.maketrans("‘’ʼ‐‑–—\u3000\u00a0", "'''----  ")
_APART = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o",
        "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "ı": "i",
    }
)  # fmt: skip
"""Letters that do not decompose into a Latin letter and an accent."""


def straight(text: str) -> str:
    """Replace typographic apostrophes, hyphens and spaces by those of a keyboard."""
    return text.translate(_TYPOGRAPHIC)


def is_latin(text: str) -> bool:
    """Whether the text is ASCII, apart from typographic signs."""
    return straight(text).isascii()


def without_accents(text: str) -> str | None:
    """Return the text without accents; None if it has letters of another script."""
    apart = unicodedata.normalize("NFKD", straight(text).translate(_APART))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return plain if plain.isascii() else None


def suggestion(text: str) -> str:
    """Return `, such as Jose` for a text that can be spelled without accents, else nothing."""
    spelled = without_accents(text)
    return f", such as {spelled}" if spelled else ""
