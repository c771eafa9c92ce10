"""Finding an asset by symbol or name."""

from collections.abc import Iterable

from ribbit_tui.wire.assets import Asset, AssetClass

FAMILIAR = (
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
"""What an empty search shows."""


def search_assets(assets: dict[str, Asset], query: str, limit: int = 50) -> list[Asset]:
    """The assets that fit: the symbol itself first, then its start, then words of the name."""
    words = query.casefold().split()
    if not words:
        return [assets[symbol] for symbol in FAMILIAR if symbol in assets][:limit]
    ranked = sorted(_ranked(assets.values(), query.strip().casefold(), words))
    return [assets[symbol] for _, symbol in ranked[:limit]]


def _ranked(assets: Iterable[Asset], query: str, words: list[str]) -> Iterable[tuple[int, str]]:
    for asset in assets:
        if asset.asset_class != AssetClass.US_EQUITY:
            continue
        symbol, name = asset.symbol.casefold(), asset.name.casefold()
        if symbol == query:
            yield 0, asset.symbol
        elif symbol.startswith(query):
            yield 1, asset.symbol
        elif name.startswith(query):
            yield 2, asset.symbol
        elif all(any(part.startswith(word) for part in name.split()) for word in words):
            yield 3, asset.symbol
