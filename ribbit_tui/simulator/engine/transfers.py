"""Money between a customer's bank and account, over an ACH relationship."""

import re
import sqlite3
from datetime import timedelta

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.funding import (
    AchRelationshipStatus,
    Transfer,
    TransferCreation,
    TransferDirection,
    TransferStatus,
)

from . import accounts, activities, banks
from .amounts import usd_amount
from .ledger import USD, WORLD_BANK, Entry
from .refusals import Forbidden, Invalid, NotFound

TOPIC = "transfers"
SEND_STEP = "transfer.send"
COMPLETE_STEP = "transfer.complete"

_EXPIRES_AFTER = timedelta(days=7)
_LONGEST_TEXT = 1024
_FIXTURE = re.compile(r"/fixtures/status=([A-Z_]+)/fixtures/")
# Alpaca's fixtures: a transfer that asks for one of these ends there instead of completing.
_FIXTURE_ENDS = {
    TransferStatus.QUEUED,
    TransferStatus.PENDING,
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
    TransferStatus.RETURNED,
    TransferStatus.APPROVED,
}
_FAILED = {TransferStatus.REJECTED, TransferStatus.CANCELED, TransferStatus.RETURNED}


def create(world: World, account_id: str, creation: TransferCreation) -> Transfer:
    """Queue a transfer; a withdrawal holds its money at once.

    Raises Forbidden for a withdrawal beyond what the account can withdraw.
    """
    account = accounts.find_active(world, account_id)
    relationship = _check(world, account, creation)
    amount = usd_amount(creation.amount, "amount")
    now = world.now()
    transfer_id = world.ids.uuid("transfer")
    if creation.direction == TransferDirection.OUTGOING:
        if amount > world.ledger.available(account["id"], USD):
            raise Forbidden("amount is more than the account's withdrawable cash", "amount")
        world.ledger.hold(account["id"], USD, amount, transfer_id)
    world.database.insert(
        "transfers",
        id=transfer_id,
        account_id=account["id"],
        relationship_id=relationship["id"],
        status=TransferStatus.QUEUED,
        amount=amount,
        direction=creation.direction,
        additional_information=creation.additional_information,
        created_at=to_micros(now),
        updated_at=to_micros(now),
        expires_at=to_micros(now + _EXPIRES_AFTER),
    )
    row = _find(world, account["id"], transfer_id)
    _append_event(world, row, "", TransferStatus.QUEUED)
    world.later(world.delays.transfer_sent, SEND_STEP, transfer_id)
    world.later(world.delays.transfer_complete, COMPLETE_STEP, transfer_id)
    return as_wire(row)


def _check(world: World, account: sqlite3.Row, creation: TransferCreation) -> sqlite3.Row:
    """The relationship to use."""
    if creation.transfer_type != "ach":
        raise Invalid("transfer_type must be ach; wires are not supported here", "transfer_type")
    if creation.direction not in set(TransferDirection):
        raise Invalid("direction must be INCOMING or OUTGOING", "direction")
    if creation.timing not in (None, "immediate"):
        raise Invalid("timing must be immediate", "timing")
    if len(creation.additional_information or "") > _LONGEST_TEXT:
        raise Invalid("additional_information is too long", "additional_information")
    if creation.relationship_id is None:
        raise Invalid("relationship_id is required for ach", "relationship_id")
    relationship = banks.find(world, account["id"], creation.relationship_id, "relationship_id")
    if relationship["status"] != AchRelationshipStatus.APPROVED:
        raise Invalid(
            f"the relationship is not approved, its status is {relationship['status']}",
            "relationship_id",
        )
    return relationship


def list_all(
    world: World, account_id: str, direction: str | None, limit: int, offset: int
) -> list[Transfer]:
    """An account's transfers, newest first."""
    account = accounts.find(world, account_id)
    rows = world.database.rows(
        "SELECT * FROM transfers WHERE account_id = ? AND (? IS NULL OR direction = ?)"
        " ORDER BY sequence DESC LIMIT ? OFFSET ?",
        (account["id"], direction, direction, limit, offset),
    )
    return [as_wire(row) for row in rows]


def cancel(world: World, account_id: str, transfer_id: str) -> None:
    """Raises Invalid once the transfer is no longer QUEUED."""
    account = accounts.find(world, account_id)
    row = _find(world, account["id"], transfer_id)
    if row["status"] != TransferStatus.QUEUED:
        raise Invalid(f"the transfer cannot be canceled, its status is {row['status']}")
    _change_status(world, row, TransferStatus.CANCELED)


def send(world: World, transfer_id: str) -> None:
    """The transfer goes to clearing, or to where its fixture wants it."""
    row = world.database.row("SELECT * FROM transfers WHERE id = ?", (transfer_id,))
    if row is None or row["status"] != TransferStatus.QUEUED:
        return
    fixture = _fixture(row)
    if fixture is None:
        _change_status(world, row, TransferStatus.SENT_TO_CLEARING)
    elif fixture != TransferStatus.QUEUED:
        _change_status(world, row, fixture, "as the request's fixture asks")


def _fixture(row: sqlite3.Row) -> TransferStatus | None:
    match = _FIXTURE.search(row["additional_information"] or "")
    return next((end for end in _FIXTURE_ENDS if match and match[1] == end), None)


def complete(world: World, transfer_id: str) -> None:
    """The money moves."""
    row = world.database.row("SELECT * FROM transfers WHERE id = ?", (transfer_id,))
    if row is None or row["status"] != TransferStatus.SENT_TO_CLEARING:
        return
    incoming = row["direction"] == TransferDirection.INCOMING
    moved = row["amount"] if incoming else -row["amount"]
    _change_status(world, row, TransferStatus.COMPLETE)
    world.ledger.post(
        [Entry(WORLD_BANK, USD, -moved), Entry(row["account_id"], USD, moved)],
        transfer_id,
        world.now(),
    )
    kind = ActivityType.CSD if incoming else ActivityType.CSW
    activities.record_cash(world, row["account_id"], kind, moved)


def _find(world: World, account_id: str, transfer_id: str) -> sqlite3.Row:
    row = world.database.row(
        "SELECT * FROM transfers WHERE id = ? AND account_id = ?",
        (transfer_id.lower(), account_id),
    )
    if row is None:
        raise NotFound("transfer not found")
    return row


def _change_status(
    world: World, row: sqlite3.Row, status: TransferStatus, reason: str | None = None
) -> None:
    if status in _FAILED or status == TransferStatus.COMPLETE:
        world.ledger.release(row["id"])
    world.database.execute(
        "UPDATE transfers SET status = ?, reason = ?, updated_at = ? WHERE id = ?",
        (status, reason, to_micros(world.now()), row["id"]),
    )
    _append_event(world, row, row["status"], status, reason)


def _append_event(
    world: World, row: sqlite3.Row, status_from: str, status_to: str, reason: str | None = None
) -> None:
    banks.append_funding_event(world, TOPIC, "Transfer", row, status_from, status_to, reason)


def as_wire(row: sqlite3.Row) -> Transfer:
    return Transfer(
        id=row["id"],
        account_id=row["account_id"],
        relationship_id=row["relationship_id"],
        type="ach",
        status=row["status"],
        reason=row["reason"],
        amount=usd(row["amount"]),
        direction=row["direction"],
        created_at=from_micros(row["created_at"]),
        updated_at=from_micros(row["updated_at"]),
        expires_at=from_micros(row["expires_at"]),
        additional_information=row["additional_information"],
    )
