"""Scheduled steps of transfers: sent, completed, returned."""

import re
from datetime import timedelta

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import TransferStatus

from . import payments
from .records import TransferRecord
from .rules import find_transfer
from .status_changes import change_status

SEND = "transfer.send"
COMPLETE = "transfer.complete"
RETURN = "transfer.return"

_RETRY_AFTER = timedelta(days=1)
_FIXTURE = re.compile(r"/fixtures/status=([A-Z_]+)/fixtures/")
_FIXTURE_ENDS = {
    TransferStatus.QUEUED,
    TransferStatus.PENDING,
    TransferStatus.REJECTED,
    TransferStatus.CANCELED,
    TransferStatus.APPROVED,
}
"""Alpaca's fixtures that end a transfer instead of completing it.

RETURNED is not among them: such a transfer completes first, as a real one does.
"""


def send(simulation: Simulation, transfer_id: str) -> None:
    """Send a queued transfer to clearing, or give it the status that its fixture names."""
    transfer = find_transfer(simulation, transfer_id)
    if transfer.status != TransferStatus.QUEUED:
        return
    fixture = _fixture(transfer)
    if fixture not in _FIXTURE_ENDS:
        change_status(simulation, transfer, TransferStatus.SENT_TO_CLEARING)
    elif fixture != TransferStatus.QUEUED:
        change_status(simulation, transfer, fixture, "as the request's fixture asks")


def _fixture(transfer: TransferRecord) -> TransferStatus | None:
    match = _FIXTURE.search(transfer.additional_information or "")
    return next((status for status in TransferStatus if match and match[1] == status), None)


def complete(simulation: Simulation, transfer_id: str) -> None:
    """Complete a transfer; schedule its return if its fixture asks for it."""
    transfer = find_transfer(simulation, transfer_id)
    if transfer.status != TransferStatus.SENT_TO_CLEARING:
        return
    payments.complete(simulation, transfer)
    if _fixture(transfer) == TransferStatus.RETURNED:
        simulation.later(simulation.delays.transfer_complete, RETURN, transfer_id)


def return_(simulation: Simulation, transfer_id: str) -> None:
    """Return a complete transfer; try again a day later while nobody has the money."""
    transfer = find_transfer(simulation, transfer_id)
    if transfer.status != TransferStatus.COMPLETE:
        return
    if payments.can_be_returned(simulation, transfer):
        payments.return_(simulation, transfer, payments.RETURN_REASON)
    else:
        simulation.schedule.add(simulation.now() + _RETRY_AFTER, RETURN, transfer_id)


STEPS = {SEND: send, COMPLETE: complete, RETURN: return_}
