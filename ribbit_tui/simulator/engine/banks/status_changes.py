"""Changes of a bank link's status, stored and published."""

from ribbit_tui.simulator.engine.common.funding_events import BANKS, append_funding_event
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import AchRelationshipStatus
from ribbit_tui.wire.recipient_banks import BankStatus

from . import records
from .kinds import LinkKind
from .records import BankRecord


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
