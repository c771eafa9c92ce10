"""Money between a customer's bank and account, by ACH or wire: asking for it, and its record."""

import sqlite3
from datetime import datetime, timedelta

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_active_account
from ribbit_tui.simulator.engine.banks.funding_events import TRANSFERS, append_funding_event
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    Transfer,
    TransferCreation,
    TransferDirection,
    TransferStatus,
    TransferType,
)

from . import transfer_rules
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


def create(simulation: Simulation, account_id: str, creation: TransferCreation) -> Transfer:
    """Queue a transfer; a withdrawal holds its money at once.

    Raises ForbiddenError for a withdrawal beyond what the account can withdraw.
    """
    account = find_active_account(simulation, account_id)
    return as_wire(
        queue(simulation, account.id, transfer_rules.check(simulation, account, creation))
    )


def queue(simulation: Simulation, account_id: str, terms: Terms) -> sqlite3.Row:
    """Record a transfer and what is to become of it."""
    now = simulation.now()
    transfer_id = simulation.ids.uuid("transfer")
    if terms.direction == TransferDirection.OUTGOING:
        simulation.ledger.hold(account_id, USD, terms.taken, transfer_id)
    simulation.database.insert(
        "transfers",
        id=transfer_id,
        account_id=account_id,
        relationship_id=terms.relationship_id,
        status=TransferStatus.QUEUED,
        amount=terms.amount,
        direction=terms.direction,
        additional_information=terms.additional_information,
        created_at=to_timestamp(now),
        updated_at=to_timestamp(now),
        expires_at=to_timestamp(now + _EXPIRES_AFTER),
        type=terms.type,
        bank_id=terms.bank_id,
        fee=terms.fee,
        fee_payment_method=terms.fee_payment_method,
    )
    row = find(simulation, transfer_id)
    _append_event(simulation, row, "", TransferStatus.QUEUED)
    start = now if terms.type == TransferType.ACH else _next_wire_day(simulation)
    for delay, step in (
        (simulation.delays.transfer_sent, SEND_STEP),
        (simulation.delays.transfer_complete, COMPLETE_STEP),
    ):
        due_at = start + delay.draw(simulation.ids, f"{step}/{transfer_id}")
        simulation.schedule.add(due_at, step, transfer_id)
    return row


def _next_wire_day(simulation: Simulation) -> datetime:
    """Now, or when the next session opens: wires move on days of the market only."""
    now = simulation.now()
    if simulation.calendar.session(now.astimezone(NEW_YORK).date()) is not None:
        return now
    return simulation.calendar.next_session(now).opens


def list_all(
    simulation: Simulation,
    account_id: str,
    direction: str | None,
    status: str | None,
    limit: int,
    offset: int,
) -> list[Transfer]:
    """An account's transfers, newest first."""
    account = find_account(simulation, account_id)
    rows = simulation.database.rows(
        "SELECT * FROM transfers WHERE account_id = ?1 AND (?2 IS NULL OR direction = ?2)"
        " AND (?3 IS NULL OR status = ?3) ORDER BY sequence DESC LIMIT ?4 OFFSET ?5",
        (account.id, direction, status, limit, offset),
    )
    return [as_wire(row) for row in rows]


def cancel(simulation: Simulation, account_id: str, transfer_id: str) -> None:
    """Raises InvalidError once the transfer is on its way to the bank, or ended."""
    account = find_account(simulation, account_id)
    row = find(simulation, transfer_id)
    if row["account_id"] != account.id:
        raise NotFoundError("transfer not found")
    if row["status"] not in _CANCELABLE:
        raise InvalidError(f"the transfer cannot be canceled, its status is {row['status']}")
    change_status(simulation, row, TransferStatus.CANCELED)


def find(simulation: Simulation, transfer_id: str) -> sqlite3.Row:
    row = simulation.database.row("SELECT * FROM transfers WHERE id = ?", (transfer_id.lower(),))
    if row is None:
        raise NotFoundError("transfer not found")
    return row


def change_status(
    simulation: Simulation, row: sqlite3.Row, status: TransferStatus, reason: str | None = None
) -> None:
    """Record the new status, tell the streams and, at an end, release what was held."""
    if status in _ENDS_HOLD:
        simulation.ledger.release(row["id"])
    simulation.database.execute(
        "UPDATE transfers SET status = ?, reason = ?, updated_at = ? WHERE id = ?",
        (status, reason, to_timestamp(simulation.now()), row["id"]),
    )
    _append_event(simulation, row, row["status"], status, reason)


def _append_event(
    simulation: Simulation,
    row: sqlite3.Row,
    status_from: str,
    status_to: str,
    reason: str | None = None,
) -> None:
    append_funding_event(simulation, TRANSFERS, "Transfer", row, status_from, status_to, reason)


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
        created_at=from_timestamp(row["created_at"]),
        updated_at=from_timestamp(row["updated_at"]),
        expires_at=from_timestamp(row["expires_at"]),
        additional_information=row["additional_information"],
        requested_amount=usd(requested),
        fee=usd(row["fee"]),
        fee_payment_method=row["fee_payment_method"],
        hold_until=None,
        instant_amount=None,
    )
