"""Tests of the tables of status transitions."""

from collections.abc import Mapping

import pytest

from ribbit_tui.wire.accounts import ACCOUNT_TRANSITIONS, AccountStatus
from ribbit_tui.wire.funding import (
    ACH_RELATIONSHIP_TRANSITIONS,
    PENDING_TRANSFER_STATUSES,
    TRANSFER_TRANSITIONS,
    AchRelationshipStatus,
    TransferStatus,
)
from ribbit_tui.wire.journals import JOURNAL_TRANSITIONS, PENDING_JOURNAL_STATUSES, JournalStatus
from ribbit_tui.wire.orders import CLOSED_ORDER_STATUSES, ORDER_TRANSITIONS, OrderStatus
from ribbit_tui.wire.recipient_banks import BANK_TRANSITIONS, BankStatus
from ribbit_tui.wire.status_tables import statuses_before

Statuses = (
    type[AccountStatus]
    | type[AchRelationshipStatus]
    | type[BankStatus]
    | type[TransferStatus]
    | type[JournalStatus]
    | type[OrderStatus]
)

CLOSED_ORDERS = {"filled", "canceled", "expired", "replaced", "rejected"}
TABLES = [
    pytest.param(
        AccountStatus,
        ACCOUNT_TRANSITIONS,
        {"INACTIVE", "REJECTED", "DISABLED", "ACCOUNT_CLOSED"},
        id="account",
    ),
    pytest.param(
        AchRelationshipStatus,
        ACH_RELATIONSHIP_TRANSITIONS,
        {"CANCELED", "REJECTED"},
        id="ach_relationship",
    ),
    pytest.param(BankStatus, BANK_TRANSITIONS, {"CANCELED"}, id="bank"),
    pytest.param(
        TransferStatus, TRANSFER_TRANSITIONS, {"REJECTED", "CANCELED", "RETURNED"}, id="transfer"
    ),
    pytest.param(
        JournalStatus,
        JOURNAL_TRANSITIONS,
        {"rejected", "refused", "canceled", "deleted", "correct"},
        id="journal",
    ),
    pytest.param(OrderStatus, ORDER_TRANSITIONS, CLOSED_ORDERS, id="order"),
]


@pytest.mark.parametrize(("statuses", "transitions", "final"), TABLES)
def test_a_table_has_every_status_and_the_right_ends(
    statuses: Statuses, transitions: Mapping[str, frozenset[str]], final: set[str]
) -> None:
    assert set(transitions) == set(statuses)
    for status, following in transitions.items():
        assert status not in following
        assert following <= set(statuses)
    assert {status for status in statuses if status.is_final} == final


def test_what_is_under_way_may_still_complete() -> None:
    under_way = {"QUEUED", "APPROVAL_PENDING", "PENDING", "SENT_TO_CLEARING", "APPROVED"}
    assert under_way == PENDING_TRANSFER_STATUSES
    assert {"queued", "sent_to_clearing", "pending"} == PENDING_JOURNAL_STATUSES
    assert CLOSED_ORDERS == CLOSED_ORDER_STATUSES


def test_a_goal_may_be_reached_through_several_statuses() -> None:
    before_active = statuses_before(ACCOUNT_TRANSITIONS, AccountStatus.ACTIVE)
    assert before_active == set(AccountStatus) - {
        "ACTIVE",
        "INACTIVE",
        "REJECTED",
        "DISABLED",
        "ACCOUNT_CLOSED",
    }
