"""The words for an asset: its short name, and amounts of its shares or coins in a sentence."""

import re
from decimal import Decimal

from ribbit_tui.wire.assets import Asset

from .formats import plain, shares

_SHORT = 24
_KIND = re.compile(
    r"\s+((American )?Depositary Shares?|ADS|ADRs?|Class [A-Z]\b|Common (Stock|Shares?)"
    r"|Capital Stock|Ordinary Shares?|New Common Stock)\b.*$",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"[\s,&]+(Inc|Incorporated|Corp|Corporation|Co|Company|Ltd|Limited|PLC|N\.?V|S\.?A|AG|SE|LLC|LP"
    r"|Holdings?|Group)\.?$",
    re.IGNORECASE,
)
_VOWEL_SOUND = re.compile(r"(?!uni|us\b|eu|one\b)[aeiou]", re.IGNORECASE)
_SPELLED_VOWELS = "AEFHILMNORSX"
"""Letters whose names begin with a vowel."""


def short_name(asset: Asset | None, symbol: str) -> str:
    """Return a name without the kind of the paper and the company's legal form: `Apple`.

    The symbol stands in for a name that is not known or long.
    """
    name = _KIND.sub("", plain(asset.name if asset is not None else "").strip())
    name = name.removeprefix("The ")
    while _FORM.search(name):
        name = _FORM.sub("", name)
    return name if 0 < len(name) <= _SHORT else plain(symbol, 12)


def with_article(name: str) -> str:
    """Put `a` or `an` before a name, by its first sound; of capitals, by that of the letter."""
    word = name.split(" ")[0]
    is_spelled = word.isupper() and (len(word) <= 3 or not re.match(r".[AEIOU]", word))
    if is_spelled:
        return f"{'an' if word[0] in _SPELLED_VOWELS else 'a'} {name}"
    return f"{'an' if _VOWEL_SOUND.match(name) else 'a'} {name}"


def unit_of(amount: Decimal, asset: Asset | None, symbol: str) -> str:
    """Return what follows an amount: `of an Apple share`, `Apple shares` or `BTC`."""
    if asset is not None and asset.coin:
        return plain(asset.coin, 12)
    name = short_name(asset, symbol)
    if 0 < amount < 1:
        return f"of {with_article(name)} share"
    return f"{name} share" if amount == 1 else f"{name} shares"


def amount_of(amount: Decimal, asset: Asset | None, symbol: str) -> str:
    """Return an amount with its unit: `0.42 of an Apple share`, `3.42 Apple shares`, `0.5 BTC`."""
    return f"{shares(amount)} {unit_of(amount, asset, symbol)}"
