"""Journals: cash or shares moved between accounts of the firm. Asking for one, and its record."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.exact import shares, usd
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import Journal, JournalCreation, JournalStatus, Transmitter
from ribbit_tui.wire.model import rfc3339

from . import journal_rules
from .journal_rules import Movement, midnight

TOPIC = "journals"
EXECUTE_STEP = "journal.execute"
END_OF_DAY_STEP = "journal.end_of_day"
CLEAR_STEP = "journal.clear"

_MOST_JOURNALS = 100_000
_ENDS_HOLD = {
    JournalStatus.EXECUTED,
    JournalStatus.REJECTED,
    JournalStatus.REFUSED,
    JournalStatus.CANCELED,
}


def create(simulation: Simulation, creation: JournalCreation) -> Journal:
    """Queue a journal; what it moves is held at once.

    Raises ForbiddenError if the giving account has not got it.
    """
    row = record(simulation, journal_rules.check(simulation, creation))
    simulation.later(simulation.delays.journal_executed, EXECUTE_STEP, row["id"])
    return as_wire(row)


def record(simulation: Simulation, movement: Movement, corrects: str | None = None) -> sqlite3.Row:
    """Hold what is to be moved and queue it; the caller says when it goes on."""
    is_cash = movement.unit == USD
    journal_id = simulation.ids.uuid("journal")
    simulation.ledger.hold(movement.giver, movement.unit, movement.amount, journal_id)
    simulation.database.insert(
        "journals",
        id=journal_id,
        entry_type=movement.entry_type,
        from_account=movement.giver,
        to_account=movement.taker,
        status=JournalStatus.QUEUED,
        amount=movement.amount if is_cash else None,
        symbol=None if is_cash else movement.unit,
        qty=None if is_cash else movement.amount,
        description=movement.description,
        created_at=to_timestamp(simulation.now()),
        transmitter=movement.transmitter,
        corrects=corrects,
    )
    row = find_row(simulation, journal_id)
    _append_event(simulation, row, "", JournalStatus.QUEUED)
    return row


def get(simulation: Simulation, journal_id: str) -> Journal:
    return as_wire(find_row(simulation, journal_id))


def cancel(simulation: Simulation, journal_id: str) -> None:
    """Raises InvalidError unless the journal is pending."""
    row = find_row(simulation, journal_id)
    if row["status"] != JournalStatus.PENDING:
        raise InvalidError(f"the journal cannot be deleted, its status is {row['status']}")
    change_status(simulation, row, JournalStatus.CANCELED)


@dataclass(frozen=True, kw_only=True)
class JournalQuery:
    """`after` and `before` are days of New York, both included."""

    after: date | None = None
    before: date | None = None
    status: str | None = None
    entry_type: str | None = None
    from_account: str | None = None
    to_account: str | None = None
    limit: int | None = None


def find(simulation: Simulation, query: JournalQuery) -> list[Journal]:
    """Newest first; raises InvalidError if there are more than can be answered."""
    conditions = ["1"]
    values: list[int | str] = []
    for column in ("status", "entry_type", "from_account", "to_account"):
        wanted = getattr(query, column)
        if wanted is not None:
            conditions.append(f"{column} = ?")
            values.append(wanted.lower() if column.endswith("_account") else wanted)
    if query.after is not None:
        conditions.append("created_at >= ?")
        values.append(to_timestamp(midnight(query.after)))
    if query.before is not None:
        conditions.append("created_at < ?")
        values.append(to_timestamp(midnight(query.before) + timedelta(days=1)))
    rows = simulation.database.rows(
        f"SELECT * FROM journals WHERE {' AND '.join(conditions)} ORDER BY sequence DESC LIMIT ?",
        (*values, query.limit or _MOST_JOURNALS + 1),
    )
    if len(rows) > _MOST_JOURNALS:
        raise InvalidError(f"there are more than {_MOST_JOURNALS} journals; narrow the query")
    return [as_wire(row) for row in rows]


def find_row(simulation: Simulation, journal_id: str) -> sqlite3.Row:
    row = simulation.database.row("SELECT * FROM journals WHERE id = ?", (journal_id.lower(),))
    if row is None:
        raise NotFoundError("journal not found")
    return row


def change_status(simulation: Simulation, row: sqlite3.Row, status: JournalStatus) -> None:
    """Record the new status, tell the streams and, at an end, release what was held."""
    if status in _ENDS_HOLD:
        simulation.ledger.release(row["id"])
    simulation.database.execute("UPDATE journals SET status = ? WHERE id = ?", (status, row["id"]))
    _append_event(simulation, row, row["status"], status)


def _append_event(
    simulation: Simulation, row: sqlite3.Row, status_from: str, status_to: str
) -> None:
    at = simulation.now()
    body = {
        "at": rfc3339(at),
        "entry_type": row["entry_type"],
        "journal_id": row["id"],
        "status_from": status_from,
        "status_to": status_to,
    }
    simulation.events.append(TOPIC, at, body)


def as_wire(row: sqlite3.Row) -> Journal:
    executed = None if row["executed_at"] is None else from_timestamp(row["executed_at"])
    executed_on = None if executed is None else executed.astimezone(NEW_YORK).date()
    transmitter = json.loads(row["transmitter"] or "{}")
    return Journal(
        id=row["id"],
        entry_type=row["entry_type"],
        from_account=row["from_account"],
        to_account=row["to_account"],
        status=row["status"],
        net_amount=None if row["amount"] is None else usd(row["amount"]),
        symbol=row["symbol"],
        qty=None if row["qty"] is None else shares(row["qty"]),
        price=None if row["price"] is None else usd(row["price"]),
        description=row["description"],
        settle_date=executed_on,
        system_date=executed_on,
        currency="USD",
        created_at=from_timestamp(row["created_at"]),
        **{name: transmitter.get(name) for name in Transmitter.model_fields},
    )
