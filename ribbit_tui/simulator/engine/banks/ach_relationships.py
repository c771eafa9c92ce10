"""Bank links: ACH relationships."""

import sqlite3

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.errors import ConflictError, NotFoundError, check_listed
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    AchRelationshipStatus,
    TransferStatus,
)

from .bank_rules import PLAID_INSTITUTION, plaid_numbers, typed_numbers
from .funding_events import BANKS, CORRESPONDENT, append_funding_event

APPROVE_STEP = "ach_relationship.approve"
TRANSFERS_UNDER_WAY = (
    TransferStatus.QUEUED,
    TransferStatus.APPROVAL_PENDING,
    TransferStatus.PENDING,
    TransferStatus.SENT_TO_CLEARING,
    TransferStatus.APPROVED,
)

_ACTIVE = (
    AchRelationshipStatus.QUEUED,
    AchRelationshipStatus.PENDING,
    AchRelationshipStatus.APPROVED,
)
# What the director may make of a link; nothing leads out of the states that are not listed.
_DECISIONS = {
    AchRelationshipStatus.QUEUED: {
        AchRelationshipStatus.PENDING,
        AchRelationshipStatus.APPROVED,
        AchRelationshipStatus.REJECTED,
        AchRelationshipStatus.CANCELED,
    },
    AchRelationshipStatus.PENDING: {
        AchRelationshipStatus.APPROVED,
        AchRelationshipStatus.REJECTED,
        AchRelationshipStatus.CANCELED,
    },
    AchRelationshipStatus.APPROVED: {AchRelationshipStatus.CANCELED},
}


def create(
    simulation: Simulation, account_id: str, creation: AchRelationshipCreation
) -> AchRelationship:
    """Queue a link; raises ConflictError if the account has an active one."""
    account = find_active_account(simulation, account_id)
    columns = (
        typed_numbers(creation)
        if creation.processor_token is None
        else plaid_numbers(account, creation)
    )
    if _any_active(simulation, account.id):
        raise ConflictError("the account already has an active relationship")
    now = to_timestamp(simulation.now())
    relationship_id = simulation.ids.uuid("ach_relationship")
    simulation.database.insert(
        "ach_relationships",
        id=relationship_id,
        account_id=account.id,
        status=AchRelationshipStatus.QUEUED,
        created_at=now,
        updated_at=now,
        **columns,
    )
    row = find(simulation, account.id, relationship_id)
    _append_event(simulation, row, "", AchRelationshipStatus.QUEUED)
    simulation.later(simulation.delays.bank_approved, APPROVE_STEP, relationship_id)
    return as_wire(row)


def _any_active(simulation: Simulation, account_id: str) -> bool:
    found = simulation.database.value(
        "SELECT 1 FROM ach_relationships WHERE account_id = ? AND status IN (?, ?, ?)",
        (account_id, *_ACTIVE),
    )
    return found is not None


def list_all(
    simulation: Simulation, account_id: str, statuses: tuple[str, ...]
) -> list[AchRelationship]:
    """An account's links with one of `statuses`, or all but the canceled ones.

    Raises InvalidError for an unknown status.
    Alpaca documents no status of a deleted link, and its client library cannot read one.
    """
    account = find_account(simulation, account_id)
    rows = simulation.database.rows(
        "SELECT * FROM ach_relationships WHERE account_id = ? ORDER BY sequence", (account.id,)
    )
    check_listed(statuses, tuple(AchRelationshipStatus), "statuses")
    wanted = statuses or set(AchRelationshipStatus) - {AchRelationshipStatus.CANCELED}
    return [as_wire(row) for row in rows if row["status"] in wanted]


def find(
    simulation: Simulation, account_id: str, relationship_id: str, field: str | None = None
) -> sqlite3.Row:
    row = simulation.database.row(
        "SELECT * FROM ach_relationships WHERE id = ? AND account_id = ?",
        (relationship_id.lower(), account_id),
    )
    if row is None:
        raise NotFoundError("relationship not found", field)
    return row


def cancel(simulation: Simulation, account_id: str, relationship_id: str) -> None:
    """Unlink; raises ConflictError while a transfer over this link is still under way."""
    account = find_account(simulation, account_id)
    row = find(simulation, account.id, relationship_id)
    if row["status"] == AchRelationshipStatus.CANCELED:
        raise NotFoundError("relationship not found")
    check_unused(simulation, "relationship_id", row["id"])
    _change_status(simulation, row, AchRelationshipStatus.CANCELED)


def check_unused(simulation: Simulation, column: str, bank_id: str) -> None:
    """Raises ConflictError while a transfer over this link is under way; `column` is how it
    refers."""
    marks = ", ".join("?" * len(TRANSFERS_UNDER_WAY))
    under_way = simulation.database.value(
        f"SELECT 1 FROM transfers WHERE {column} = ? AND status IN ({marks})",
        (bank_id, *TRANSFERS_UNDER_WAY),
    )
    if under_way is not None:
        raise ConflictError("a transfer over this relationship is still under way")


def decide(simulation: Simulation, relationship_id: str, status: str) -> AchRelationship:
    """What the director makes of a link; raises InvalidError unless its status leads there."""
    row = simulation.database.row(
        "SELECT * FROM ach_relationships WHERE id = ?", (relationship_id.lower(),)
    )
    if row is None:
        raise NotFoundError("relationship not found")
    decided = check_decision(_DECISIONS, row["status"], status)
    if decided == AchRelationshipStatus.CANCELED:
        check_unused(simulation, "relationship_id", row["id"])
    _change_status(simulation, row, decided)
    return as_wire(find(simulation, row["account_id"], row["id"]))


def cancel_all(simulation: Simulation, account_id: str) -> None:
    """Unlink every bank of an account that is being closed, with no transfer under way."""
    rows = simulation.database.rows(
        "SELECT * FROM ach_relationships WHERE account_id = ? AND status IN (?, ?, ?)"
        " ORDER BY sequence",
        (account_id, *_ACTIVE),
    )
    for row in rows:
        _change_status(simulation, row, AchRelationshipStatus.CANCELED)


def approve(simulation: Simulation, relationship_id: str) -> None:
    """The bank answered; nothing happens to a link that was canceled meanwhile."""
    row = simulation.database.row(
        "SELECT * FROM ach_relationships WHERE id = ?", (relationship_id,)
    )
    if row is not None and row["status"] == AchRelationshipStatus.QUEUED:
        _change_status(simulation, row, AchRelationshipStatus.APPROVED)


def _change_status(simulation: Simulation, row: sqlite3.Row, status: AchRelationshipStatus) -> None:
    simulation.database.execute(
        "UPDATE ach_relationships SET status = ?, updated_at = ? WHERE id = ?",
        (status, to_timestamp(simulation.now()), row["id"]),
    )
    _append_event(simulation, row, row["status"], status)


def _append_event(
    simulation: Simulation, row: sqlite3.Row, status_from: str, status_to: str
) -> None:
    append_funding_event(simulation, BANKS, "BankRelationship", row, status_from, status_to)


def as_wire(row: sqlite3.Row) -> AchRelationship:
    is_plaid = row["processor_token"] is not None
    return AchRelationship(
        id=row["id"],
        account_id=row["account_id"],
        created_at=from_timestamp(row["created_at"]),
        updated_at=from_timestamp(row["updated_at"]),
        status=row["status"],
        account_owner_name=row["account_owner_name"],
        bank_account_type=row["bank_account_type"],
        bank_account_number=row["bank_account_number"],
        bank_routing_number=row["bank_routing_number"],
        nickname=row["nickname"],
        processor_token=row["processor_token"],
        correspondent_code=CORRESPONDENT,
        approval_method="PLAID" if is_plaid else "CORRESPONDENT",
        plaid_institution=PLAID_INSTITUTION if is_plaid else None,
        plaid_verification_status="automatically_verified" if is_plaid else None,
        account_mask=row["bank_account_number"][-4:],
    )
