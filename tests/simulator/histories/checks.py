"""Checks after each step of a random history, as a client of the API sees it."""

from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.funding import ACH_RELATIONSHIP_TRANSITIONS, TRANSFER_TRANSITIONS
from ribbit_tui.wire.journals import JOURNAL_TRANSITIONS
from ribbit_tui.wire.model import loads
from ribbit_tui.wire.recipient_banks import BANK_TRANSITIONS
from tests.simulator import sql

Json = dict[str, Any]

_CENT = Decimal("0.01")
_CLOSED = {"rejected", "canceled", "expired", "filled", "replaced"}

_ACCOUNTS = {
    "SUBMITTED": {"APPROVED", "ACTION_REQUIRED", "APPROVAL_PENDING", "REJECTED"},
    "ACTION_REQUIRED": {"SUBMITTED", "APPROVED", "APPROVAL_PENDING", "REJECTED"},
    "APPROVAL_PENDING": {"APPROVED", "ACTION_REQUIRED", "REJECTED"},
    "APPROVED": {"ACTIVE", "ACTION_REQUIRED", "REJECTED"},
    "ACTIVE": {"ACCOUNT_CLOSED", "ACTION_REQUIRED", "DISABLED", "APPROVED"},
    "DISABLED": {"ACTIVE", "ACCOUNT_CLOSED"},
}
"""The director may set any status of an account, so the table of the wire does not bind here."""


def _with_starts(
    starts: set[str], *tables: Iterable[tuple[str, AbstractSet[str]]]
) -> dict[str, AbstractSet[str]]:
    """Return one table of transitions of several; a new thing comes from the status ""."""
    allowed: dict[str, AbstractSet[str]] = {"": starts}
    for table in tables:
        for status, following in table:
            allowed[str(status)] = allowed.get(str(status), set()) | {str(one) for one in following}
    return allowed


# The simulator's scheduled steps do not ask the tables of the wire, so they can break them.
STATUSES = {
    "accounts": _with_starts({"SUBMITTED", "ONBOARDING"}, _ACCOUNTS.items()),
    "transfers": _with_starts(
        {"QUEUED", "COMPLETE", "APPROVAL_PENDING"}, TRANSFER_TRANSITIONS.items()
    ),
    "journals": _with_starts({"queued", "pending", "executed"}, JOURNAL_TRANSITIONS.items()),
    "banks": _with_starts(
        {"QUEUED"}, ACH_RELATIONSHIP_TRANSITIONS.items(), BANK_TRANSITIONS.items()
    ),
}
"""For each topic of events and each status, the statuses that may follow it."""

_TABLES = {
    "accounts": ("accounts", "account_id"),
    "transfers": ("transfers", "entity_id"),
    "journals": ("journals", "journal_id"),
    "banks": ("ach_relationships", "entity_id"),
}


def check_events(simulation: Simulation) -> None:
    """Assert that each event continues the one before and the last one has the current status."""
    for topic, allowed in STATUSES.items():
        table, name = _TABLES[topic]
        now = {
            row["id"]: row["status"]
            for row in sql.rows(simulation.database, f"SELECT * FROM {table}")
        }
        last: dict[str, str] = {}
        for event in _events(simulation, topic):
            thing, before, after = event[name], event["status_from"], event["status_to"]
            assert last.get(thing, "") == before, event
            assert after == before or after in allowed.get(before, ()), event
            last[thing] = after
        for thing, status in last.items():
            assert now.get(thing, status) == status, (topic, thing, status, now[thing])


def check_orders(simulation: Simulation) -> None:
    """Assert that an order's events only advance, and that the last one has its current status."""
    filled: dict[str, Decimal] = defaultdict(Decimal)
    last: dict[str, Json] = {}
    for event in _events(simulation, "trades"):
        order = event["order"]
        before = last.get(order["id"])
        assert before is None or before["status"] not in _CLOSED, event
        if event["event"] in ("fill", "partial_fill"):
            filled[order["id"]] += Decimal(event["qty"])
        assert Decimal(order["filled_qty"]) == filled[order["id"]], event
        last[order["id"]] = order
    for row in sql.rows(simulation.database, "SELECT id, status, is_open FROM orders"):
        told = last.get(row["id"])
        if told is None:
            assert row["status"] in ("accepted", "held", "pending_new"), tuple(row)
        else:
            assert told["status"] == row["status"], (told, tuple(row))
        assert bool(row["is_open"]) == (row["status"] not in _CLOSED), tuple(row)


def check_activities(simulation: Simulation) -> None:
    """Assert that each account's activities add up to its cash and shares."""
    cash: dict[str, Decimal] = defaultdict(Decimal, {SWEEP_ACCOUNT: Decimal(50_000)})
    shares: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in sql.rows(
        simulation.database,
        "SELECT unit, amount FROM ledger_entries WHERE book = ? AND reference = ?",
        (REWARDS_ACCOUNT, REWARDS_ACCOUNT),
    ):
        shares[REWARDS_ACCOUNT, row["unit"]] += Decimal(row["amount"]).scaleb(-9)
    notional = {
        row["id"]: Decimal(row["notional"]).scaleb(-6)
        for row in sql.rows(
            simulation.database, "SELECT id, notional FROM orders WHERE notional NOT NULL"
        )
    }
    for row in sql.rows(simulation.database, "SELECT body FROM activities ORDER BY sequence"):
        activity = loads(row["body"])
        account, qty = activity["account_id"], Decimal(activity.get("qty") or 0)
        if activity["activity_type"] == "FILL":
            sign = 1 if activity["side"] == "buy" else -1
            paid = (qty * Decimal(activity["price"])).quantize(_CENT, ROUND_HALF_UP)
            cash[account] -= sign * notional.get(activity["order_id"], paid)
            shares[account, activity["symbol"]] += sign * qty
        else:
            cash[account] += Decimal(activity["net_amount"])
            if qty:
                shares[account, activity["symbol"]] += qty
    balances = sql.rows(
        simulation.database, "SELECT * FROM balances WHERE book NOT LIKE 'world:%' AND amount != 0"
    )
    told = {(account, "USD"): amount for account, amount in cash.items()} | shares
    assert {key: amount for key, amount in told.items() if amount} == {
        (row["book"], row["unit"]): Decimal(row["amount"]).scaleb(
            -6 if row["unit"] == "USD" else -9
        )
        for row in balances
    }


def _events(simulation: Simulation, topic: str) -> list[Json]:
    rows = sql.rows(
        simulation.database, "SELECT body FROM events WHERE topic = ? ORDER BY id", (topic,)
    )
    return [loads(row["body"]) for row in rows]
