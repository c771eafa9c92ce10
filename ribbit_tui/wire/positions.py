"""What an account holds."""

from typing import Any

from .assets import AnyAssetClass, AssetClass
from .model import Exact, Timestamp, WireModel
from .orders import Order


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


class PositionClosing(WireModel):
    """What became of one position of `DELETE …/positions`; `status` is that of HTTP.

    `body` is the order that sells it or the refusal.
    """

    symbol: str
    status: int
    order_id: str | None = None
    body: Order | dict[str, Any]


class PositionsOfAccounts(WireModel):
    """A page of `GET /v1/accounts/positions`: positions by account id, valued at a close."""

    as_of: Timestamp
    positions: dict[str, list[Position]]


class PortfolioHistory(WireModel):
    """Points of a chart: parallel lists, in USD and fractions; `timestamp` is Unix seconds."""

    timestamp: list[int]
    equity: list[float]
    profit_loss: list[float]
    profit_loss_pct: list[float]
    base_value: float
    timeframe: str
