"""Requests for journals: create, get, find, cancel."""

from dataclasses import dataclass
from datetime import date, timedelta

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.common.trading_days import start_of
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import Journal, JournalCreation, JournalStatus

from . import movements, records, rules
from .rules import find_journal
from .status_changes import change_status
from .steps import schedule_execution
from .views import as_wire

_MOST_JOURNALS = 100_000


def create(simulation: Simulation, creation: JournalCreation) -> Journal:
    """Queue a journal; what it moves is held at once.

    Raises ForbiddenError if the giving account lacks it.
    """
    journal = movements.record(simulation, rules.checked_movement(simulation, creation))
    schedule_execution(simulation, journal.id)
    return as_wire(journal)


def get(simulation: Simulation, journal_id: str) -> Journal:
    """Return one journal; raises NotFoundError."""
    return as_wire(find_journal(simulation, journal_id))


def cancel(simulation: Simulation, journal_id: str) -> None:
    """Cancel a journal; raises InvalidError unless it is pending."""
    journal = find_journal(simulation, journal_id)
    if journal.status != JournalStatus.PENDING:
        raise InvalidError(f"the journal cannot be deleted, its status is {journal.status}")
    change_status(simulation, journal, JournalStatus.CANCELED)


@dataclass(frozen=True, kw_only=True)
class JournalQuery:
    """Conditions for journals; `after` and `before` are days of New York, both included."""

    after: date | None = None
    before: date | None = None
    status: str | None = None
    entry_type: str | None = None
    from_account: str | None = None
    to_account: str | None = None
    limit: int | None = None


def find(simulation: Simulation, query: JournalQuery) -> list[Journal]:
    """Find journals, newest first; raises InvalidError if there are too many to return."""
    conditions = ["1"]
    values: list[int | str] = []
    for column, wanted in (
        ("status", query.status),
        ("entry_type", query.entry_type),
        ("from_account", query.from_account and query.from_account.lower()),
        ("to_account", query.to_account and query.to_account.lower()),
    ):
        if wanted is not None:
            conditions.append(f"{column} = ?")
            values.append(wanted)
    if query.after is not None:
        conditions.append("created_at >= ?")
        values.append(to_timestamp(start_of(query.after)))
    if query.before is not None:
        conditions.append("created_at < ?")
        values.append(to_timestamp(start_of(query.before) + timedelta(days=1)))
    found = records.find(simulation, conditions, values, query.limit or _MOST_JOURNALS + 1)
    if len(found) > _MOST_JOURNALS:
        raise InvalidError(f"there are more than {_MOST_JOURNALS} journals; narrow the query")
    return [as_wire(journal) for journal in found]
