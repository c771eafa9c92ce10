"""Requests for transfers: create, list, cancel."""

from datetime import datetime, timedelta

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_transferring_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    TRANSFER_TRANSITIONS,
    Transfer,
    TransferCreation,
    TransferDirection,
    TransferStatus,
    TransferType,
)

from . import records, rules
from .records import TransferRecord
from .rules import Terms, find_transfer
from .status_changes import append_queued, change_status
from .steps import COMPLETE, SEND
from .views import as_wire

_EXPIRES_AFTER = timedelta(days=7)


def create(simulation: Simulation, account_id: str, creation: TransferCreation) -> Transfer:
    """Queue a transfer; a withdrawal holds its money at once.

    Raises ForbiddenError for a withdrawal beyond what the account can withdraw.
    """
    account = find_transferring_account(simulation, account_id)
    terms = rules.checked_terms(simulation, account, creation)
    return as_wire(queue(simulation, account.id, terms))


def queue(simulation: Simulation, account_id: str, terms: Terms) -> TransferRecord:
    """Record a transfer, hold the money of a withdrawal, and schedule its steps."""
    now = simulation.now()
    transfer = TransferRecord(
        id=simulation.ids.uuid("transfer"),
        account_id=account_id,
        type=terms.type,
        direction=terms.direction,
        status=TransferStatus.QUEUED,
        amount=terms.amount,
        fee=terms.fee,
        fee_payment_method=terms.fee_payment_method,
        relationship_id=terms.relationship_id,
        bank_id=terms.bank_id,
        additional_information=terms.additional_information,
        created_at=to_timestamp(now),
        updated_at=to_timestamp(now),
        expires_at=to_timestamp(now + _EXPIRES_AFTER),
        ira=None if terms.ira is None else terms.ira.model_dump_json(exclude_unset=True),
    )
    if terms.direction == TransferDirection.OUTGOING:
        simulation.ledger.hold_cash(account_id, terms.debit, transfer.id)
    records.insert(simulation, transfer)
    append_queued(simulation, transfer)
    start = now if terms.type == TransferType.ACH else _next_wire_day(simulation)
    for delay, step in (
        (simulation.delays.transfer_sent, SEND),
        (simulation.delays.transfer_complete, COMPLETE),
    ):
        due_at = start + delay.draw(simulation.ids, f"{step}/{transfer.id}")
        simulation.schedule.add(due_at, step, transfer.id)
    return transfer


def _next_wire_day(simulation: Simulation) -> datetime:
    """Return now on a day when stocks trade here, else the next opening: wires move then only."""
    now = simulation.now()
    if simulation.trading_hours.session(now.astimezone(NEW_YORK).date()) is not None:
        return now
    return simulation.trading_hours.next_session(now).opens


def list_all(
    simulation: Simulation,
    account_id: str,
    direction: str | None,
    status: str | None,
    limit: int,
    offset: int,
) -> list[Transfer]:
    """List an account's transfers, newest first."""
    account = find_account(simulation, account_id)
    found = records.of_account(simulation, account.id, direction, status, limit, offset)
    return [as_wire(transfer) for transfer in found]


def cancel(simulation: Simulation, account_id: str, transfer_id: str) -> None:
    """Cancel a transfer; raises InvalidError once it was sent to the bank, or has ended."""
    account = find_account(simulation, account_id)
    transfer = find_transfer(simulation, transfer_id)
    if transfer.account_id != account.id:
        raise NotFoundError("transfer not found")
    if TransferStatus.CANCELED not in TRANSFER_TRANSITIONS[transfer.status]:
        raise InvalidError(f"the transfer cannot be canceled, its status is {transfer.status}")
    change_status(simulation, transfer, TransferStatus.CANCELED)
