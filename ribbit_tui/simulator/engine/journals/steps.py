"""Scheduled steps of journals: executed, put off until the end of the day, cleared."""

from datetime import datetime, time, timedelta

from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import JournalStatus

from . import movements, rules
from .rules import find_journal
from .status_changes import change_status

EXECUTE = "journal.execute"
END_OF_DAY = "journal.end_of_day"
CLEAR = "journal.clear"

_END_OF_DAY = time(23)
_REJECTED_FIXTURE = "/fixtures/status=rejected/fixtures/"
_PENDING_FIXTURE = "/fixtures/status=pending/fixtures/"


def execute(simulation: Simulation, journal_id: str) -> None:
    """Execute a queued journal; above a limit it is pending until the end of the day."""
    journal = find_journal(simulation, journal_id)
    if journal.status != JournalStatus.QUEUED:
        return
    if not rules.needs_approval(simulation, journal):
        movements.execute(simulation, journal)
        return
    change_status(simulation, journal, JournalStatus.PENDING)
    if _PENDING_FIXTURE not in (journal.description or ""):
        simulation.schedule.add(_end_of_day(simulation.now()), END_OF_DAY, journal_id)


def end_day(simulation: Simulation, journal_id: str) -> None:
    """Execute a pending journal, unless its fixture asks for rejection."""
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


def _end_of_day(now: datetime) -> datetime:
    """Return 23:00 in New York, today or, if that is past, tomorrow."""
    local = now.astimezone(NEW_YORK)
    end = datetime.combine(local.date(), _END_OF_DAY, NEW_YORK)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), _END_OF_DAY, NEW_YORK)
    return end


STEPS = {EXECUTE: execute, END_OF_DAY: end_day, CLEAR: clear}
