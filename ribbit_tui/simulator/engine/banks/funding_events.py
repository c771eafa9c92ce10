"""What is told when a bank link or a transfer changes its status."""

import sqlite3

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import rfc3339

BANKS = "banks"
TRANSFERS = "transfers"
CORRESPONDENT = "RBIT"


def append_funding_event(
    simulation: Simulation,
    topic: str,
    entity_type: str,
    row: sqlite3.Row,
    status_from: str,
    status_to: str,
    reason: str | None = None,
) -> None:
    """A bank link or a transfer (`row` has its `id` and `account_id`) changed its status."""
    at = simulation.now()
    body = {
        "account_id": row["account_id"],
        "at": rfc3339(at),
        "correspondent": CORRESPONDENT,
        "entity_id": row["id"],
        "entity_type": entity_type,
        "reason": reason or "",
        "status_from": status_from,
        "status_to": status_to,
    }
    simulation.events.append(topic, at, body, row["account_id"])
