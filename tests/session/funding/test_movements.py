"""Transfers and journals as one list."""

from datetime import date

import pytest

from ribbit_tui.session.funding.movements import (
    can_be_canceled,
    has_failed,
    is_under_way,
    movements,
)
from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import Transfer
from ribbit_tui.wire.journals import Journal
from tests.wire import samples


def transfer(name: str, status: str = "QUEUED", **more: object) -> Transfer:
    return Transfer.model_validate(samples.transfer(name, status=status, **more))


def journal(name: str, status: str = "queued", **more: object) -> Journal:
    return Journal.model_validate(samples.journal(name, status=status, **more))


def test_all_that_has_moved_the_newest_first() -> None:
    known = [
        transfer("second", created_at="2026-01-02T10:00:00Z"),
        transfer("unknown", created_at=None),
        journal("third", system_date=date(2026, 1, 2)),
        journal("first", created_at="2026-01-02T12:00:00Z"),
        journal("fourth", settle_date=date(2026, 1, 1)),
    ]
    state = State(
        transfers={one.id: one for one in known if isinstance(one, Transfer)},
        journals={one.id: one for one in known if isinstance(one, Journal)},
    )
    names = [one.id for one in movements(state)]
    assert names == ["first", "second", "third", "fourth", "unknown"]


@pytest.mark.parametrize(
    ("movement", "under_way", "failed", "cancelable"),
    [
        (transfer("a", "QUEUED"), True, False, True),
        (transfer("a", "SENT_TO_CLEARING"), True, False, False),
        (transfer("a", "COMPLETE"), False, False, False),
        (transfer("a", "RETURNED"), False, True, False),
        (transfer("a", "REJECTED"), False, True, False),
        (transfer("a", "CANCELED"), False, False, False),
        (transfer("a", "SOMETHING_NEW"), False, False, False),
        (journal("a", "queued"), True, False, False),
        (journal("a", "pending"), True, False, False),
        (journal("a", "executed"), False, False, False),
        (journal("a", "refused"), False, True, False),
    ],
)
def test_the_state_of_a_movement(
    movement: Transfer | Journal, under_way: bool, failed: bool, cancelable: bool
) -> None:
    assert is_under_way(movement) is under_way
    assert has_failed(movement) is failed
    assert can_be_canceled(movement) is cancelable
