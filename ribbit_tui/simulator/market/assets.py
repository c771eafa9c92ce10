"""Assets that can be traded, read from the lists that ship with the simulator."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib import resources

from ribbit_tui.simulator.api_versions import shaped
from ribbit_tui.simulator.settings import ApiVersion
from ribbit_tui.simulator.storage.ids import stable_uuid
from ribbit_tui.wire.assets import Asset, AssetClass

OVERNIGHT_TRADABLE = "overnight_tradable"
"""Attribute of assets that trade from 20:00 to 04:00 in New York too."""
_PERCENT_FOR_STOCKS = 30
_PERCENT_FOR_OTHERS = 100


@dataclass(frozen=True, eq=False)
class Assets:
    """Every asset by symbol and by id, and its price in USD around the start of 2026."""

    by_symbol: Mapping[str, Asset]
    by_id: Mapping[str, Asset]
    base_price: Mapping[str, Decimal]

    def find(self, symbol_or_id: str) -> Asset | None:
        """Return an asset by symbol or id, or None. `BTCUSD`, the older form, finds `BTC/USD`."""
        symbol = self._pairs_without_slash.get(symbol_or_id, symbol_or_id)
        return self.by_symbol.get(symbol) or self.by_id.get(symbol)

    @cached_property
    def _pairs_without_slash(self) -> Mapping[str, str]:
        pairs = (symbol for symbol, asset in self.by_symbol.items() if asset.is_crypto)
        return {without_slash(symbol): symbol for symbol in pairs}

    def as_wire(self, version: ApiVersion) -> Mapping[str, dict[str, object]]:
        """Return the JSON of each asset by symbol; made once, since the list never changes."""
        return _as_wire(self, version)


@cache
def _as_wire(assets: Assets, version: ApiVersion) -> Mapping[str, dict[str, object]]:
    return {
        symbol: shaped(version, Asset, asset.to_wire())
        for symbol, asset in assets.by_symbol.items()
    }


def without_slash(symbol: str) -> str:
    """Return the older form of a pair's symbol, which positions use: `BTCUSD`."""
    return symbol.replace("/", "")


@cache
def load_assets() -> Assets:
    """Read the stocks and the crypto pairs from the two CSV files beside this module."""
    stocks = {row["symbol"]: (_stock(row), row) for row in _rows("assets.csv")}
    pairs = {row["symbol"]: (_pair(row), row) for row in _rows("crypto_assets.csv")}
    listed = stocks | pairs
    return Assets(
        by_symbol={symbol: asset for symbol, (asset, _) in listed.items()},
        by_id={asset.id: asset for asset, _ in listed.values()},
        base_price={symbol: Decimal(row["base_price"]) for symbol, (_, row) in listed.items()},
    )


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    yield from csv.DictReader(text.splitlines())


def _stock(row: Mapping[str, str]) -> Asset:
    marginable = row["marginable"] == "true"
    margin = _PERCENT_FOR_STOCKS if marginable else _PERCENT_FOR_OTHERS
    easy_to_borrow = row["easy_to_borrow"] == "true"
    is_divisible = row["tradable"] == row["fractionable"] == "true"
    return Asset(
        id=row["asset_id"] or stable_uuid(f"asset/{row['symbol']}"),
        asset_class=AssetClass.US_EQUITY,
        exchange=row["exchange"],
        symbol=row["symbol"],
        name=row["name"],
        status="active",
        tradable=row["tradable"] == "true",
        marginable=marginable,
        shortable=row["shortable"] == "true",
        easy_to_borrow=easy_to_borrow,
        borrow_status="easy_to_borrow" if easy_to_borrow else "hard_to_borrow",
        fractionable=row["fractionable"] == "true",
        maintenance_margin_requirement=margin,
        margin_requirement_long=str(margin),
        margin_requirement_short=str(margin if easy_to_borrow else _PERCENT_FOR_OTHERS),
        attributes=["fractional_eh_enabled", OVERNIGHT_TRADABLE] if is_divisible else [],
    )


def _pair(row: Mapping[str, str]) -> Asset:
    """Make a crypto pair. It trades in steps of the ledger's precision, 1e-9 of a coin."""
    return Asset(
        id=row["asset_id"] or stable_uuid(f"asset/{row['symbol']}"),
        asset_class=AssetClass.CRYPTO,
        exchange="CRYPTO",
        symbol=row["symbol"],
        name=row["name"],
        status="active",
        tradable=True,
        marginable=False,
        shortable=False,
        easy_to_borrow=False,
        fractionable=True,
        margin_requirement_long=str(_PERCENT_FOR_OTHERS),
        margin_requirement_short=str(_PERCENT_FOR_OTHERS),
        attributes=[],
        min_order_size=Decimal(row["min_order_size"]),
        min_trade_increment=Decimal("0.000000001"),
        price_increment=Decimal(row["price_increment"]),
    )
