"""Scheduled steps of bank links: the banks' approval."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import AchRelationshipStatus
from ribbit_tui.wire.recipient_banks import BankStatus

from . import records
from .kinds import ACH, RECIPIENT
from .status_changes import change_status

APPROVE_RELATIONSHIP = "ach_relationship.approve"
SEND_BANK = "recipient_bank.send"
APPROVE_BANK = "recipient_bank.approve"


def approve_relationship(simulation: Simulation, relationship_id: str) -> None:
    """Approve a relationship that is still queued."""
    relationship = records.by_id(simulation, ACH.table, ACH.record, relationship_id)
    if relationship is not None and relationship.status == AchRelationshipStatus.QUEUED:
        change_status(simulation, ACH, relationship, AchRelationshipStatus.APPROVED)


def send_bank(simulation: Simulation, bank_id: str) -> None:
    """Send a queued recipient bank to the clearing firm."""
    _advance_bank(simulation, bank_id, BankStatus.QUEUED, BankStatus.SENT_TO_CLEARING)


def approve_bank(simulation: Simulation, bank_id: str) -> None:
    """Approve a recipient bank that was sent to the clearing firm."""
    _advance_bank(simulation, bank_id, BankStatus.SENT_TO_CLEARING, BankStatus.APPROVED)


def _advance_bank(
    simulation: Simulation, bank_id: str, status_from: BankStatus, status_to: BankStatus
) -> None:
    bank = records.by_id(simulation, RECIPIENT.table, RECIPIENT.record, bank_id)
    if bank is not None and bank.status == status_from:
        change_status(simulation, RECIPIENT, bank, status_to)


STEPS = {
    APPROVE_RELATIONSHIP: approve_relationship,
    SEND_BANK: send_bank,
    APPROVE_BANK: approve_bank,
}
