"""Scheduled steps of journals: pending, executed or reviewed, cleared."""

from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import JournalStatus

from . import movements, rules
from .rules import find_journal
from .status_changes import change_status

PEND = "journal.pend"
EXECUTE = "journal.execute"
REVIEW = "journal.review"
CLEAR = "journal.clear"

_REJECTED_FIXTURE = "/fixtures/status=rejected/fixtures/"
_PENDING_FIXTURE = "/fixtures/status=pending/fixtures/"


def schedule_execution(simulation: Simulation, journal_id: str) -> None:
    """Schedule that a queued journal becomes pending, and its execution or review."""
    simulation.later(simulation.delays.journal_pending, PEND, journal_id)
    simulation.later(simulation.delays.journal_executed, EXECUTE, journal_id)


def cancel_scheduled(simulation: Simulation, journal_id: str) -> None:
    """Cancel everything that is scheduled for a journal."""
    for kind in STEPS:
        simulation.schedule.drop(kind, journal_id)


def pend(simulation: Simulation, journal_id: str) -> None:
    """Make a queued journal pending."""
    journal = find_journal(simulation, journal_id)
    if journal.status == JournalStatus.QUEUED:
        change_status(simulation, journal, JournalStatus.PENDING)


def execute(simulation: Simulation, journal_id: str) -> None:
    """Execute a pending journal; above a limit it is reviewed first."""
    journal = find_journal(simulation, journal_id)
    if journal.status not in (JournalStatus.QUEUED, JournalStatus.PENDING):
        return
    if not rules.needs_approval(simulation, journal):
        movements.execute(simulation, journal)
        return
    pend(simulation, journal_id)
    if _PENDING_FIXTURE not in (journal.description or ""):
        simulation.later(simulation.delays.journal_reviewed, REVIEW, journal_id)


def review(simulation: Simulation, journal_id: str) -> None:
    """Execute a journal above a limit, unless its fixture asks for rejection."""
    journal = find_journal(simulation, journal_id)
    if journal.status != JournalStatus.PENDING:
        return
    if _REJECTED_FIXTURE in (journal.description or ""):
        change_status(simulation, journal, JournalStatus.REJECTED)
    else:
        movements.execute(simulation, journal)


def clear(simulation: Simulation, journal_id: str) -> None:
    """Execute a journal that was sent to clearing."""
    journal = find_journal(simulation, journal_id)
    if journal.status == JournalStatus.SENT_TO_CLEARING:
        movements.execute(simulation, journal)


STEPS = {PEND: pend, EXECUTE: execute, REVIEW: review, CLEAR: clear}
