"""Director's decisions about transfers, and wires that arrive."""

from ribbit_tui.simulator.engine.accounts.rules import find_active_account
from ribbit_tui.simulator.engine.banks.kinds import RECIPIENT
from ribbit_tui.simulator.engine.banks.rules import find_of_account
from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    TRANSFER_TRANSITIONS,
    Transfer,
    TransferDirection,
    TransferStatus,
    TransferType,
)
from ribbit_tui.wire.funding_controls import IncomingWire, TransferDecision
from ribbit_tui.wire.recipient_banks import BankStatus

from . import payments, requests, rules
from .records import TransferRecord
from .rules import Terms, find_transfer
from .status_changes import change_status
from .steps import COMPLETE
from .views import as_wire

_LONGEST_REASON = 255


def receive_wire(simulation: Simulation, account_id: str, wire: IncomingWire) -> Transfer:
    """Queue a wire from some bank. It arrives like any transfer, without a fee."""
    account = find_active_account(simulation, account_id)
    rules.check_text(wire.additional_information)
    terms = Terms(
        type=TransferType.WIRE,
        direction=TransferDirection.INCOMING,
        amount=usd_amount(wire.amount, "amount"),
        additional_information=wire.additional_information,
    )
    return as_wire(requests.queue(simulation, account.id, terms))


def decide(simulation: Simulation, transfer_id: str, decision: TransferDecision) -> Transfer:
    """Set the status that the director decided.

    A transfer that is SENT_TO_CLEARING completes by itself later; in every other status it stays
    until the next decision. Raises InvalidError unless the status may follow, ForbiddenError if a
    return cannot be paid.
    """
    transfer = find_transfer(simulation, transfer_id)
    reason = decision.reason
    if len(reason or "") > _LONGEST_REASON:
        raise InvalidError(f"reason must be at most {_LONGEST_REASON} characters", "reason")
    status = check_decision(TRANSFER_TRANSITIONS, transfer.status, decision.status)
    if not status.is_final and not _is_bank_approved(simulation, transfer):
        raise InvalidError("the wire's bank is not approved yet", "status")
    match status:
        case TransferStatus.COMPLETE:
            payments.complete(simulation, transfer, reason)
        case TransferStatus.RETURNED:
            payments.return_(simulation, transfer, reason or payments.RETURN_REASON)
        case _:
            change_status(simulation, transfer, status, reason)
    if status == TransferStatus.SENT_TO_CLEARING:
        simulation.later(simulation.delays.transfer_complete, COMPLETE, transfer.id)
    return as_wire(find_transfer(simulation, transfer.id))


def _is_bank_approved(simulation: Simulation, transfer: TransferRecord) -> bool:
    if transfer.bank_id is None:
        return True
    bank = find_of_account(simulation, RECIPIENT, transfer.account_id, transfer.bank_id)
    return bank.status == BankStatus.APPROVED
