"""Assets, and watchlists of them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, Timestamp, WireModel


class AssetClass(StrEnum):
    US_EQUITY = "us_equity"
    CRYPTO = "crypto"


AnyAssetClass = Annotated[AssetClass | str, Field(union_mode="left_to_right")]


class Asset(WireModel):
    """A tradable stock or crypto pair.

    JSON names the field `asset_class` `class`, which is a keyword in Python.
    """

    id: str
    asset_class: AnyAssetClass = Field(default=AssetClass.US_EQUITY, alias="class")
    exchange: str = ""
    symbol: str
    name: str = ""
    status: str = ""
    tradable: bool = False
    marginable: bool = False
    shortable: bool = False
    easy_to_borrow: bool = False
    fractionable: bool = False
    maintenance_margin_requirement: int | None = None
    """Percent, as in both fields that have replaced it."""
    margin_requirement_long: str | None = None
    margin_requirement_short: str | None = None
    borrow_status: str | None = None
    attributes: list[str] | None = None
    min_order_size: Exact | None = None
    """Crypto pairs only, as are both increments."""
    min_trade_increment: Exact | None = None
    price_increment: Exact | None = None

    @property
    def is_crypto(self) -> bool:
        return self.asset_class == AssetClass.CRYPTO

    @property
    def coin(self) -> str:
        """The coin of a crypto pair, `BTC` of `BTC/USD`; empty for a stock."""
        return self.symbol.partition("/")[0] if self.is_crypto else ""


class WatchlistChange(WireModel):
    """The body that creates or changes a watchlist."""

    name: str | None = None
    symbols: list[str] | None = None


class WatchlistAddition(WireModel):
    """The body of `POST …/watchlists/{id}`."""

    symbol: str


class Watchlist(WireModel):
    """A named list of assets of an account, in the customer's order."""

    id: str
    account_id: str = ""
    name: str
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    assets: list[Asset] = Field(default_factory=list)


class ListedWatchlist(Watchlist):
    """A watchlist in a list, in 2026 without its assets."""
