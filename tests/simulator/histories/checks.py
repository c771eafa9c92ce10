"""Checks after each step of a random history, as a client of the API sees it."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import loads
from tests.simulator import sql

Json = dict[str, Any]

_CENT = Decimal("0.01")
_CLOSED = {"rejected", "canceled", "expired", "filled", "replaced"}

STATUSES: dict[str, dict[str, set[str]]] = {
    "accounts": {
        "": {"SUBMITTED", "ONBOARDING"},
        "SUBMITTED": {"APPROVED", "ACTION_REQUIRED", "APPROVAL_PENDING", "REJECTED"},
        "ACTION_REQUIRED": {"SUBMITTED", "APPROVED", "APPROVAL_PENDING", "REJECTED"},
        "APPROVAL_PENDING": {"APPROVED", "ACTION_REQUIRED", "REJECTED"},
        "APPROVED": {"ACTIVE", "ACTION_REQUIRED", "REJECTED"},
        "ACTIVE": {"ACCOUNT_CLOSED", "ACTION_REQUIRED", "DISABLED", "APPROVED"},
        "DISABLED": {"ACTIVE", "ACCOUNT_CLOSED"},
    },
    "transfers": {
        "": {"QUEUED", "COMPLETE", "APPROVAL_PENDING"},
        "QUEUED": {
            "APPROVAL_PENDING", "PENDING", "APPROVED", "SENT_TO_CLEARING", "COMPLETE", "REJECTED",
            "CANCELED",
        },
        "APPROVAL_PENDING": {
            "PENDING", "APPROVED", "SENT_TO_CLEARING", "COMPLETE", "REJECTED", "CANCELED",
        },
        "PENDING": {"APPROVED", "SENT_TO_CLEARING", "COMPLETE", "REJECTED", "CANCELED"},
        "SENT_TO_CLEARING": {"APPROVED", "COMPLETE", "REJECTED", "RETURNED"},
        "APPROVED": {"COMPLETE", "REJECTED", "RETURNED", "SENT_TO_CLEARING"},
        "COMPLETE": {"RETURNED"},
    },
    "journals": {
        "": {"queued", "pending", "executed"},
        "queued": {
            "pending", "sent_to_clearing", "executed", "rejected", "refused", "canceled",
        },
        "pending": {"sent_to_clearing", "executed", "rejected", "refused", "canceled"},
        "sent_to_clearing": {"executed", "rejected", "refused"},
        "executed": {"correct", "deleted"},
    },
    "banks": {
        "": {"QUEUED"},
        "QUEUED": {"PENDING", "APPROVED", "REJECTED", "CANCELED", "SENT_TO_CLEARING"},
        "PENDING": {"APPROVED", "REJECTED", "CANCELED", "SENT_TO_CLEARING"},
        "SENT_TO_CLEARING": {"APPROVED", "REJECTED", "CANCELED"},
        "APPROVED": {"CANCELED"},
    },
}  # fmt: skip
"""From where each status may be left, and for where; what is missing here is an end."""

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
