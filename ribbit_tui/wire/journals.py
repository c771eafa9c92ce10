"""Journals: cash (JNLC) or shares (JNLS) moved between accounts of the firm."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, WireModel


class JournalStatus(StrEnum):
    QUEUED = "queued"
    SENT_TO_CLEARING = "sent_to_clearing"
    PENDING = "pending"
    EXECUTED = "executed"
    REJECTED = "rejected"
    CANCELED = "canceled"
    REFUSED = "refused"
    DELETED = "deleted"
    CORRECT = "correct"


class JournalEntryType(StrEnum):
    JNLC = "JNLC"
    JNLS = "JNLS"


AnyJournalStatus = Annotated[JournalStatus | str, Field(union_mode="left_to_right")]
AnyJournalEntryType = Annotated[JournalEntryType | str, Field(union_mode="left_to_right")]


class JournalCreation(WireModel):
    """The body of `POST /v1/journals`: `amount` (USD) for JNLC, `symbol` and `qty` for JNLS."""

    entry_type: AnyJournalEntryType
    from_account: str
    to_account: str
    amount: Exact | None = None
    symbol: str | None = None
    qty: Exact | None = None
    description: str | None = None


class Journal(WireModel):
    id: str
    entry_type: AnyJournalEntryType
    from_account: str
    to_account: str
    status: AnyJournalStatus
    net_amount: Exact | None = None
    symbol: str | None = None
    qty: Exact | None = None
    price: Exact | None = None
    description: str | None = None
    settle_date: date | None = None
    system_date: date | None = None
