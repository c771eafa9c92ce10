"""The stages of a bank link, of a transfer and of a journal."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo

from ribbit_tui.tui.widgets.timeline import Stage
from ribbit_tui.tui.words.formats import recent_time
from ribbit_tui.tui.words.statuses import (
    StatusTone,
    StatusWords,
    bank_words,
    journal_words,
    transfer_words,
)
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipStatus,
    Transfer,
    TransferStatus,
)
from ribbit_tui.wire.journals import Journal, JournalStatus

_BANK_PATH = (
    AchRelationshipStatus.QUEUED,
    AchRelationshipStatus.SENT_TO_CLEARING,
    AchRelationshipStatus.APPROVED,
)
_TRANSFER_PATH = (
    TransferStatus.QUEUED,
    TransferStatus.SENT_TO_CLEARING,
    TransferStatus.COMPLETE,
)
_JOURNAL_PATH = (JournalStatus.QUEUED, JournalStatus.EXECUTED)
_DETOURS = {
    AchRelationshipStatus.PENDING: _BANK_PATH[1:],
    TransferStatus.APPROVAL_PENDING: _TRANSFER_PATH[1:],
    TransferStatus.PENDING: _TRANSFER_PATH[1:],
    TransferStatus.APPROVED: _TRANSFER_PATH[2:],
    JournalStatus.PENDING: _JOURNAL_PATH[1:],
    JournalStatus.SENT_TO_CLEARING: _JOURNAL_PATH[1:],
}
"""The statuses that follow one which only some have."""

STAGES_AHEAD = (Stage("Queued"), Stage("In clearing"), Stage("Complete"))
"""The stages of a transfer that is not sent yet."""

Words = Callable[[str], StatusWords]


def bank_stages(bank: AchRelationship, zone: tzinfo | None, today: date) -> list[Stage]:
    """Return the stages of a bank link."""
    path = _path(_BANK_PATH, bank.status)
    return _stages(path, bank.status, bank_words, bank.created_at, bank.updated_at, zone, today)


def transfer_stages(transfer: Transfer, zone: tzinfo | None, today: date) -> list[Stage]:
    """Return the stages of a transfer."""
    path = _path(_TRANSFER_PATH, transfer.status)
    times = transfer.created_at, transfer.updated_at
    return _stages(path, transfer.status, transfer_words, *times, zone, today)


def journal_stages(journal: Journal, zone: tzinfo | None, today: date) -> list[Stage]:
    """Return the stages of a journal, of which the time of the first alone is known."""
    path = _path(_JOURNAL_PATH, journal.status)
    return _stages(path, journal.status, journal_words, journal.created_at, None, zone, today)


def _path(usual: Sequence[str], status: str) -> tuple[str, ...]:
    """Return all stages on the way of something with this status.

    What came between the first one and an end that is not the usual one is not known.
    """
    if status in usual:
        return tuple(usual)
    return (usual[0], status, *_DETOURS.get(status, ()))  # type: ignore[call-overload]


def _stages(
    path: Sequence[str],
    status: str,
    words: Words,
    created_at: datetime | None,
    updated_at: datetime | None,
    zone: tzinfo | None,
    today: date,
) -> list[Stage]:
    """Return the stages: those before `status` are done, those behind it are ahead."""
    now = path.index(status)
    stages = []
    for index, one in enumerate(path):
        at = created_at if index == 0 else updated_at if index == now else None
        tone = StatusTone.GOOD if index < now else words(one).tone if index == now else None
        when = "" if at is None else recent_time(at, zone, today).strip()
        stages.append(Stage(words(one).label, when, tone))
    return stages
