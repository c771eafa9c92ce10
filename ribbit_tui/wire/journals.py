"""Journals: cash (JNLC) or shares (JNLS) moved between accounts of the firm."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, Timestamp, WireModel
from .status_tables import Transitions, statuses_before


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

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not JOURNAL_TRANSITIONS[self]


JOURNAL_TRANSITIONS: Transitions[JournalStatus] = {
    JournalStatus.QUEUED: frozenset(
        {
            JournalStatus.PENDING,
            JournalStatus.SENT_TO_CLEARING,
            JournalStatus.EXECUTED,
            JournalStatus.REJECTED,
            JournalStatus.REFUSED,
            JournalStatus.CANCELED,
        }
    ),
    JournalStatus.PENDING: frozenset(
        {
            JournalStatus.SENT_TO_CLEARING,
            JournalStatus.EXECUTED,
            JournalStatus.REJECTED,
            JournalStatus.REFUSED,
            JournalStatus.CANCELED,
        }
    ),
    JournalStatus.SENT_TO_CLEARING: frozenset(
        {JournalStatus.EXECUTED, JournalStatus.REJECTED, JournalStatus.REFUSED}
    ),
    JournalStatus.EXECUTED: frozenset({JournalStatus.CORRECT, JournalStatus.DELETED}),
    JournalStatus.REJECTED: frozenset(),
    JournalStatus.REFUSED: frozenset(),
    JournalStatus.CANCELED: frozenset(),
    JournalStatus.DELETED: frozenset(),
    JournalStatus.CORRECT: frozenset(),
}
"""Transitions of a journal. EXECUTED is not final: an executed journal can be reversed.

Source: the descriptions of Alpaca's journal statuses.
"""

PENDING_JOURNAL_STATUSES = statuses_before(JOURNAL_TRANSITIONS, JournalStatus.EXECUTED)
"""Statuses of a journal that may still be executed."""


class JournalEntryType(StrEnum):
    JNLC = "JNLC"
    JNLS = "JNLS"


AnyJournalStatus = Annotated[JournalStatus | str, Field(union_mode="left_to_right")]
AnyJournalEntryType = Annotated[JournalEntryType | str, Field(union_mode="left_to_right")]


class Transmitter(WireModel):
    """The sender of the money, as the Travel Rule requires; JNLC only."""

    transmitter_name: str | None = None
    transmitter_account_number: str | None = Field(default=None, repr=False)
    transmitter_address: str | None = None
    transmitter_financial_institution: str | None = None
    transmitter_timestamp: Timestamp | None = None


class JournalCreation(Transmitter):
    """The body of `POST /v1/journals`: `amount` (USD) for JNLC, `symbol` and `qty` for JNLS."""

    entry_type: AnyJournalEntryType
    from_account: str
    to_account: str
    amount: Exact | None = None
    symbol: str | None = None
    qty: Exact | None = None
    description: str | None = None
    currency: str | None = None


class JournalBatchEntry(Transmitter):
    to_account: str
    amount: Exact | None = None
    symbol: str | None = None
    qty: Exact | None = None
    description: str | None = None
    currency: str | None = None


class JournalBatch(WireModel):
    """The body of `POST /v1/journals/batch`: cash or shares from one account to many."""

    entry_type: AnyJournalEntryType
    from_account: str
    correspondent: str | None = None
    entries: list[JournalBatchEntry]
    description: str | None = None


class ReverseJournalBatchEntry(Transmitter):
    from_account: str
    amount: Exact | None = None
    symbol: str | None = None
    qty: Exact | None = None
    description: str | None = None
    currency: str | None = None


class ReverseJournalBatch(WireModel):
    """The body of `POST /v1/journals/reverse_batch`: cash or shares from many accounts to one."""

    entry_type: AnyJournalEntryType
    to_account: str
    entries: list[ReverseJournalBatchEntry]
    description: str | None = None


class Journal(Transmitter):
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
    currency: str | None = None
    created_at: Timestamp | None = None


class BatchedJournal(Journal):
    """A journal in the response to a batch."""

    error_message: str | None = None
