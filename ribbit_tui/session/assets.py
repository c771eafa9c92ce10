"""The assets that the session knows, found by any of the names that the API has for one."""

from collections.abc import Collection, Iterable

from ribbit_tui.wire.assets import Asset, AssetClass

LISTED_CLASSES = frozenset({AssetClass.US_EQUITY, AssetClass.CRYPTO})
"""The classes that are traded here. Each request lists one of them."""


class AssetList(dict[str, Asset]):
    """Assets by symbol."""

    def __init__(
        self, assets: Iterable[Asset] = (), *, loaded: Collection[AssetClass] = ()
    ) -> None:
        super().__init__()
        self.loaded = frozenset(loaded)
        """The classes of which the whole list has been loaded, of others single assets at most."""
        self.load_error = ""
        """The reason why the last load of a missing list failed; empty after a successful one."""
        self._by_id: dict[str, Asset] = {}
        self._by_position_symbol: dict[str, Asset] = {}
        for asset in assets:
            self.add(asset)

    @property
    def is_complete(self) -> bool:
        """Whether the lists of all classes have been loaded."""
        return self.loaded >= LISTED_CLASSES

    def with_list(self, asset_class: AssetClass, listed: Iterable[Asset]) -> "AssetList":
        """Return these assets, with the whole list of a class in place of those of the class."""
        others = [asset for asset in self.values() if asset.asset_class != asset_class]
        return AssetList([*others, *listed], loaded=self.loaded | {asset_class})

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
