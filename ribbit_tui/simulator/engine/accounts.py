"""Accounts as stored: finding one, answering one, changing its status."""

import json
import sqlite3
from typing import Any

from ribbit_tui.simulator.clock import from_micros
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import valuation
from .refusals import Forbidden, NotFound

TOPIC = "accounts"


def find(world: World, account_id: str, field: str | None = None) -> sqlite3.Row:
    """The row of an account; raises NotFound, naming `field` if the id came in a body."""
    row = world.database.row("SELECT * FROM accounts WHERE id = ?", (account_id.lower(),))
    if row is None:
        raise NotFound("account not found", field)
    return row


def find_active(world: World, account_id: str, field: str | None = None) -> sqlite3.Row:
    """As `find`; raises Forbidden unless the account is ACTIVE."""
    row = find(world, account_id, field)
    if row["status"] != AccountStatus.ACTIVE:
        raise Forbidden(f"account is not active, its status is {row['status']}", field)
    return row


def as_wire(world: World, row: sqlite3.Row) -> dict[str, Any]:
    """The account as the API answers it, with what was applied for."""
    return {
        "id": row["id"],
        "account_number": row["account_number"],
        "status": row["status"],
        "crypto_status": row["crypto_status"],
        "currency": "USD",
        "last_equity": plain_decimal(valuation.last_equity(world, row["id"])),
        "created_at": rfc3339(from_micros(row["created_at"])),
        **json.loads(row["application"]),
    }


def change_status(world: World, row: sqlite3.Row, status: AccountStatus) -> None:
    """Record the new status and tell the stream; crypto, where asked for, follows along."""
    crypto = None if row["crypto_status"] is None else status
    world.database.execute(
        "UPDATE accounts SET status = ?, crypto_status = ? WHERE id = ?",
        (status, crypto, row["id"]),
    )
    append_event(world, row, row["status"], status)


def append_event(world: World, row: sqlite3.Row, status_from: str, status_to: str) -> None:
    at = world.now()
    has_crypto = row["crypto_status"] is not None
    body = {
        "account_id": row["id"],
        "account_number": row["account_number"],
        "at": rfc3339(at),
        "crypto_status_from": status_from if has_crypto else "",
        "crypto_status_to": status_to if has_crypto else "",
        "kyc_results": None,
        "reason": "",
        "status_from": status_from,
        "status_to": status_to,
    }
    world.events.append(TOPIC, at, body, row["id"])
