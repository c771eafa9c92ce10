"""A journal's way: executed, put off, reversed; by itself or as the director decides."""

import sqlite3
from datetime import datetime, time, timedelta
from decimal import Decimal

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.common.decisions import check_decision
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.engine.positions.records import add_shares, remove_shares
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import Micros, exact_value
from ribbit_tui.simulator.ledger.double_entry import USD, Entry
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import Journal, JournalEntryType, JournalStatus

from . import journal_rules, journals
from .journal_rules import Movement
from .journals import CLEAR_STEP, END_OF_DAY_STEP, change_status, find_row

_END_OF_DAY = time(23)
_REJECTED_FIXTURE = "/fixtures/status=rejected/fixtures/"
_PENDING_FIXTURE = "/fixtures/status=pending/fixtures/"

# What the director may make of a journal; nothing leads out of the states that are not listed.
_DECISIONS = {
    JournalStatus.QUEUED: {
        JournalStatus.PENDING,
        JournalStatus.SENT_TO_CLEARING,
        JournalStatus.EXECUTED,
        JournalStatus.REJECTED,
        JournalStatus.REFUSED,
        JournalStatus.CANCELED,
    },
    JournalStatus.PENDING: {
        JournalStatus.SENT_TO_CLEARING,
        JournalStatus.EXECUTED,
        JournalStatus.REJECTED,
        JournalStatus.REFUSED,
        JournalStatus.CANCELED,
    },
    JournalStatus.SENT_TO_CLEARING: {
        JournalStatus.EXECUTED,
        JournalStatus.REJECTED,
        JournalStatus.REFUSED,
    },
    JournalStatus.EXECUTED: {JournalStatus.CORRECT, JournalStatus.DELETED},
}


def execute(simulation: Simulation, journal_id: str) -> None:
    """Move what is to be moved, or wait for the end of the day if it is above a limit."""
    row = find_row(simulation, journal_id)
    if row["status"] != JournalStatus.QUEUED:
        return
    if not journal_rules.needs_approval(simulation, row):
        _move(simulation, row)
        return
    change_status(simulation, row, JournalStatus.PENDING)
    if _PENDING_FIXTURE not in (row["description"] or ""):
        simulation.schedule.add(_end_of_day(simulation.now()), END_OF_DAY_STEP, journal_id)


def end_the_day(simulation: Simulation, journal_id: str) -> None:
    """What was above a limit is executed after all, unless its fixture has it rejected."""
    row = find_row(simulation, journal_id)
    if row["status"] != JournalStatus.PENDING:
        return
    if _REJECTED_FIXTURE in (row["description"] or ""):
        change_status(simulation, row, JournalStatus.REJECTED)
    else:
        _move(simulation, row)


def clear(simulation: Simulation, journal_id: str) -> None:
    """What was sent to clearing is executed."""
    row = find_row(simulation, journal_id)
    if row["status"] == JournalStatus.SENT_TO_CLEARING:
        _move(simulation, row)


def move_at_once(simulation: Simulation, movement: Movement) -> None:
    """Record a journal and execute it, past every limit; raises ForbiddenError if it is not
    there."""
    _move(simulation, journals.record(simulation, movement))


def _end_of_day(now: datetime) -> datetime:
    """23:00 in New York, today or, if that is past, tomorrow."""
    local = now.astimezone(NEW_YORK)
    end = datetime.combine(local.date(), _END_OF_DAY, NEW_YORK)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), _END_OF_DAY, NEW_YORK)
    return end


def _move(simulation: Simulation, row: sqlite3.Row) -> None:
    now = simulation.now()
    price = None
    if row["entry_type"] == JournalEntryType.JNLS:
        price = valuation.price_now(simulation, row["symbol"])
    simulation.ledger.release(row["id"])
    _book(simulation, row, row["from_account"], row["to_account"], price, row["description"] or "")
    simulation.database.execute(
        "UPDATE journals SET price = ?, executed_at = ? WHERE id = ?",
        (price, to_timestamp(now), row["id"]),
    )
    change_status(simulation, row, JournalStatus.EXECUTED)


def _book(
    simulation: Simulation,
    row: sqlite3.Row,
    giver: str,
    taker: str,
    price: Micros | None,
    description: str,
) -> None:
    """Ledger, positions and activities; `price` (1e-6 USD a share) is what shares come in at."""
    if price is None:
        amount = row["amount"]
        entries = [Entry(giver, USD, -amount), Entry(taker, USD, amount)]
        simulation.ledger.post(entries, row["id"], simulation.now())
        activities.record_cash(simulation, giver, ActivityType.JNLC, -amount, description)
        activities.record_cash(simulation, taker, ActivityType.JNLC, amount, description)
        return
    symbol, qty = row["symbol"], row["qty"]
    entries = [Entry(giver, symbol, -qty), Entry(taker, symbol, qty)]
    simulation.ledger.post(entries, row["id"], simulation.now())
    remove_shares(simulation, giver, symbol, qty)
    add_shares(simulation, taker, symbol, qty, exact_value(qty, price))
    activities.record_shares(simulation, giver, symbol, -qty, price, description)
    activities.record_shares(simulation, taker, symbol, qty, price, description)


def decide(simulation: Simulation, journal_id: str, decision: JournalDecision) -> Journal:
    """What the director makes of a journal; of one that is corrected, the journal in its place.

    One that is sent_to_clearing is executed by itself later; in every other state it stays until
    the next decision, but for one that was pending already. Raises InvalidError unless its status
    leads there, ForbiddenError if what is to be taken back has been spent.
    """
    row = find_row(simulation, journal_id)
    status = check_decision(_DECISIONS, row["status"], decision.status)
    if status == JournalStatus.EXECUTED:
        _move(simulation, row)
    elif status == JournalStatus.DELETED:
        _reverse(simulation, row, status)
    elif status == JournalStatus.CORRECT:
        return _correct(simulation, row, decision)
    else:
        change_status(simulation, row, status)
        if status == JournalStatus.SENT_TO_CLEARING:
            simulation.later(simulation.delays.journal_executed, CLEAR_STEP, row["id"])
    return journals.get(simulation, row["id"])


def _reverse(simulation: Simulation, row: sqlite3.Row, status: JournalStatus) -> None:
    """What was moved goes back, as long as the account that took it still has it."""
    taker, is_cash = row["to_account"], row["entry_type"] == JournalEntryType.JNLC
    unit, amount = (USD, row["amount"]) if is_cash else (row["symbol"], row["qty"])
    if amount > simulation.ledger.available(taker, unit):
        raise ForbiddenError("the account no longer has what the journal moved", "status")
    _book(simulation, row, taker, row["from_account"], row["price"], "a journal reversed")
    change_status(simulation, row, status)


def _correct(simulation: Simulation, row: sqlite3.Row, decision: JournalDecision) -> Journal:
    """Cancel an executed journal and put another in its place, with an id of its own."""
    if row["entry_type"] == JournalEntryType.JNLC:
        unit, amount = USD, _usd(decision.amount)
    else:
        unit, amount = row["symbol"], _shares(decision.qty)
    _reverse(simulation, row, JournalStatus.CORRECT)
    journal_rules.check_available(simulation, row["from_account"], unit, amount)
    movement = Movement(
        row["from_account"], row["to_account"], unit, amount, row["description"], row["transmitter"]
    )
    corrected = journals.record(simulation, movement, corrects=row["id"])
    _move(simulation, corrected)
    return journals.get(simulation, corrected["id"])


def _usd(amount: Decimal | None) -> int:
    if amount is None:
        raise InvalidError("amount is required to correct a JNLC", "amount")
    return usd_amount(amount, "amount")


def _shares(qty: Decimal | None) -> int:
    if qty is None:
        raise InvalidError("qty is required to correct a JNLS", "qty")
    return share_amount(qty, "qty")
