"""Money of transfers: moved when one completes, moved back when it is returned."""

from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.journals.movements import Movement, move_at_once
from ribbit_tui.simulator.engine.journals.records import Cash
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.ledger.double_entry import WORLD_BANK, WORLD_FEES, cash_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.funding import TransferDirection, TransferStatus

from . import records
from .records import TransferRecord
from .status_changes import change_status

RETURN_REASON = "R01: insufficient funds"


def complete(simulation: Simulation, transfer: TransferRecord, reason: str | None = None) -> None:
    """Complete a transfer: move its money and charge the customer's part of the fee."""
    change_status(simulation, transfer, TransferStatus.COMPLETE, reason)
    records.set_completed(simulation, transfer.id)
    account, amount, now = transfer.account_id, transfer.amount, simulation.now()
    if transfer.direction == TransferDirection.INCOMING:
        simulation.ledger.post(cash_moves(WORLD_BANK, account, amount), transfer.id, now)
        activities.record_cash(simulation, account, ActivityType.CSD, amount)
        return
    simulation.ledger.post(cash_moves(account, WORLD_BANK, amount), transfer.id, now)
    fee = transfer.user_fee
    group_id = transfer.id if fee else None
    details = {"bank_transaction_id": transfer.id}
    activities.record_cash(
        simulation, account, ActivityType.CSW, Micros(-amount), group_id=group_id, details=details
    )
    if fee:
        simulation.ledger.post(cash_moves(account, WORLD_FEES, fee), transfer.id, now)
        activities.record_cash(
            simulation,
            account,
            ActivityType.FEE,
            Micros(-fee),
            "wire fee",
            group_id=group_id,
            details={"parent_id": transfer.id},
        )


def return_(simulation: Simulation, transfer: TransferRecord, reason: str) -> None:
    """Return a transfer: move its money back if it has moved. A wire's fee is not refunded.

    If the customer has spent part of a returned deposit, the firm journals that part from its
    sweep account, since no account may be in debt. Recovering it from the customer is not
    simulated. Raises ForbiddenError if the sweep account lacks the money, too.
    """
    account, amount, now = transfer.account_id, transfer.amount, simulation.now()
    change_status(simulation, transfer, TransferStatus.RETURNED, reason)
    if transfer.completed_at is None:
        return
    if transfer.direction == TransferDirection.OUTGOING:
        simulation.ledger.post(cash_moves(WORLD_BANK, account, amount), transfer.id, now)
        activities.record_cash(
            simulation,
            account,
            ActivityType.CSW,
            amount,
            reason,
            details={"bank_transaction_id": transfer.id},
        )
        return
    if not can_be_returned(simulation, transfer):
        raise ForbiddenError("neither the account nor the firm has the money to return", "status")
    missing = _missing(simulation, transfer)
    if missing > 0:
        description = f"covers the returned deposit {transfer.id}"
        move_at_once(simulation, Movement(SWEEP_ACCOUNT, account, Cash(missing), description))
    simulation.ledger.post(cash_moves(account, WORLD_BANK, amount), transfer.id, now)
    activities.record_cash(simulation, account, ActivityType.CSD, Micros(-amount), reason)


def can_be_returned(simulation: Simulation, transfer: TransferRecord) -> bool:
    """Whether the account, or the firm in its place, has the money to return."""
    missing = _missing(simulation, transfer)
    if transfer.direction == TransferDirection.OUTGOING or missing <= 0:
        return True
    is_firm = transfer.account_id == SWEEP_ACCOUNT
    return not is_firm and missing <= simulation.ledger.available_cash(SWEEP_ACCOUNT)


def _missing(simulation: Simulation, transfer: TransferRecord) -> Micros:
    """Return how much of a deposit the account has spent; at most zero if nothing is missing."""
    return Micros(transfer.amount - simulation.ledger.available_cash(transfer.account_id))
