"""The search for an asset by symbol or name."""

from collections.abc import Iterable, Mapping, Sequence

from ribbit_tui.session.assets import without_slash
from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import Asset, AssetClass

from .crypto import crypto_blocked_reason

DEFAULT_SYMBOLS = (
    "AAPL",
    "MSFT",
    "NVDA",
    "AMZN",
    "GOOGL",
    "META",
    "TSLA",
    "KO",
    "DIS",
    "NFLX",
    "V",
    "SPY",
)
"""The result of an empty search."""


def search_assets(assets: Mapping[str, Asset], query: str, limit: int = 50) -> list[Asset]:
    """Return the matching assets.

    An exact symbol ranks first, then the start of a symbol, of a name, and of words in a name.
    """
    words = query.casefold().split()
    if not words:
        return [assets[symbol] for symbol in DEFAULT_SYMBOLS if symbol in assets][:limit]
    ranked = sorted(_ranked(assets.values(), query.strip().casefold(), words))
    return [assets[symbol] for _, symbol in ranked[:limit]]


def without_blocked(found: Sequence[Asset], state: State) -> tuple[list[Asset], str]:
    """Return the assets that the customer may trade, and why the others are left out.

    The reason is empty if none is left out.
    """
    reason = crypto_blocked_reason(state)
    allowed = [asset for asset in found if reason is None or not asset.is_crypto]
    return allowed, "" if reason is None or len(allowed) == len(found) else reason


def _ranked(assets: Iterable[Asset], query: str, words: list[str]) -> Iterable[tuple[int, str]]:
    for asset in assets:
        if asset.asset_class not in {AssetClass.US_EQUITY, AssetClass.CRYPTO}:
            continue
        symbol, name = asset.symbol.casefold(), asset.name.casefold()
        if query in {symbol, without_slash(symbol)}:
            yield 0, asset.symbol
        elif symbol.startswith(query):
            yield 1, asset.symbol
        elif name.startswith(query):
            yield 2, asset.symbol
        elif all(any(part.startswith(word) for part in name.split()) for word in words):
            yield 3, asset.symbol
