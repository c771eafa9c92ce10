"""Requests for ACH relationships, and the director's decisions about them."""

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_acting_account
from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.errors import check_listed
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import (
    ACH_RELATIONSHIP_TRANSITIONS,
    AchRelationship,
    AchRelationshipCreation,
    AchRelationshipStatus,
)

from . import fields, records, rules
from .kinds import ACH
from .records import AchRelationshipRecord
from .status_changes import append_event, change_status
from .steps import APPROVE_RELATIONSHIP
from .views import relationship_as_wire


def create(
    simulation: Simulation, account_id: str, creation: AchRelationshipCreation
) -> AchRelationship:
    """Queue a relationship; raises ConflictError if the account has an active one."""
    account = find_acting_account(simulation, account_id)
    if creation.processor_token is None:
        bank_account = fields.typed_bank_account(creation)
    else:
        bank_account = fields.plaid_bank_account(account, creation.processor_token)
    rules.check_none_active(simulation, ACH, account.id)
    now = to_timestamp(simulation.now())
    relationship = AchRelationshipRecord(
        id=simulation.ids.uuid("ach_relationship"),
        account_id=account.id,
        status=AchRelationshipStatus.QUEUED,
        created_at=now,
        updated_at=now,
        account_owner_name=bank_account.owner_name,
        bank_account_type=bank_account.type,
        bank_account_number=bank_account.number,
        bank_routing_number=bank_account.routing_number,
        nickname=bank_account.nickname,
        processor_token=creation.processor_token,
    )
    records.insert_relationship(simulation, relationship)
    append_event(simulation, ACH, relationship, "", relationship.status)
    simulation.later(simulation.delays.bank_approved, APPROVE_RELATIONSHIP, relationship.id)
    return relationship_as_wire(relationship)


def list_all(
    simulation: Simulation, account_id: str, statuses: tuple[str, ...]
) -> list[AchRelationship]:
    """List an account's relationships with one of `statuses`; without any, all but canceled ones.

    Alpaca documents no status of a deleted relationship, and its client library cannot read one.
    Raises InvalidError for an unknown status.
    """
    account = find_account(simulation, account_id)
    check_listed(statuses, tuple(AchRelationshipStatus), "statuses")
    wanted = statuses or set(AchRelationshipStatus) - {AchRelationshipStatus.CANCELED}
    found = records.of_account(simulation, ACH.table, ACH.record, account.id)
    return [relationship_as_wire(link) for link in found if link.status in wanted]


def decide(simulation: Simulation, relationship_id: str, status: str) -> AchRelationship:
    """Set the status that the director decided; raises InvalidError unless it may follow."""
    relationship = rules.find(simulation, ACH, relationship_id)
    decided = check_decision(ACH_RELATIONSHIP_TRANSITIONS, relationship.status, status)
    if decided == AchRelationshipStatus.CANCELED:
        rules.check_unused(simulation, ACH, relationship.id)
    change_status(simulation, ACH, relationship, decided)
    return relationship_as_wire(rules.find(simulation, ACH, relationship.id))
