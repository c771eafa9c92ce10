"""Changes of a transfer's status: stored, published, and at an end without a hold."""

from ribbit_tui.simulator.engine.common.funding_events import TRANSFERS, append_funding_event
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import PENDING_TRANSFER_STATUSES, TransferStatus

from . import records
from .records import TransferRecord


def change_status(
    simulation: Simulation,
    transfer: TransferRecord,
    status: TransferStatus,
    reason: str | None = None,
) -> None:
    """Store and publish a new status; release the hold unless the transfer is still pending."""
    if status not in PENDING_TRANSFER_STATUSES:
        simulation.ledger.release(transfer.id)
    records.set_status(simulation, transfer.id, status, reason)
    _append_event(simulation, transfer, transfer.status, status, reason)


def append_queued(simulation: Simulation, transfer: TransferRecord) -> None:
    """Publish a new transfer."""
    _append_event(simulation, transfer, "", transfer.status)


def _append_event(
    simulation: Simulation,
    transfer: TransferRecord,
    status_from: str,
    status_to: str,
    reason: str | None = None,
) -> None:
    append_funding_event(
        simulation, TRANSFERS, "Transfer", transfer, status_from, status_to, reason
    )
