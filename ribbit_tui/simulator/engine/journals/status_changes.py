"""Changes of a journal's status: stored, published, and at an end without a hold."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import PENDING_JOURNAL_STATUSES, JournalStatus
from ribbit_tui.wire.model import rfc3339

from . import records
from .records import JournalRecord

TOPIC = "journals"


def change_status(simulation: Simulation, journal: JournalRecord, status: JournalStatus) -> None:
    """Store and publish a new status; release the hold unless the journal is still pending."""
    if status not in PENDING_JOURNAL_STATUSES:
        simulation.ledger.release(journal.id)
    records.set_status(simulation, journal.id, status)
    _append_event(simulation, journal, journal.status, status)


def append_queued(simulation: Simulation, journal: JournalRecord) -> None:
    """Publish a new journal."""
    _append_event(simulation, journal, "", journal.status)


def _append_event(
    simulation: Simulation, journal: JournalRecord, status_from: str, status_to: str
) -> None:
    at = simulation.now()
    body = {
        "at": rfc3339(at),
        "entry_type": journal.entry_type,
        "journal_id": journal.id,
        "status_from": status_from,
        "status_to": status_to,
    }
    simulation.events.append(TOPIC, at, body)
