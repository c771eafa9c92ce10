"""A journal's way: executed, put off, reversed; by itself or as the director decides."""

import sqlite3
from datetime import datetime, time, timedelta
from decimal import Decimal

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.exact import exact_value
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import Journal, JournalEntryType, JournalStatus

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.ledger.ledger import USD, Entry
from ribbit_tui.simulator.engine.portfolio import activities
from ribbit_tui.simulator.engine.portfolio.positions import add_shares, remove_shares
from ribbit_tui.simulator.errors import Forbidden, Invalid
from . import journal_rules, journals
from ribbit_tui.simulator.engine.common.decisions import check_decision
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


def execute(world: World, journal_id: str) -> None:
    """Move what is to be moved, or wait for the end of the day if it is above a limit."""
    row = find_row(world, journal_id)
    if row["status"] != JournalStatus.QUEUED:
        return
    if not journal_rules.needs_approval(world, row):
        _move(world, row)
        return
    change_status(world, row, JournalStatus.PENDING)
    if _PENDING_FIXTURE not in (row["description"] or ""):
        world.schedule.add(_end_of_day(world.now()), END_OF_DAY_STEP, journal_id)


def end_the_day(world: World, journal_id: str) -> None:
    """What was above a limit is executed after all, unless its fixture has it rejected."""
    row = find_row(world, journal_id)
    if row["status"] != JournalStatus.PENDING:
        return
    if _REJECTED_FIXTURE in (row["description"] or ""):
        change_status(world, row, JournalStatus.REJECTED)
    else:
        _move(world, row)


def clear(world: World, journal_id: str) -> None:
    """What was sent to clearing is executed."""
    row = find_row(world, journal_id)
    if row["status"] == JournalStatus.SENT_TO_CLEARING:
        _move(world, row)


def move_at_once(world: World, movement: Movement) -> None:
    """Record a journal and execute it, past every limit; raises Forbidden if it is not there."""
    _move(world, journals.record(world, movement))


def _end_of_day(now: datetime) -> datetime:
    """23:00 in New York, today or, if that is past, tomorrow."""
    local = now.astimezone(NEW_YORK)
    end = datetime.combine(local.date(), _END_OF_DAY, NEW_YORK)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), _END_OF_DAY, NEW_YORK)
    return end


def _move(world: World, row: sqlite3.Row) -> None:
    now = world.now()
    price = None
    if row["entry_type"] == JournalEntryType.JNLS:
        price = valuation.price_now(world, row["symbol"])
    world.ledger.release(row["id"])
    _book(world, row, row["from_account"], row["to_account"], price, row["description"] or "")
    world.database.execute(
        "UPDATE journals SET price = ?, executed_at = ? WHERE id = ?",
        (price, to_micros(now), row["id"]),
    )
    change_status(world, row, JournalStatus.EXECUTED)


def _book(
    world: World, row: sqlite3.Row, giver: str, taker: str, price: int | None, description: str
) -> None:
    """Ledger, positions and activities; `price` (1e-6 USD a share) is what shares come in at."""
    if price is None:
        amount = row["amount"]
        entries = [Entry(giver, USD, -amount), Entry(taker, USD, amount)]
        world.ledger.post(entries, row["id"], world.now())
        activities.record_cash(world, giver, ActivityType.JNLC, -amount, description)
        activities.record_cash(world, taker, ActivityType.JNLC, amount, description)
        return
    symbol, qty = row["symbol"], row["qty"]
    entries = [Entry(giver, symbol, -qty), Entry(taker, symbol, qty)]
    world.ledger.post(entries, row["id"], world.now())
    remove_shares(world, giver, symbol, qty)
    add_shares(world, taker, symbol, qty, exact_value(qty, price))
    activities.record_shares(world, giver, symbol, -qty, price, description)
    activities.record_shares(world, taker, symbol, qty, price, description)


def decide(world: World, journal_id: str, decision: JournalDecision) -> Journal:
    """What the director makes of a journal; of one that is corrected, the journal in its place.

    One that is sent_to_clearing is executed by itself later; in every other state it stays until
    the next decision, but for one that was pending already. Raises Invalid unless its status
    leads there, Forbidden if what is to be taken back has been spent.
    """
    row = find_row(world, journal_id)
    status = check_decision(_DECISIONS, row["status"], decision.status)
    if status == JournalStatus.EXECUTED:
        _move(world, row)
    elif status == JournalStatus.DELETED:
        _reverse(world, row, status)
    elif status == JournalStatus.CORRECT:
        return _correct(world, row, decision)
    else:
        change_status(world, row, status)
        if status == JournalStatus.SENT_TO_CLEARING:
            world.later(world.delays.journal_executed, CLEAR_STEP, row["id"])
    return journals.get(world, row["id"])


def _reverse(world: World, row: sqlite3.Row, status: JournalStatus) -> None:
    """What was moved goes back, as long as the account that took it still has it."""
    taker, is_cash = row["to_account"], row["entry_type"] == JournalEntryType.JNLC
    unit, amount = (USD, row["amount"]) if is_cash else (row["symbol"], row["qty"])
    if amount > world.ledger.available(taker, unit):
        raise Forbidden("the account no longer has what the journal moved", "status")
    _book(world, row, taker, row["from_account"], row["price"], "a journal reversed")
    change_status(world, row, status)


def _correct(world: World, row: sqlite3.Row, decision: JournalDecision) -> Journal:
    """Cancel an executed journal and put another in its place, with an id of its own."""
    if row["entry_type"] == JournalEntryType.JNLC:
        unit, amount = USD, _usd(decision.amount)
    else:
        unit, amount = row["symbol"], _shares(decision.qty)
    _reverse(world, row, JournalStatus.CORRECT)
    journal_rules.check_available(world, row["from_account"], unit, amount)
    movement = Movement(
        row["from_account"], row["to_account"], unit, amount, row["description"], row["transmitter"]
    )
    corrected = journals.record(world, movement, corrects=row["id"])
    _move(world, corrected)
    return journals.get(world, corrected["id"])


def _usd(amount: Decimal | None) -> int:
    if amount is None:
        raise Invalid("amount is required to correct a JNLC", "amount")
    return usd_amount(amount, "amount")


def _shares(qty: Decimal | None) -> int:
    if qty is None:
        raise Invalid("qty is required to correct a JNLS", "qty")
    return share_amount(qty, "qty")
