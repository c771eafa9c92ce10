"""What can be traded: the list that ships with the simulator."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from ribbit_tui.wire.assets import Asset, AssetClass

from .ids import stable_uuid

_CRYPTO_EXCHANGE = "CRYPTO"


@dataclass(frozen=True)
class Assets:
    """Every asset by symbol and by id, and its price in cents around the start of 2026."""

    by_symbol: Mapping[str, Asset]
    by_id: Mapping[str, Asset]
    base_cents: Mapping[str, int]

    def find(self, symbol_or_id: str) -> Asset | None:
        return self.by_symbol.get(symbol_or_id) or self.by_id.get(symbol_or_id)


@cache
def load_assets() -> Assets:
    """Read `assets.csv` beside this module."""
    text = resources.files(__package__).joinpath("assets.csv").read_text("utf-8")
    return read_assets(text.splitlines())


def read_assets(lines: Iterable[str]) -> Assets:
    by_symbol = {}
    base_cents = {}
    for row in csv.DictReader(lines):
        symbol = row["symbol"]
        by_symbol[symbol] = _asset(row)
        base_cents[symbol] = max(1, round(Decimal(row["base_price"]) * 100))
    by_id = {asset.id: asset for asset in by_symbol.values()}
    return Assets(by_symbol, by_id, base_cents)


def _asset(row: Mapping[str, str]) -> Asset:
    crypto = row["exchange"] == _CRYPTO_EXCHANGE
    return Asset(
        id=row["asset_id"] or stable_uuid(f"asset/{row['symbol']}"),
        asset_class=AssetClass.CRYPTO if crypto else AssetClass.US_EQUITY,
        exchange=row["exchange"],
        symbol=row["symbol"],
        name=row["name"],
        status="active",
        tradable=row["tradable"] == "true",
        marginable=row["marginable"] == "true",
        shortable=row["shortable"] == "true",
        easy_to_borrow=row["easy_to_borrow"] == "true",
        fractionable=row["fractionable"] == "true",
    )
