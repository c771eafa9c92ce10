"""Events, one model for each stream."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, model_validator
from ulid import ULID

from .accounts import AnyAccountStatus
from .activities import AnyActivityType
from .journals import AnyJournalEntryType, AnyJournalStatus
from .model import Exact, Timestamp, WireModel
from .orders import Order

EventId = int | str
"""An integer on v1 streams, a ULID on v2 streams."""


class TradeEventKind(StrEnum):
    NEW = "new"
    FILL = "fill"
    PARTIAL_FILL = "partial_fill"
    CANCELED = "canceled"
    EXPIRED = "expired"
    DONE_FOR_DAY = "done_for_day"
    REPLACED = "replaced"
    RESTATED = "restated"
    REJECTED = "rejected"
    PENDING_NEW = "pending_new"
    STOPPED = "stopped"
    PENDING_CANCEL = "pending_cancel"
    PENDING_REPLACE = "pending_replace"
    CALCULATED = "calculated"
    SUSPENDED = "suspended"
    ORDER_REPLACE_REJECTED = "order_replace_rejected"
    ORDER_CANCEL_REJECTED = "order_cancel_rejected"


class FundingEntityType(StrEnum):
    TRANSFER = "Transfer"
    BANK_RELATIONSHIP = "BankRelationship"
    WIRE_BANK = "WireBank"
    FUNDING_WALLET = "FundingWallet"


class Event(WireModel):
    """The fields that all events have.

    One of the ids suffices: Alpaca omits `event_id` for those who resume by ULID (changelog of
    15 July 2026). An event without a time has that of its ULID.
    """

    event_id: EventId | None = None
    event_ulid: str | None = None
    at: Timestamp

    @model_validator(mode="before")
    @classmethod
    def _take_time_of_id(cls, fields: object) -> object:
        if isinstance(fields, Mapping) and fields.get("at") is None:
            for ulid in (fields.get("event_ulid"), fields.get("event_id")):
                if isinstance(ulid, str) and (at := _time_of(ulid)) is not None:
                    return {**fields, "at": at}
        return fields

    @model_validator(mode="after")
    def _require_an_id(self) -> "Event":
        if not self.cursor:
            raise ValueError("an event needs an id")
        return self

    @property
    def cursor(self) -> str:
        """The cursor to resume after this event: its ULID if it has one, else its integer id."""
        return self.event_ulid or ("" if self.event_id is None else str(self.event_id))


def _time_of(ulid: str) -> datetime | None:
    """Return the time in a ULID (26 characters of Crockford's base 32), None in another text."""
    try:
        return ULID.from_str(ulid).datetime
    except (ValueError, OverflowError):
        return None


class AccountStatusEvent(Event):
    account_id: str
    account_number: str | None = None
    status_from: AnyAccountStatus | None = None
    status_to: AnyAccountStatus | None = None
    crypto_status_from: AnyAccountStatus | None = None
    crypto_status_to: AnyAccountStatus | None = None
    kyc_results: dict[str, Any] | None = None
    reason: str | None = None
    account_blocked: bool | None = None
    trading_blocked: bool | None = None
    admin_configurations: dict[str, Any] | None = None
    """Changes by the broker for the account, such as of `incoming_transfers_blocked`."""


class JournalStatusEvent(Event):
    journal_id: str
    entry_type: AnyJournalEntryType = ""
    status_from: AnyJournalStatus | None = None
    status_to: AnyJournalStatus


class FundingStatusEvent(Event):
    """A new status of a bank link or a transfer (`/v2/events/funding/status`)."""

    account_id: str
    entity_id: str
    entity_type: Annotated[FundingEntityType | str, Field(union_mode="left_to_right")]
    status_from: str | None = None
    status_to: str
    reason: str | None = None


class ActivityEvent(Event):
    """An activity: a fill, a dividend, a fee, … (`/v2beta1/events/activities`)."""

    account_id: str
    activity_type: AnyActivityType
    ref_id: str | None = None
    """The end of the activity's id."""
    status: str | None = None
    net_amount: Exact | None = None
    details: dict[str, Any] | None = None

    @property
    def symbol(self) -> str | None:
        """The symbol of the shares that the activity is about."""
        symbol = (self.details or {}).get("symbol")
        return symbol if isinstance(symbol, str) else None


class TradeEvent(Event):
    """A change of an order; `order` is the whole order after the change."""

    account_id: str | None = None
    event: Annotated[TradeEventKind | str, Field(union_mode="left_to_right")] = ""
    execution_id: str | None = None
    order: Order
    timestamp: Timestamp | None = None
    price: Exact | None = None
    qty: Exact | None = None
    position_qty: Exact | None = None
    settle_date: date | None = None
    reason: str | None = None
