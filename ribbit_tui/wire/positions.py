"""Positions, and the history of an account's value."""

from datetime import date
from enum import StrEnum
from typing import Any

from .assets import AnyAssetClass, AssetClass
from .model import Exact, Timestamp, WireModel
from .orders import Order


class Position(WireModel):
    """Shares of one asset, valued at the current price: money in USD, `…plpc` as a fraction."""

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
    """The result for one position of `DELETE …/positions`; `status` is an HTTP status.

    `body` is the order that sells the position, or the error.
    """

    symbol: str
    status: int
    order_id: str | None = None
    body: Order | dict[str, Any]


class PositionsOfAccounts(WireModel):
    """A page of `GET /v1/accounts/positions`: positions by account id, valued at a close."""

    as_of: Timestamp
    positions: dict[str, list[Position]]


class IntradayReporting(StrEnum):
    """Hours of the day that windows shorter than a day cover."""

    MARKET_HOURS = "market_hours"
    EXTENDED_HOURS = "extended_hours"
    CONTINUOUS = "continuous"


class PnlReset(StrEnum):
    """Reference points for the profit of windows shorter than a day.

    The close before each day (`per_day`), or the close before the whole span (`no_reset`).
    """

    PER_DAY = "per_day"
    NO_RESET = "no_reset"


class PortfolioHistory(WireModel):
    """Points of a chart: parallel lists, in USD and fractions; `timestamp` is Unix seconds.

    `base_value_asof` is left out if the account has never had any value. `cashflow` (USD by type
    of activity, for each window) is left out unless it was requested.
    """

    timestamp: list[int]
    equity: list[float]
    profit_loss: list[float]
    profit_loss_pct: list[float]
    base_value: float
    base_value_asof: date | None = None
    timeframe: str
    cashflow: dict[str, list[float]] | None = None
