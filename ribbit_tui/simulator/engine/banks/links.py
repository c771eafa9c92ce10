"""Rules that ACH relationships and recipient banks share.

An account has at most one active link of each kind. A link is canceled and never deleted, and not
while a transfer over it is pending.
"""

from dataclasses import dataclass
from typing import Generic

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import ConflictError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    PENDING_TRANSFER_STATUSES,
    AchRelationshipStatus,
    BankStatus,
)

from . import records
from .events import BANKS, append_funding_event
from .records import AchRelationshipRecord, BankRecord, RecipientBankRecord, Table

_PENDING = sorted(PENDING_TRANSFER_STATUSES)


@dataclass(frozen=True, kw_only=True)
class LinkKind(Generic[BankRecord]):
    """One of the two kinds of bank links.

    `noun` is its name in messages, `entity_type` its name in events, and `transfer_column` the
    column of a transfer that refers to it.
    """

    table: Table
    record: type[BankRecord]
    noun: str
    entity_type: str
    transfer_column: str
    conflict: str


ACH = LinkKind(
    table="ach_relationships",
    record=AchRelationshipRecord,
    noun="relationship",
    entity_type="BankRelationship",
    transfer_column="relationship_id",
    conflict="the account already has an active relationship",
)
RECIPIENT = LinkKind(
    table="recipient_banks",
    record=RecipientBankRecord,
    noun="bank",
    entity_type="WireBank",
    transfer_column="bank_id",
    conflict="a bank relationship already exists for this account",
)


def find(
    simulation: Simulation, kind: LinkKind[BankRecord], bank_id: str, field: str | None = None
) -> BankRecord:
    """Return a link; raises NotFoundError, naming `field` if the id came in a body."""
    link = records.by_id(simulation, kind.table, kind.record, bank_id.lower())
    if link is None:
        raise NotFoundError(f"{kind.noun} not found", field)
    return link


def find_of_account(
    simulation: Simulation,
    kind: LinkKind[BankRecord],
    account_id: str,
    bank_id: str,
    field: str | None = None,
) -> BankRecord:
    """Return a link as `find`; raises NotFoundError if it is another account's."""
    link = find(simulation, kind, bank_id, field)
    if link.account_id != account_id:
        raise NotFoundError(f"{kind.noun} not found", field)
    return link


def check_none_active(simulation: Simulation, kind: LinkKind[BankRecord], account_id: str) -> None:
    """Raise ConflictError if the account has an active link of this kind."""
    if _active(simulation, kind, account_id):
        raise ConflictError(kind.conflict)


def _active(
    simulation: Simulation, kind: LinkKind[BankRecord], account_id: str
) -> list[BankRecord]:
    links = records.of_account(simulation, kind.table, kind.record, account_id)
    return [link for link in links if not link.status.is_final]


def check_unused(simulation: Simulation, kind: LinkKind[BankRecord], bank_id: str) -> None:
    """Raise ConflictError while a transfer over this link is pending."""
    marks = ", ".join("?" * len(_PENDING))
    if simulation.database.exists(
        f"FROM transfers WHERE {kind.transfer_column} = ? AND status IN ({marks})",
        (bank_id, *_PENDING),
    ):
        raise ConflictError("a transfer over this relationship is still under way")


def cancel(
    simulation: Simulation, kind: LinkKind[BankRecord], account_id: str, bank_id: str
) -> None:
    """Cancel a link; raises ConflictError while a transfer over it is pending."""
    account = find_account(simulation, account_id)
    link = find_of_account(simulation, kind, account.id, bank_id)
    if link.status == "CANCELED":
        raise NotFoundError(f"{kind.noun} not found")
    check_unused(simulation, kind, link.id)
    _cancel(simulation, kind, link)


def cancel_all(simulation: Simulation, account_id: str) -> None:
    """Cancel every link of an account that is being closed and has no pending transfers."""
    for relationship in _active(simulation, ACH, account_id):
        _cancel(simulation, ACH, relationship)
    for bank in _active(simulation, RECIPIENT, account_id):
        _cancel(simulation, RECIPIENT, bank)


def _cancel(simulation: Simulation, kind: LinkKind[BankRecord], link: BankRecord) -> None:
    is_relationship = isinstance(link, AchRelationshipRecord)
    canceled = AchRelationshipStatus.CANCELED if is_relationship else BankStatus.CANCELED
    change_status(simulation, kind, link, canceled)


def change_status(
    simulation: Simulation,
    kind: LinkKind[BankRecord],
    link: BankRecord,
    status: AchRelationshipStatus | BankStatus,
) -> None:
    """Store a new status and publish it."""
    records.set_status(simulation, kind.table, link.id, status)
    append_event(simulation, kind, link, link.status, status)


def append_event(
    simulation: Simulation,
    kind: LinkKind[BankRecord],
    link: BankRecord,
    status_from: str,
    status_to: str,
) -> None:
    """Publish a change of status; a new link comes from the status ""."""
    append_funding_event(simulation, BANKS, kind.entity_type, link, status_from, status_to)
