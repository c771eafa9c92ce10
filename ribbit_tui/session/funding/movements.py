"""All that has moved money or shares in and out of the account: transfers, and journals."""

from datetime import UTC, datetime, time

from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import PENDING_TRANSFER_STATUSES, Transfer, TransferStatus
from ribbit_tui.wire.journals import PENDING_JOURNAL_STATUSES, Journal, JournalStatus
from ribbit_tui.wire.model import sort_time

Movement = Transfer | Journal


def movements(state: State) -> list[Movement]:
    """Return all transfers with banks and journals with the firm, the newest first."""
    every: list[Movement] = [*state.transfers.values(), *state.journals.values()]
    return sorted(every, key=lambda one: sort_time(_moved_at(one)), reverse=True)


def _moved_at(movement: Movement) -> datetime | None:
    """Return the time of the request; of a journal that has none, its day."""
    if movement.created_at is None and isinstance(movement, Journal):
        day = movement.system_date or movement.settle_date
        return datetime.combine(day, time(0), UTC) if day is not None else None
    return movement.created_at


def is_under_way(movement: Movement) -> bool:
    """Whether the movement may still be completed."""
    if isinstance(movement, Transfer):
        return movement.status in PENDING_TRANSFER_STATUSES
    return movement.status in PENDING_JOURNAL_STATUSES


def has_failed(movement: Movement) -> bool:
    """Whether somebody else than the customer has ended the movement, or taken it back."""
    if isinstance(movement, Transfer):
        return movement.status in {TransferStatus.RETURNED, TransferStatus.REJECTED}
    return movement.status in {JournalStatus.REJECTED, JournalStatus.REFUSED}


def can_be_canceled(movement: Movement) -> bool:
    """Whether the customer can cancel the movement: a transfer, while it is queued."""
    return isinstance(movement, Transfer) and movement.status == TransferStatus.QUEUED
