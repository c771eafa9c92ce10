"""Positions, and the history of an account's value."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import model_validator

from .assets import AnyAssetClass, AssetClass
from .errors import message_of
from .model import Exact, Number, Timestamp, WireModel
from .orders import Order


class Position(WireModel):
    """Shares of one asset, valued at the current price: money in USD, `…plpc` as a fraction."""

    asset_id: str = ""
    symbol: str
    exchange: str | None = None
    asset_class: AnyAssetClass = AssetClass.US_EQUITY
    asset_marginable: bool | None = None
    qty: Exact
    qty_available: Exact | None = None
    avg_entry_price: Exact | None = None
    side: str = "long"
    market_value: Exact | None = None
    cost_basis: Exact | None = None
    unrealized_pl: Exact | None = None
    unrealized_plpc: Exact | None = None
    unrealized_intraday_pl: Exact | None = None
    unrealized_intraday_plpc: Exact | None = None
    current_price: Exact | None = None
    lastday_price: Exact | None = None
    change_today: Exact | None = None


class PositionClosing(WireModel):
    """The result for one position of `DELETE …/positions`; `status` is an HTTP status.

    `body` is the order that sells the position, or the error.
    """

    symbol: str
    status: int
    order_id: str | None = None
    body: Order | dict[str, Any] | None = None

    @property
    def message(self) -> str:
        """The server's reason for a refusal; empty if it gives none."""
        return message_of(self.body)


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
    equity: list[Number | None]
    profit_loss: list[Number | None] | None = None
    profit_loss_pct: list[Number | None] | None = None
    base_value: Number | None = None
    base_value_asof: date | None = None
    timeframe: str = ""
    cashflow: dict[str, list[Number | None]] | None = None

    @model_validator(mode="after")
    def _require_lists_of_one_length(self) -> "PortfolioHistory":
        if len(self.equity) != len(self.timestamp):
            raise ValueError("the lists differ in length")
        if self.profit_loss is not None and len(self.profit_loss) != len(self.timestamp):
            self.profit_loss = None
        if self.profit_loss_pct is not None and len(self.profit_loss_pct) != len(self.timestamp):
            self.profit_loss_pct = None
        return self
