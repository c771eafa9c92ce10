"""Bank links: ACH relationships."""

import sqlite3

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    AchRelationshipStatus,
    TransferStatus,
)

from ribbit_tui.simulator.engine.accounts import accounts
from ribbit_tui.simulator.errors import Conflict, NotFound, check_listed
from .bank_rules import PLAID_INSTITUTION, plaid_numbers, typed_numbers
from ribbit_tui.simulator.engine.common.decisions import check_decision
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


def create(world: World, account_id: str, creation: AchRelationshipCreation) -> AchRelationship:
    """Queue a link; raises Conflict if the account has an active one."""
    account = accounts.find_active(world, account_id)
    columns = (
        typed_numbers(creation)
        if creation.processor_token is None
        else plaid_numbers(account, creation)
    )
    if _any_active(world, account["id"]):
        raise Conflict("the account already has an active relationship")
    now = to_micros(world.now())
    relationship_id = world.ids.uuid("ach_relationship")
    world.database.insert(
        "ach_relationships",
        id=relationship_id,
        account_id=account["id"],
        status=AchRelationshipStatus.QUEUED,
        created_at=now,
        updated_at=now,
        **columns,
    )
    row = find(world, account["id"], relationship_id)
    _append_event(world, row, "", AchRelationshipStatus.QUEUED)
    world.later(world.delays.bank_approved, APPROVE_STEP, relationship_id)
    return as_wire(row)


def _any_active(world: World, account_id: str) -> bool:
    found = world.database.value(
        "SELECT 1 FROM ach_relationships WHERE account_id = ? AND status IN (?, ?, ?)",
        (account_id, *_ACTIVE),
    )
    return found is not None


def list_all(world: World, account_id: str, statuses: tuple[str, ...]) -> list[AchRelationship]:
    """An account's links with one of `statuses`, or all but the canceled ones.

    Raises Invalid for an unknown status.
    Alpaca documents no status of a deleted link, and its client library cannot read one.
    """
    account = accounts.find(world, account_id)
    rows = world.database.rows(
        "SELECT * FROM ach_relationships WHERE account_id = ? ORDER BY sequence", (account["id"],)
    )
    check_listed(statuses, tuple(AchRelationshipStatus), "statuses")
    wanted = statuses or set(AchRelationshipStatus) - {AchRelationshipStatus.CANCELED}
    return [as_wire(row) for row in rows if row["status"] in wanted]


def find(
    world: World, account_id: str, relationship_id: str, field: str | None = None
) -> sqlite3.Row:
    row = world.database.row(
        "SELECT * FROM ach_relationships WHERE id = ? AND account_id = ?",
        (relationship_id.lower(), account_id),
    )
    if row is None:
        raise NotFound("relationship not found", field)
    return row


def cancel(world: World, account_id: str, relationship_id: str) -> None:
    """Unlink; raises Conflict while a transfer over this link is still under way."""
    account = accounts.find(world, account_id)
    row = find(world, account["id"], relationship_id)
    if row["status"] == AchRelationshipStatus.CANCELED:
        raise NotFound("relationship not found")
    check_unused(world, "relationship_id", row["id"])
    _change_status(world, row, AchRelationshipStatus.CANCELED)


def check_unused(world: World, column: str, bank_id: str) -> None:
    """Raises Conflict while a transfer over this link is under way; `column` is how it refers."""
    marks = ", ".join("?" * len(TRANSFERS_UNDER_WAY))
    under_way = world.database.value(
        f"SELECT 1 FROM transfers WHERE {column} = ? AND status IN ({marks})",
        (bank_id, *TRANSFERS_UNDER_WAY),
    )
    if under_way is not None:
        raise Conflict("a transfer over this relationship is still under way")


def decide(world: World, relationship_id: str, status: str) -> AchRelationship:
    """What the director makes of a link; raises Invalid unless its status leads there."""
    row = world.database.row(
        "SELECT * FROM ach_relationships WHERE id = ?", (relationship_id.lower(),)
    )
    if row is None:
        raise NotFound("relationship not found")
    decided = check_decision(_DECISIONS, row["status"], status)
    if decided == AchRelationshipStatus.CANCELED:
        check_unused(world, "relationship_id", row["id"])
    _change_status(world, row, decided)
    return as_wire(find(world, row["account_id"], row["id"]))


def cancel_all(world: World, account_id: str) -> None:
    """Unlink every bank of an account that is being closed, with no transfer under way."""
    rows = world.database.rows(
        "SELECT * FROM ach_relationships WHERE account_id = ? AND status IN (?, ?, ?)"
        " ORDER BY sequence",
        (account_id, *_ACTIVE),
    )
    for row in rows:
        _change_status(world, row, AchRelationshipStatus.CANCELED)


def approve(world: World, relationship_id: str) -> None:
    """The bank answered; nothing happens to a link that was canceled meanwhile."""
    row = world.database.row("SELECT * FROM ach_relationships WHERE id = ?", (relationship_id,))
    if row is not None and row["status"] == AchRelationshipStatus.QUEUED:
        _change_status(world, row, AchRelationshipStatus.APPROVED)


def _change_status(world: World, row: sqlite3.Row, status: AchRelationshipStatus) -> None:
    world.database.execute(
        "UPDATE ach_relationships SET status = ?, updated_at = ? WHERE id = ?",
        (status, to_micros(world.now()), row["id"]),
    )
    _append_event(world, row, row["status"], status)


def _append_event(world: World, row: sqlite3.Row, status_from: str, status_to: str) -> None:
    append_funding_event(world, BANKS, "BankRelationship", row, status_from, status_to)


def as_wire(row: sqlite3.Row) -> AchRelationship:
    is_plaid = row["processor_token"] is not None
    return AchRelationship(
        id=row["id"],
        account_id=row["account_id"],
        created_at=from_micros(row["created_at"]),
        updated_at=from_micros(row["updated_at"]),
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
