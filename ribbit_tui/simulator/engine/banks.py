"""Bank links: ACH relationships."""

import re
import sqlite3

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    AchRelationshipStatus,
    BankAccountType,
    TransferStatus,
)
from ribbit_tui.wire.model import rfc3339

from . import accounts
from .refusals import Conflict, Invalid, NotFound

TOPIC = "banks"
APPROVE_STEP = "ach_relationship.approve"

_ACTIVE = (
    AchRelationshipStatus.QUEUED,
    AchRelationshipStatus.PENDING,
    AchRelationshipStatus.APPROVED,
)
# Alpaca's samples have letters in account numbers, so digits alone would be too strict.
_ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{4,17}")
_ROUTING_NUMBER = re.compile(r"[0-9]{9}")
_LONGEST_NAME = 256


def create(world: World, account_id: str, creation: AchRelationshipCreation) -> AchRelationship:
    """Queue a link; raises Conflict if the account has an active one."""
    account = accounts.find_active(world, account_id)
    _check(creation)
    if _any_active(world, account["id"]):
        raise Conflict("the account already has an active relationship")
    now = to_micros(world.now())
    relationship_id = world.ids.uuid("ach_relationship")
    world.database.insert(
        "ach_relationships",
        id=relationship_id,
        account_id=account["id"],
        status=AchRelationshipStatus.QUEUED,
        account_owner_name=creation.account_owner_name,
        bank_account_type=creation.bank_account_type,
        bank_account_number=creation.bank_account_number,
        bank_routing_number=creation.bank_routing_number,
        nickname=creation.nickname,
        created_at=now,
        updated_at=now,
    )
    row = find(world, account["id"], relationship_id)
    _append_event(world, row, "", AchRelationshipStatus.QUEUED)
    world.later(world.delays.bank_approved, APPROVE_STEP, relationship_id)
    return as_wire(row)


def _check(creation: AchRelationshipCreation) -> None:
    if not 0 < len(creation.account_owner_name.strip()) <= _LONGEST_NAME:
        raise Invalid("account_owner_name must be 1 to 256 characters", "account_owner_name")
    if creation.bank_account_type not in set(BankAccountType):
        raise Invalid("bank_account_type must be CHECKING or SAVINGS", "bank_account_type")
    if not _ACCOUNT_NUMBER.fullmatch(creation.bank_account_number):
        raise Invalid(
            "bank_account_number must be 4 to 17 letters and digits", "bank_account_number"
        )
    if not _ROUTING_NUMBER.fullmatch(creation.bank_routing_number):
        raise Invalid("bank_routing_number must be 9 digits", "bank_routing_number")
    if creation.nickname is not None and len(creation.nickname) > _LONGEST_NAME:
        raise Invalid("nickname must be at most 256 characters", "nickname")


def _any_active(world: World, account_id: str) -> bool:
    found = world.database.value(
        "SELECT 1 FROM ach_relationships WHERE account_id = ? AND status IN (?, ?, ?)",
        (account_id, *_ACTIVE),
    )
    return found is not None


def list_all(world: World, account_id: str, statuses: tuple[str, ...]) -> list[AchRelationship]:
    """All of an account's links, or those with one of `statuses`."""
    account = accounts.find(world, account_id)
    rows = world.database.rows(
        "SELECT * FROM ach_relationships WHERE account_id = ? ORDER BY sequence", (account["id"],)
    )
    return [as_wire(row) for row in rows if not statuses or row["status"] in statuses]


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
    under_way = world.database.value(
        "SELECT 1 FROM transfers WHERE relationship_id = ? AND status IN (?, ?, ?)",
        (
            row["id"],
            TransferStatus.QUEUED,
            TransferStatus.PENDING,
            TransferStatus.SENT_TO_CLEARING,
        ),
    )
    if under_way is not None:
        raise Conflict("a transfer over this relationship is still under way")
    _change_status(world, row, AchRelationshipStatus.CANCELED)


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
    append_funding_event(world, TOPIC, "BankRelationship", row, status_from, status_to)


def append_funding_event(
    world: World,
    topic: str,
    entity_type: str,
    row: sqlite3.Row,
    status_from: str,
    status_to: str,
    reason: str | None = None,
) -> None:
    """A bank link or a transfer (`row` has its `id` and `account_id`) changed its status."""
    at = world.now()
    body = {
        "account_id": row["account_id"],
        "at": rfc3339(at),
        "correspondent": "RBIT",
        "entity_id": row["id"],
        "entity_type": entity_type,
        "reason": reason or "",
        "status_from": status_from,
        "status_to": status_to,
    }
    world.events.append(topic, at, body, row["account_id"])


def as_wire(row: sqlite3.Row) -> AchRelationship:
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
    )
