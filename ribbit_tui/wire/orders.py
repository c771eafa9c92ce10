"""Orders: requests, responses and statuses."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from .assets import AnyAssetClass, AssetClass
from .errors import message_of
from .model import Exact, Timestamp, WireModel
from .status_tables import Transitions, final_statuses


class OrderSide(StrEnum):
    BUY = "buy"
    SELL = "sell"


class OrderType(StrEnum):
    MARKET = "market"
    LIMIT = "limit"
    STOP = "stop"
    STOP_LIMIT = "stop_limit"
    TRAILING_STOP = "trailing_stop"


class TimeInForce(StrEnum):
    DAY = "day"
    GTC = "gtc"
    OPG = "opg"
    CLS = "cls"
    IOC = "ioc"
    FOK = "fok"


class PositionIntent(StrEnum):
    BUY_TO_OPEN = "buy_to_open"
    BUY_TO_CLOSE = "buy_to_close"
    SELL_TO_OPEN = "sell_to_open"
    SELL_TO_CLOSE = "sell_to_close"


class OrderClass(StrEnum):
    SIMPLE = "simple"
    BRACKET = "bracket"
    OCO = "oco"
    OTO = "oto"


class CommissionType(StrEnum):
    """Units of an order's commission."""

    NOTIONAL = "notional"
    """USD for the whole order."""
    QTY = "qty"
    """USD for each share."""
    BPS = "bps"
    """Hundredths of a percent of the order's value."""


class OrderStatus(StrEnum):
    NEW = "new"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    DONE_FOR_DAY = "done_for_day"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REPLACED = "replaced"
    PENDING_CANCEL = "pending_cancel"
    PENDING_REPLACE = "pending_replace"
    ACCEPTED = "accepted"
    PENDING_NEW = "pending_new"
    ACCEPTED_FOR_BIDDING = "accepted_for_bidding"
    STOPPED = "stopped"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CALCULATED = "calculated"
    HELD = "held"

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not ORDER_TRANSITIONS[self]


_UNFILLED_ENDS = frozenset(
    {OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.REPLACED, OrderStatus.REJECTED}
)
_INTERRUPTIONS = frozenset(
    {
        OrderStatus.DONE_FOR_DAY,
        OrderStatus.PENDING_CANCEL,
        OrderStatus.PENDING_REPLACE,
        OrderStatus.STOPPED,
        OrderStatus.SUSPENDED,
        OrderStatus.CALCULATED,
    }
)
_AFTER_NEW = _UNFILLED_ENDS | _INTERRUPTIONS | {OrderStatus.PARTIALLY_FILLED, OrderStatus.FILLED}

ORDER_TRANSITIONS: Transitions[OrderStatus] = {
    OrderStatus.HELD: _UNFILLED_ENDS | {OrderStatus.PENDING_NEW, OrderStatus.NEW},
    OrderStatus.ACCEPTED: _AFTER_NEW
    | {OrderStatus.PENDING_NEW, OrderStatus.ACCEPTED_FOR_BIDDING, OrderStatus.NEW},
    OrderStatus.PENDING_NEW: _AFTER_NEW | {OrderStatus.ACCEPTED_FOR_BIDDING, OrderStatus.NEW},
    OrderStatus.ACCEPTED_FOR_BIDDING: _AFTER_NEW | {OrderStatus.NEW},
    OrderStatus.NEW: _AFTER_NEW,
    OrderStatus.PARTIALLY_FILLED: _AFTER_NEW - {OrderStatus.PARTIALLY_FILLED, OrderStatus.REJECTED},
    **{status: (_AFTER_NEW | {OrderStatus.NEW}) - {status} for status in _INTERRUPTIONS},
    OrderStatus.FILLED: frozenset(),
    **{status: frozenset[OrderStatus]() for status in _UNFILLED_ENDS},
}
"""Transitions of an order. Further partial fills leave it in PARTIALLY_FILLED.

Source: the descriptions of Alpaca's trade events. Of these statuses the simulator uses HELD (legs),
ACCEPTED, NEW, PARTIALLY_FILLED, FILLED, CANCELED, EXPIRED, REPLACED and REJECTED.
"""

CLOSED_ORDER_STATUSES = final_statuses(ORDER_TRANSITIONS)
"""Statuses of an order that is not open any more."""

AnyOrderClass = Annotated[OrderClass | str, Field(union_mode="left_to_right")]
AnyPositionIntent = Annotated[PositionIntent | str, Field(union_mode="left_to_right")]
AnyOrderSide = Annotated[OrderSide | str, Field(union_mode="left_to_right")]
AnyOrderType = Annotated[OrderType | str, Field(union_mode="left_to_right")]
AnyTimeInForce = Annotated[TimeInForce | str, Field(union_mode="left_to_right")]
AnyOrderStatus = Annotated[OrderStatus | str, Field(union_mode="left_to_right")]


class TakeProfit(WireModel):
    """The leg of an order that exits at a better price."""

    limit_price: Exact | None = None


class StopLoss(WireModel):
    """The leg of an order that exits at a worse price, as a stop or a stop limit order."""

    stop_price: Exact | None = None
    limit_price: Exact | None = None


class AdvancedInstructions(WireModel):
    """Direct market access (DMA): the exchange of an order, and the shares that it displays."""

    algorithm: str | None = None
    destination: str | None = None
    display_qty: Exact | None = None


class OrderCreation(WireModel):
    """The body of `POST /v1/trading/accounts/{id}/orders`: `qty` (shares) or `notional` (USD).

    `commission_bps` is the older form of a commission in bps.
    """

    symbol: str
    qty: Exact | None = None
    notional: Exact | None = None
    side: AnyOrderSide
    type: AnyOrderType
    time_in_force: AnyTimeInForce
    client_order_id: str | None = None
    commission: Exact | None = None
    commission_type: str | None = None
    commission_bps: Exact | None = None
    limit_price: Exact | None = None
    stop_price: Exact | None = None
    trail_price: Exact | None = None
    trail_percent: Exact | None = None
    extended_hours: bool | None = None
    order_class: AnyOrderClass | None = None
    take_profit: TakeProfit | None = None
    stop_loss: StopLoss | None = None
    position_intent: AnyPositionIntent | None = None
    subtag: str | None = None
    source: str | None = None
    advanced_instructions: AdvancedInstructions | None = None
    instructions: str | None = None
    swap_fee_bps: Exact | None = None
    legs: list[dict[str, Any]] | None = None


class OrderReplacement(WireModel):
    """The body of `PATCH /v1/trading/accounts/{id}/orders/{order_id}`: the fields to change.

    `trail` is the new `trail_price` or `trail_percent`, whichever the order has.
    """

    qty: Exact | None = None
    notional: Exact | None = None
    time_in_force: AnyTimeInForce | None = None
    limit_price: Exact | None = None
    stop_price: Exact | None = None
    trail: Exact | None = None
    client_order_id: str | None = None
    advanced_instructions: AdvancedInstructions | None = None


class Order(WireModel):
    id: str
    client_order_id: str = ""
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    submitted_at: Timestamp | None = None
    filled_at: Timestamp | None = None
    expired_at: Timestamp | None = None
    expires_at: Timestamp | None = None
    canceled_at: Timestamp | None = None
    failed_at: Timestamp | None = None
    replaced_at: Timestamp | None = None
    replaced_by: str | None = None
    replaces: str | None = None
    asset_id: str = ""
    symbol: str
    asset_class: AnyAssetClass = AssetClass.US_EQUITY
    notional: Exact | None = None
    qty: Exact | None = None
    filled_qty: Exact = Decimal(0)
    filled_avg_price: Exact | None = None
    order_class: AnyOrderClass = ""
    order_type: AnyOrderType = ""
    type: AnyOrderType = ""
    side: AnyOrderSide = ""
    time_in_force: AnyTimeInForce = ""
    limit_price: Exact | None = None
    stop_price: Exact | None = None
    status: AnyOrderStatus
    extended_hours: bool = False
    legs: list["Order"] | None = None
    trail_percent: Exact | None = None
    trail_price: Exact | None = None
    hwm: Exact | None = None
    commission: Exact | None = None
    commission_type: str | None = None
    commission_bps: Exact | None = None
    position_intent: AnyPositionIntent | None = None
    subtag: str | None = None
    source: str | None = None
    advanced_instructions: AdvancedInstructions | None = None
    instructions: str | None = None
    swap_fee_bps: Exact | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the order is not open any more. An unknown status counts as open."""
        return self.status in CLOSED_ORDER_STATUSES


class OrderEstimateInUsd(WireModel):
    notional: Exact
    filled_avg_price: Exact


class OrderEstimate(Order):
    """An order as it would be once filled (`POST …/orders/estimation`)."""

    swap_rate: Exact
    usd: OrderEstimateInUsd


class OrderCancellation(WireModel):
    """The result for one order of `DELETE …/orders`; `status` is an HTTP status."""

    id: str
    status: int
    body: Order | dict[str, Any] | None = None

    @property
    def message(self) -> str:
        """The server's reason for a refusal; empty if it gives none."""
        return message_of(self.body)
