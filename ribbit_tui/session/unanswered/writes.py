"""A write that has no response yet, or whose response was lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from ribbit_tui.session.errors import ActionFailedError, ErrorReport

ARRIVAL_WINDOW = timedelta(minutes=15)
"""Longest time that a request may still be on its way after its response was lost.

Linux sends over a dead TCP connection for up to 924 seconds; proxies hold requests for less.
"""


class WriteKind(StrEnum):
    """Kinds of writes that are looked for after their response was lost."""

    ORDER = "order"
    TRANSFER = "transfer"
    APPLICATION = "application"
    SALE_OF_ALL = "sale of all positions"
    BANK_LINK = "bank link"
    BANK_REMOVAL = "bank removal"
    ORDER_CANCELLATION = "order cancellation"
    CANCELLATION_OF_ALL = "cancellation of all orders"
    TRANSFER_CANCELLATION = "transfer cancellation"
    ACCOUNT_CHANGE = "account change"
    DOCUMENTS = "documents"
    CONFIGURATION = "configuration"
    CLOSURE = "closure"

    @property
    def happens_twice(self) -> bool:
        """Whether a repetition is done again, and not just what was done already."""
        return self in _HAPPEN_TWICE

    @property
    def leaves_new_id(self) -> bool:
        """Whether it is recognised by an object whose id did not exist before."""
        return self in _LEAVE_NEW_ID


_HAPPEN_TWICE = {
    WriteKind.ORDER,
    WriteKind.TRANSFER,
    WriteKind.APPLICATION,
    WriteKind.SALE_OF_ALL,
    WriteKind.BANK_LINK,
    WriteKind.DOCUMENTS,
}
_LEAVE_NEW_ID = {
    WriteKind.TRANSFER,
    WriteKind.SALE_OF_ALL,
    WriteKind.BANK_LINK,
    WriteKind.DOCUMENTS,
}


@dataclass(frozen=True)
class UnansweredWrite:
    """A write, from the time it is sent until its outcome is known."""

    key: str
    """The id of this very write; the `client_order_id` of an order."""
    kind: WriteKind
    account_id: str
    """The account that it is for; empty for an application."""
    subject: str
    """Two writes of one kind and subject do the same, such as `INCOMING 100`."""
    sent_at: datetime
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The JSON object that was sent, as far as it is needed to recognise the write."""
    known_ids: frozenset[str] = field(default=frozenset(), repr=False)
    """Ids that are of other writes."""
    lost_at: datetime | None = None
    """The time when the response was lost; None while it is being waited for."""
    looked_at: datetime | None = None
    """The time of the last reading that did not find it."""
    server_ended: bool = False
    """Whether the server process that it was sent to has ended, so that it cannot arrive."""

    def is_same(self, other: "UnansweredWrite") -> bool:
        """Whether both do the same for the same account."""
        return (self.kind, self.account_id, self.subject) == (
            other.kind,
            other.account_id,
            other.subject,
        )

    @property
    def arrives_until(self) -> datetime | None:
        """The time after which it is not expected any more; None before its response is lost."""
        return None if self.lost_at is None else self.lost_at + ARRIVAL_WINDOW

    def may_arrive(self, now: datetime) -> bool:
        """Whether it may still be on its way."""
        until = self.arrives_until
        return not self.server_ended and (until is None or now < until)


class UnansweredError(ActionFailedError):
    """The response to this or an equal write was lost, and nothing tells what became of it."""

    def __init__(
        self, report: ErrorReport, write: UnansweredWrite, *, can_be_repeated: bool = False
    ) -> None:
        super().__init__(report)
        self.write = write
        self.can_be_repeated = can_be_repeated
        """Whether the user may decide to send it again."""
