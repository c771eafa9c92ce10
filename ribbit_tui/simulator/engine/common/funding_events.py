"""Events of bank links and transfers."""

from typing import Protocol

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import rfc3339

BANKS = "banks"
TRANSFERS = "transfers"
CORRESPONDENT = "RBIT"


class FundingRecord(Protocol):
    """Record of a bank link or a transfer."""

    @property
    def id(self) -> str: ...

    @property
    def account_id(self) -> str: ...


def append_funding_event(
    simulation: Simulation,
    topic: str,
    entity_type: str,
    entity: FundingRecord,
    status_from: str,
    status_to: str,
    reason: str | None = None,
) -> None:
    """Publish that a bank link or a transfer changed its status."""
    at = simulation.now()
    body = {
        "account_id": entity.account_id,
        "at": rfc3339(at),
        "correspondent": CORRESPONDENT,
        "entity_id": entity.id,
        "entity_type": entity_type,
        "reason": reason or "",
        "status_from": status_from,
        "status_to": status_to,
    }
    simulation.events.append(topic, at, body, entity.account_id)
