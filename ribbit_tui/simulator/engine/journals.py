"""Journals: cash or shares moved between accounts of the firm."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.exact import MICROS_PER_CENT, exact_value, shares, usd, value_of
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.journals import Journal, JournalCreation, JournalEntryType, JournalStatus
from ribbit_tui.wire.model import rfc3339

from . import accounts, activities, valuation
from .amounts import share_amount, usd_amount
from .ledger import USD, Entry
from .positions import add_shares, remove_shares
from .refusals import Forbidden, Invalid, NotFound

TOPIC = "journals"
EXECUTE_STEP = "journal.execute"
END_OF_DAY_STEP = "journal.end_of_day"

LIMIT = 50 * 100 * MICROS_PER_CENT
"""What one journal may move at once (1e-6 USD); above it, the end of the day decides."""

_END_OF_DAY = time(23)
_LONGEST_DESCRIPTION = 1024
_LONGEST_KEY = 255
_REJECTED_FIXTURE = "/fixtures/status=rejected/fixtures/"
_PENDING_FIXTURE = "/fixtures/status=pending/fixtures/"


def create_once(world: World, creation: JournalCreation, key: str | None) -> dict[str, Any]:
    """Create a journal, or answer again what the same request with this key was answered.

    Raises Invalid if the key was used for another request.
    """
    if key is None:
        return create(world, creation).to_wire()
    if not 0 < len(key) <= _LONGEST_KEY:
        raise Invalid("Idempotency-Key must be 1 to 255 characters", "Idempotency-Key")
    # str keeps an amount's exponent, where the wire's own form would write out its zeros.
    body = json.dumps(creation.model_dump(), sort_keys=True, default=str)
    fingerprint = hashlib.sha256(body.encode()).hexdigest()
    seen = world.database.row("SELECT * FROM idempotency_keys WHERE key = ?", (key,))
    if seen is not None:
        if seen["fingerprint"] != fingerprint:
            raise Invalid("this Idempotency-Key was used for another request", "Idempotency-Key")
        answered: dict[str, Any] = json.loads(seen["answer"])
        return answered
    answer = create(world, creation).to_wire()
    world.database.insert(
        "idempotency_keys", key=key, fingerprint=fingerprint, answer=json.dumps(answer)
    )
    return answer


def create(world: World, creation: JournalCreation) -> Journal:
    """Queue a journal; what it moves is held at once.

    Raises Forbidden if the giving account has not got it.
    """
    if len(creation.description or "") > _LONGEST_DESCRIPTION:
        raise Invalid("description must be at most 1024 characters", "description")
    giver = accounts.find_active(world, creation.from_account, "from_account")["id"]
    taker = accounts.find_active(world, creation.to_account, "to_account")["id"]
    if giver == taker:
        raise Invalid("to_account must differ from from_account", "to_account")
    if creation.entry_type == JournalEntryType.JNLC:
        unit, amount = USD, _cash_amount(creation)
    elif creation.entry_type == JournalEntryType.JNLS:
        unit, amount = _share_amount(world, creation)
    else:
        raise Invalid("entry_type must be JNLC or JNLS", "entry_type")
    field = "amount" if unit == USD else "qty"
    if amount > world.ledger.available(giver, unit):
        raise Forbidden("insufficient balance" if unit == USD else "insufficient assets", field)
    journal_id = world.ids.uuid("journal")
    world.ledger.hold(giver, unit, amount, journal_id)
    world.database.insert(
        "journals",
        id=journal_id,
        entry_type=creation.entry_type,
        from_account=giver,
        to_account=taker,
        status=JournalStatus.QUEUED,
        amount=amount if unit == USD else None,
        symbol=None if unit == USD else unit,
        qty=None if unit == USD else amount,
        description=creation.description,
        created_at=to_micros(world.now()),
    )
    row = _find(world, journal_id)
    _append_event(world, row, "", JournalStatus.QUEUED)
    world.later(world.delays.journal_executed, EXECUTE_STEP, journal_id)
    return as_wire(row)


def _cash_amount(creation: JournalCreation) -> int:
    if creation.amount is None:
        raise Invalid("amount is required for JNLC", "amount")
    return usd_amount(creation.amount, "amount")


def _share_amount(world: World, creation: JournalCreation) -> tuple[str, int]:
    if creation.symbol is None:
        raise Invalid("symbol is required for JNLS", "symbol")
    if creation.qty is None:
        raise Invalid("qty is required for JNLS", "qty")
    asset = world.assets.find(creation.symbol)
    if asset is None:
        raise Invalid("symbol is not an asset", "symbol")
    return asset.symbol, share_amount(creation.qty, "qty")


def execute(world: World, journal_id: str) -> None:
    """Move what is to be moved, or wait for the end of the day if it is above the limit."""
    row = _find(world, journal_id)
    if row["status"] != JournalStatus.QUEUED:
        return
    if _value(world, row) <= LIMIT:
        _move(world, row)
        return
    _change_status(world, row, JournalStatus.PENDING)
    if _PENDING_FIXTURE not in (row["description"] or ""):
        world.schedule.add(_end_of_day(world.now()), END_OF_DAY_STEP, journal_id)


def end_the_day(world: World, journal_id: str) -> None:
    row = _find(world, journal_id)
    if row["status"] != JournalStatus.PENDING:
        return
    if _REJECTED_FIXTURE in (row["description"] or ""):
        world.ledger.release(journal_id)
        _change_status(world, row, JournalStatus.REJECTED)
    else:
        _move(world, row)


def _value(world: World, row: sqlite3.Row) -> int:
    if row["entry_type"] == JournalEntryType.JNLC:
        amount: int = row["amount"]
        return amount
    return value_of(row["qty"], valuation.price_now(world, row["symbol"]))


def _end_of_day(now: datetime) -> datetime:
    """23:00 in New York, today or, if that is past, tomorrow."""
    local = now.astimezone(NEW_YORK)
    end = datetime.combine(local.date(), _END_OF_DAY, NEW_YORK)
    if end <= local:
        end = datetime.combine(local.date() + timedelta(days=1), _END_OF_DAY, NEW_YORK)
    return end


def _move(world: World, row: sqlite3.Row) -> None:
    now = world.now()
    giver, taker = row["from_account"], row["to_account"]
    description = row["description"] or ""
    world.ledger.release(row["id"])
    price = None
    if row["entry_type"] == JournalEntryType.JNLC:
        amount = row["amount"]
        entries = [Entry(giver, USD, -amount), Entry(taker, USD, amount)]
        world.ledger.post(entries, row["id"], now)
        activities.record_cash(world, giver, ActivityType.JNLC, -amount, description)
        activities.record_cash(world, taker, ActivityType.JNLC, amount, description)
    else:
        symbol, qty = row["symbol"], row["qty"]
        price = valuation.price_now(world, symbol)
        entries = [Entry(giver, symbol, -qty), Entry(taker, symbol, qty)]
        world.ledger.post(entries, row["id"], now)
        remove_shares(world, giver, symbol, qty)
        add_shares(world, taker, symbol, qty, exact_value(qty, price))
        activities.record_shares(world, giver, symbol, -qty, price, description)
        activities.record_shares(world, taker, symbol, qty, price, description)
    world.database.execute(
        "UPDATE journals SET price = ?, executed_at = ? WHERE id = ?",
        (price, to_micros(now), row["id"]),
    )
    _change_status(world, row, JournalStatus.EXECUTED)


def get(world: World, journal_id: str) -> Journal:
    return as_wire(_find(world, journal_id))


@dataclass(frozen=True, kw_only=True)
class JournalQuery:
    """`after` and `before` are days of New York, both included."""

    after: date | None = None
    before: date | None = None
    status: str | None = None
    entry_type: str | None = None
    from_account: str | None = None
    to_account: str | None = None


def find(world: World, query: JournalQuery) -> list[Journal]:
    """Newest first."""
    conditions = ["1"]
    values: list[int | str] = []
    for column in ("status", "entry_type", "from_account", "to_account"):
        wanted = getattr(query, column)
        if wanted is not None:
            conditions.append(f"{column} = ?")
            values.append(wanted)
    if query.after is not None:
        conditions.append("created_at >= ?")
        values.append(to_micros(_midnight(query.after)))
    if query.before is not None:
        conditions.append("created_at < ?")
        values.append(to_micros(_midnight(query.before) + timedelta(days=1)))
    rows = world.database.rows(
        f"SELECT * FROM journals WHERE {' AND '.join(conditions)} ORDER BY sequence DESC", values
    )
    return [as_wire(row) for row in rows]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), NEW_YORK)


def _find(world: World, journal_id: str) -> sqlite3.Row:
    row = world.database.row("SELECT * FROM journals WHERE id = ?", (journal_id.lower(),))
    if row is None:
        raise NotFound("journal not found")
    return row


def _change_status(world: World, row: sqlite3.Row, status: JournalStatus) -> None:
    world.database.execute("UPDATE journals SET status = ? WHERE id = ?", (status, row["id"]))
    _append_event(world, row, row["status"], status)


def _append_event(world: World, row: sqlite3.Row, status_from: str, status_to: str) -> None:
    at = world.now()
    body = {
        "at": rfc3339(at),
        "entry_type": row["entry_type"],
        "journal_id": row["id"],
        "status_from": status_from,
        "status_to": status_to,
    }
    world.events.append(TOPIC, at, body)


def as_wire(row: sqlite3.Row) -> Journal:
    executed = None if row["executed_at"] is None else from_micros(row["executed_at"])
    executed_on = None if executed is None else executed.astimezone(NEW_YORK).date()
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
    )
