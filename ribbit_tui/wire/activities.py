"""Account activities, for example fills, deposits and journals."""

from datetime import date as Date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, Timestamp, WireModel
from .orders import AnyOrderSide, AnyOrderStatus


class ActivityType(StrEnum):
    FILL = "FILL"
    CSD = "CSD"
    CSW = "CSW"
    JNLC = "JNLC"
    JNLS = "JNLS"
    DIV = "DIV"
    DIVNRA = "DIVNRA"
    FEE = "FEE"
    INT = "INT"
    SPLIT = "SPLIT"
    CIL = "CIL"


class ActivityCategory(StrEnum):
    """The two kinds of activities: fills are trade activities, all others are not."""

    TRADE = "trade_activity"
    NON_TRADE = "non_trade_activity"


AnyActivityType = Annotated[ActivityType | str, Field(union_mode="left_to_right")]


class Activity(WireModel):
    """One entry of `GET /v1/accounts/activities`.

    A trade (FILL) has `transaction_time`, `price`, `side`, `qty`. Others have `date`, `net_amount`
    and, if shares are concerned, `symbol`, `qty` and `per_share_amount`.
    """

    id: str
    account_id: str = ""
    activity_type: AnyActivityType
    transaction_time: Timestamp | None = None
    type: str | None = None
    price: Exact | None = None
    qty: Exact | None = None
    side: AnyOrderSide | None = None
    symbol: str | None = None
    leaves_qty: Exact | None = None
    cum_qty: Exact | None = None
    order_id: str | None = None
    order_status: AnyOrderStatus | None = None
    date: Date | None = None
    created_at: Timestamp | None = None
    net_amount: Exact | None = None
    per_share_amount: Exact | None = None
    description: str | None = None
    status: str | None = None
