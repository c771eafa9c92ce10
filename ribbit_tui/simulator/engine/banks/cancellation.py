"""Cancellation of bank links, by request and when an account is closed."""

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import AchRelationshipStatus
from ribbit_tui.wire.recipient_banks import BankStatus

from . import records, rules
from .kinds import ACH, RECIPIENT, LinkKind
from .records import AchRelationshipRecord, BankRecord
from .status_changes import change_status


def cancel(
    simulation: Simulation, kind: LinkKind[BankRecord], account_id: str, bank_id: str
) -> None:
    """Cancel a link; raises ConflictError while a transfer over it is pending."""
    account = find_account(simulation, account_id)
    link = rules.find_of_account(simulation, kind, account.id, bank_id)
    if link.status == "CANCELED":
        raise NotFoundError(f"{kind.noun} not found")
    rules.check_unused(simulation, kind, link.id)
    _cancel(simulation, kind, link)


def cancel_all(simulation: Simulation, account_id: str) -> None:
    """Cancel every link of an account that is being closed and has no pending transfers."""
    _cancel_active(simulation, ACH, account_id)
    _cancel_active(simulation, RECIPIENT, account_id)


def _cancel_active(simulation: Simulation, kind: LinkKind[BankRecord], account_id: str) -> None:
    for link in records.active_of_account(simulation, kind.table, kind.record, account_id):
        _cancel(simulation, kind, link)


def _cancel(simulation: Simulation, kind: LinkKind[BankRecord], link: BankRecord) -> None:
    is_relationship = isinstance(link, AchRelationshipRecord)
    canceled = AchRelationshipStatus.CANCELED if is_relationship else BankStatus.CANCELED
    change_status(simulation, kind, link, canceled)
