"""The assets that the session knows, found by any of the names that the API has for one."""

from collections.abc import Iterable

from ribbit_tui.wire.assets import Asset


class AssetList(dict[str, Asset]):
    """Assets by symbol."""

    def __init__(self, assets: Iterable[Asset] = (), *, is_complete: bool = False) -> None:
        super().__init__()
        self.is_complete = is_complete
        """Whether the whole list has been loaded. Before that, only some have been looked up."""
        self._by_id: dict[str, Asset] = {}
        self._by_position_symbol: dict[str, Asset] = {}
        for asset in assets:
            self.add(asset)

    def add(self, asset: Asset) -> None:
        """Add an asset, in place of the one with its symbol."""
        self[asset.symbol] = self._by_id[asset.id] = asset
        if asset.is_crypto:
            self._by_position_symbol[without_slash(asset.symbol)] = asset

    def find(self, symbol: str, asset_id: str = "") -> Asset | None:
        """Return the asset with this id, else with this symbol: `BTCUSD` finds `BTC/USD`."""
        found = self._by_id.get(asset_id) or self.get(symbol)
        return found or self._by_position_symbol.get(symbol)


def without_slash(symbol: str) -> str:
    """Return the symbol of a crypto pair as positions have it: `BTCUSD` for `BTC/USD`."""
    return symbol.replace("/", "")
