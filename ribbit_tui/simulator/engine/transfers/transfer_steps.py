"""A transfer's way: sent, completed, returned; by itself or as the director decides."""

import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_active_account
from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.banks import recipient_banks
from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.journals import journal_steps
from ribbit_tui.simulator.engine.journals.journal_rules import Movement
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.ledger.double_entry import USD, WORLD_BANK, WORLD_FEES, Entry
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.funding import (
    BankStatus,
    Transfer,
    TransferDirection,
    TransferStatus,
    TransferType,
)
from ribbit_tui.wire.funding_controls import IncomingWire, TransferDecision

from . import transfer_rules, transfers
from .transfer_rules import Terms, user_fee
from .transfers import COMPLETE_STEP, RETURN_STEP, change_status, find

_LONGEST_REASON = 255
_RETURN_REASON = "R01: insufficient funds"
_TRY_AGAIN_AFTER = timedelta(days=1)
_FIXTURE = re.compile(r"/fixtures/status=([A-Z_]+)/fixtures/")
# Alpaca's fixtures: a transfer that asks for one of these ends there instead of completing, but
# one that is to be RETURNED completes first, as a real one does.
_FIXTURE_ENDS = {
    TransferStatus.QUEUED,
    TransferStatus.PENDING,
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
    TransferStatus.APPROVED,
}
_FAILED = {TransferStatus.REJECTED, TransferStatus.CANCELED, TransferStatus.RETURNED}

_BEFORE_CLEARING = {
    TransferStatus.SENT_TO_CLEARING,
    TransferStatus.COMPLETE,
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
}
# What the director may make of a transfer; nothing leads out of the states that are not listed.
_DECISIONS = {
    TransferStatus.QUEUED: _BEFORE_CLEARING
    | {TransferStatus.APPROVAL_PENDING, TransferStatus.PENDING, TransferStatus.APPROVED},
    TransferStatus.APPROVAL_PENDING: _BEFORE_CLEARING
    | {TransferStatus.PENDING, TransferStatus.APPROVED},
    TransferStatus.PENDING: _BEFORE_CLEARING | {TransferStatus.APPROVED},
    TransferStatus.SENT_TO_CLEARING: {
        TransferStatus.APPROVED,
        TransferStatus.COMPLETE,
        TransferStatus.REJECTED,
        TransferStatus.RETURNED,
    },
    TransferStatus.APPROVED: {
        TransferStatus.COMPLETE,
        TransferStatus.REJECTED,
        TransferStatus.RETURNED,
    },
    TransferStatus.COMPLETE: {TransferStatus.RETURNED},
}


def send(simulation: Simulation, transfer_id: str) -> None:
    """The transfer goes to clearing, or to where its fixture wants it."""
    row = find(simulation, transfer_id)
    if row["status"] != TransferStatus.QUEUED:
        return
    fixture = _fixture(row)
    if fixture not in _FIXTURE_ENDS:
        change_status(simulation, row, TransferStatus.SENT_TO_CLEARING)
    elif fixture != TransferStatus.QUEUED:
        change_status(simulation, row, fixture, "as the request's fixture asks")


def _fixture(row: sqlite3.Row) -> TransferStatus | None:
    match = _FIXTURE.search(row["additional_information"] or "")
    return next((status for status in TransferStatus if match and match[1] == status), None)


def complete(simulation: Simulation, transfer_id: str) -> None:
    """The money moves, and comes back later if the request's fixture asks for it."""
    row = find(simulation, transfer_id)
    if row["status"] != TransferStatus.SENT_TO_CLEARING:
        return
    _settle(simulation, row)
    if _fixture(row) == TransferStatus.RETURNED:
        simulation.later(simulation.delays.transfer_complete, RETURN_STEP, transfer_id)


def _settle(simulation: Simulation, row: sqlite3.Row, reason: str | None = None) -> None:
    now = simulation.now()
    account, amount = row["account_id"], row["amount"]
    change_status(simulation, row, TransferStatus.COMPLETE, reason)
    simulation.database.execute(
        "UPDATE transfers SET completed_at = ? WHERE id = ?", (to_timestamp(now), row["id"])
    )
    if row["direction"] == TransferDirection.INCOMING:
        entries = [Entry(WORLD_BANK, USD, -amount), Entry(account, USD, amount)]
        simulation.ledger.post(entries, row["id"], now)
        activities.record_cash(simulation, account, ActivityType.CSD, amount)
        return
    entries = [Entry(WORLD_BANK, USD, amount), Entry(account, USD, -amount)]
    simulation.ledger.post(entries, row["id"], now)
    activities.record_cash(simulation, account, ActivityType.CSW, -amount)
    if fee := user_fee(row["fee"], row["fee_payment_method"]):
        entries = [Entry(WORLD_FEES, USD, fee), Entry(account, USD, -fee)]
        simulation.ledger.post(entries, row["id"], now)
        activities.record_cash(simulation, account, ActivityType.FEE, Micros(-fee), "wire fee")


def give_back(simulation: Simulation, transfer_id: str) -> None:
    """The bank returns what its fixture asked it to; if nobody has the money, a day later."""
    row = find(simulation, transfer_id)
    if row["status"] != TransferStatus.COMPLETE:
        return
    if _can_be_returned(simulation, row):
        _return(simulation, row, _RETURN_REASON)
    else:
        simulation.schedule.add(simulation.now() + _TRY_AGAIN_AFTER, RETURN_STEP, transfer_id)


def _return(simulation: Simulation, row: sqlite3.Row, reason: str) -> None:
    """Money that moved moves back.

    What a customer has spent of a returned deposit the firm journals into the account from its
    sweep account, for no account may owe; getting it back from the customer is the firm's affair.
    Raises ForbiddenError if the firm has not got it either. A wire's fee is not given back.
    """
    account, amount, now = row["account_id"], row["amount"], simulation.now()
    change_status(simulation, row, TransferStatus.RETURNED, reason)
    if row["completed_at"] is None:
        return
    if row["direction"] == TransferDirection.OUTGOING:
        entries = [Entry(WORLD_BANK, USD, -amount), Entry(account, USD, amount)]
        simulation.ledger.post(entries, row["id"], now)
        activities.record_cash(simulation, account, ActivityType.CSW, amount, reason)
        return
    if not _can_be_returned(simulation, row):
        raise ForbiddenError("neither the account nor the firm has the money to return", "status")
    missing = _missing(simulation, row)
    if missing > 0:
        why = f"covers the returned deposit {row['id']}"
        journal_steps.move_at_once(simulation, Movement(SWEEP_ACCOUNT, account, USD, missing, why))
    entries = [Entry(account, USD, -amount), Entry(WORLD_BANK, USD, amount)]
    simulation.ledger.post(entries, row["id"], now)
    activities.record_cash(simulation, account, ActivityType.CSD, -amount, reason)


def _missing(simulation: Simulation, row: sqlite3.Row) -> int:
    """What the account has spent of a deposit, in 1e-6 USD; not above zero if it is all there."""
    available: int = simulation.ledger.available(row["account_id"], USD)
    return int(row["amount"]) - available


def _can_be_returned(simulation: Simulation, row: sqlite3.Row) -> bool:
    if row["direction"] == TransferDirection.OUTGOING or _missing(simulation, row) <= 0:
        return True
    is_firms = row["account_id"] == SWEEP_ACCOUNT
    return not is_firms and _missing(simulation, row) <= simulation.ledger.available(
        SWEEP_ACCOUNT, USD
    )


def receive_wire(simulation: Simulation, account_id: str, wire: IncomingWire) -> Transfer:
    """Some bank sends a wire to an account; it arrives as any transfer does, and costs nothing."""
    account = find_active_account(simulation, account_id)
    transfer_rules.check_text(wire.additional_information)
    terms = Terms(
        type=TransferType.WIRE,
        direction=TransferDirection.INCOMING,
        amount=usd_amount(wire.amount, "amount"),
        additional_information=wire.additional_information,
    )
    return transfers.as_wire(transfers.queue(simulation, account.id, terms))


def decide(simulation: Simulation, transfer_id: str, decision: TransferDecision) -> Transfer:
    """What the director makes of a transfer.

    One that is SENT_TO_CLEARING completes by itself later; in every other state it stays until
    the next decision. Raises InvalidError unless its status leads there, ForbiddenError if a
    return cannot be paid.
    """
    row = find(simulation, transfer_id)
    reason = decision.reason
    if len(reason or "") > _LONGEST_REASON:
        raise InvalidError(f"reason must be at most {_LONGEST_REASON} characters", "reason")
    status = check_decision(_DECISIONS, row["status"], decision.status)
    if status not in _FAILED and not _bank_is_approved(simulation, row):
        raise InvalidError("the wire's bank is not approved yet", "status")
    act = _ACTS.get(status)
    if act is not None:
        act(simulation, row, reason)
    else:
        change_status(simulation, row, status, reason)
    return transfers.as_wire(find(simulation, row["id"]))


def _bank_is_approved(simulation: Simulation, row: sqlite3.Row) -> bool:
    if row["bank_id"] is None:
        return True
    bank = recipient_banks.find(simulation, row["account_id"], row["bank_id"])
    return bool(bank["status"] == BankStatus.APPROVED)


def _send_again(simulation: Simulation, row: sqlite3.Row, reason: str | None) -> None:
    change_status(simulation, row, TransferStatus.SENT_TO_CLEARING, reason)
    simulation.later(simulation.delays.transfer_complete, COMPLETE_STEP, row["id"])


_ACTS: dict[TransferStatus, Callable[[Simulation, sqlite3.Row, str | None], None]] = {
    TransferStatus.SENT_TO_CLEARING: _send_again,
    TransferStatus.COMPLETE: _settle,
    TransferStatus.RETURNED: lambda simulation, row, reason: _return(
        simulation, row, reason or _RETURN_REASON
    ),
}
