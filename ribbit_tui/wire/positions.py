"""What an account holds."""

from .assets import AnyAssetClass, AssetClass
from .model import Exact, WireModel


class Position(WireModel):
    """Shares of one asset, valued at the current price; money in USD, `…plpc` as a fraction."""

    asset_id: str
    symbol: str
    exchange: str | None = None
    asset_class: AnyAssetClass = AssetClass.US_EQUITY
    asset_marginable: bool | None = None
    qty: Exact
    qty_available: Exact | None = None
    avg_entry_price: Exact
    side: str = "long"
    market_value: Exact
    cost_basis: Exact
    unrealized_pl: Exact
    unrealized_plpc: Exact
    unrealized_intraday_pl: Exact | None = None
    unrealized_intraday_plpc: Exact | None = None
    current_price: Exact
    lastday_price: Exact | None = None
    change_today: Exact | None = None
