"""Money between a customer's bank and account, by ACH or wire: asking for it, and its record."""

import sqlite3
from datetime import datetime, timedelta

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.funding import (
    Transfer,
    TransferCreation,
    TransferDirection,
    TransferStatus,
    TransferType,
)

from ribbit_tui.simulator.engine.accounts import accounts
from ribbit_tui.simulator.ledger.ledger import USD
from ribbit_tui.simulator.errors import Invalid, NotFound
from . import transfer_rules
from ribbit_tui.simulator.engine.banks.funding_events import TRANSFERS, append_funding_event
from .transfer_rules import Terms, user_fee

SEND_STEP = "transfer.send"
COMPLETE_STEP = "transfer.complete"
RETURN_STEP = "transfer.return"

_EXPIRES_AFTER = timedelta(days=7)
_CANCELABLE = {TransferStatus.QUEUED, TransferStatus.APPROVAL_PENDING, TransferStatus.PENDING}
_ENDS_HOLD = {
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
    TransferStatus.RETURNED,
    TransferStatus.COMPLETE,
}


def create(world: World, account_id: str, creation: TransferCreation) -> Transfer:
    """Queue a transfer; a withdrawal holds its money at once.

    Raises Forbidden for a withdrawal beyond what the account can withdraw.
    """
    account = accounts.find_active(world, account_id)
    return as_wire(queue(world, account["id"], transfer_rules.check(world, account, creation)))


def queue(world: World, account_id: str, terms: Terms) -> sqlite3.Row:
    """Record a transfer and what is to become of it."""
    now = world.now()
    transfer_id = world.ids.uuid("transfer")
    if terms.direction == TransferDirection.OUTGOING:
        world.ledger.hold(account_id, USD, terms.taken, transfer_id)
    world.database.insert(
        "transfers",
        id=transfer_id,
        account_id=account_id,
        relationship_id=terms.relationship_id,
        status=TransferStatus.QUEUED,
        amount=terms.amount,
        direction=terms.direction,
        additional_information=terms.additional_information,
        created_at=to_micros(now),
        updated_at=to_micros(now),
        expires_at=to_micros(now + _EXPIRES_AFTER),
        type=terms.type,
        bank_id=terms.bank_id,
        fee=terms.fee,
        fee_payment_method=terms.fee_payment_method,
    )
    row = find(world, transfer_id)
    _append_event(world, row, "", TransferStatus.QUEUED)
    start = now if terms.type == TransferType.ACH else _next_wire_day(world)
    for delay, step in (
        (world.delays.transfer_sent, SEND_STEP),
        (world.delays.transfer_complete, COMPLETE_STEP),
    ):
        due_at = start + delay.draw(world.ids, f"{step}/{transfer_id}")
        world.schedule.add(due_at, step, transfer_id)
    return row


def _next_wire_day(world: World) -> datetime:
    """Now, or when the next session opens: wires move on days of the market only."""
    now = world.now()
    if world.calendar.session(now.astimezone(NEW_YORK).date()) is not None:
        return now
    return world.calendar.next_session(now).opens


def list_all(
    world: World,
    account_id: str,
    direction: str | None,
    status: str | None,
    limit: int,
    offset: int,
) -> list[Transfer]:
    """An account's transfers, newest first."""
    account = accounts.find(world, account_id)
    rows = world.database.rows(
        "SELECT * FROM transfers WHERE account_id = ?1 AND (?2 IS NULL OR direction = ?2)"
        " AND (?3 IS NULL OR status = ?3) ORDER BY sequence DESC LIMIT ?4 OFFSET ?5",
        (account["id"], direction, status, limit, offset),
    )
    return [as_wire(row) for row in rows]


def cancel(world: World, account_id: str, transfer_id: str) -> None:
    """Raises Invalid once the transfer is on its way to the bank, or ended."""
    account = accounts.find(world, account_id)
    row = find(world, transfer_id)
    if row["account_id"] != account["id"]:
        raise NotFound("transfer not found")
    if row["status"] not in _CANCELABLE:
        raise Invalid(f"the transfer cannot be canceled, its status is {row['status']}")
    change_status(world, row, TransferStatus.CANCELED)


def find(world: World, transfer_id: str) -> sqlite3.Row:
    row = world.database.row("SELECT * FROM transfers WHERE id = ?", (transfer_id.lower(),))
    if row is None:
        raise NotFound("transfer not found")
    return row


def change_status(
    world: World, row: sqlite3.Row, status: TransferStatus, reason: str | None = None
) -> None:
    """Record the new status, tell the streams and, at an end, release what was held."""
    if status in _ENDS_HOLD:
        world.ledger.release(row["id"])
    world.database.execute(
        "UPDATE transfers SET status = ?, reason = ?, updated_at = ? WHERE id = ?",
        (status, reason, to_micros(world.now()), row["id"]),
    )
    _append_event(world, row, row["status"], status, reason)


def _append_event(
    world: World, row: sqlite3.Row, status_from: str, status_to: str, reason: str | None = None
) -> None:
    append_funding_event(world, TRANSFERS, "Transfer", row, status_from, status_to, reason)


def as_wire(row: sqlite3.Row) -> Transfer:
    requested = row["amount"] + user_fee(row["fee"], row["fee_payment_method"])
    return Transfer(
        id=row["id"],
        account_id=row["account_id"],
        relationship_id=row["relationship_id"],
        bank_id=row["bank_id"],
        type=row["type"],
        status=row["status"],
        reason=row["reason"],
        amount=usd(row["amount"]),
        direction=row["direction"],
        created_at=from_micros(row["created_at"]),
        updated_at=from_micros(row["updated_at"]),
        expires_at=from_micros(row["expires_at"]),
        additional_information=row["additional_information"],
        requested_amount=usd(requested),
        fee=usd(row["fee"]),
        fee_payment_method=row["fee_payment_method"],
        hold_until=None,
        instant_amount=None,
    )
