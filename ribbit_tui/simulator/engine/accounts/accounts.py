"""Accounts as stored: finding one, answering one, changing its status."""

import json
import sqlite3
from decimal import Decimal
from typing import Any

from ribbit_tui.simulator.clock import from_micros
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import ForbiddenError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.model import plain_decimal, rfc3339

TOPIC = "accounts"

# Answered whether or not they were sent, as in the Accounts API's samples.
_ALWAYS_ANSWERED: dict[str, dict[str, Any]] = {
    "identity": {
        "visa_type": None,
        "visa_expiration_date": None,
        "date_of_departure_from_usa": None,
        "permanent_resident": None,
    },
    "disclosures": {"is_discretionary": False},
}

# The statuses whose events carry the results of the review.
_EXPLAINED = frozenset(
    {AccountStatus.ACTION_REQUIRED, AccountStatus.APPROVAL_PENDING, AccountStatus.REJECTED}
)


def find(simulation: Simulation, account_id: str, field: str | None = None) -> sqlite3.Row:
    """The row of an account; raises NotFoundError, naming `field` if the id came in a body."""
    row = simulation.database.row("SELECT * FROM accounts WHERE id = ?", (account_id.lower(),))
    if row is None:
        raise NotFoundError("account not found", field)
    return row


def find_active(simulation: Simulation, account_id: str, field: str | None = None) -> sqlite3.Row:
    """As `find`; raises ForbiddenError unless the account is ACTIVE."""
    row = find(simulation, account_id, field)
    if row["status"] != AccountStatus.ACTIVE:
        raise ForbiddenError(f"account is not active, its status is {row['status']}", field)
    return row


def find_open(simulation: Simulation, account_id: str) -> sqlite3.Row:
    """As `find`; raises ForbiddenError once the account is closed: nothing happens on it any
    more."""
    row = find(simulation, account_id)
    if row["status"] == AccountStatus.ACCOUNT_CLOSED:
        raise ForbiddenError("the account is closed")
    return row


def as_wire(simulation: Simulation, row: sqlite3.Row) -> dict[str, Any]:
    """The account as the API answers it, with what was applied for."""
    return with_equity(row, valuation.last_equity(simulation, row["id"]))


def with_equity(row: sqlite3.Row, last_equity: Decimal) -> dict[str, Any]:
    """As `as_wire`, for lists that value all their accounts at once."""
    configurations = row["trading_configurations"]
    return {
        "id": row["id"],
        "account_number": row["account_number"],
        "status": row["status"],
        "crypto_status": row["crypto_status"],
        "currency": "USD",
        "last_equity": plain_decimal(last_equity),
        "created_at": rfc3339(from_micros(row["created_at"])),
        "trading_configurations": None if configurations is None else json.loads(configurations),
        "kyc_results": json.loads(row["kyc_results"] or "null"),
        **_answered(row),
    }


def _answered(row: sqlite3.Row) -> dict[str, Any]:
    """What was applied for, and where the documents are."""
    parts = application(row)
    for name, defaults in _ALWAYS_ANSWERED.items():
        if name in parts:
            parts[name] = defaults | parts[name]
    where = f"/v1/accounts/{row['id']}/documents"
    for document in parts.get("documents", ()):
        document["content"] = f"{where}/{document['id']}/download"
    return parts


def application(row: sqlite3.Row) -> dict[str, Any]:
    """What was applied for, as it stands now; empty for the firm's own accounts."""
    stored: dict[str, Any] = json.loads(row["application"])
    return stored


def change_status(
    simulation: Simulation, row: sqlite3.Row, status: AccountStatus, reason: str = ""
) -> None:
    """Record the new status and tell the stream; crypto, where asked for, follows along."""
    crypto = None if row["crypto_status"] is None else status
    _change(simulation, row, status, crypto, reason)


def change_crypto_status(simulation: Simulation, row: sqlite3.Row, status: AccountStatus) -> None:
    """Record where crypto stands now, and tell the stream; the account's own status stays."""
    _change(simulation, row, row["status"], status)


def _change(
    simulation: Simulation,
    row: sqlite3.Row,
    status: str,
    crypto_status: str | None,
    reason: str = "",
) -> None:
    simulation.database.execute(
        "UPDATE accounts SET status = ?, crypto_status = ? WHERE id = ?",
        (status, crypto_status, row["id"]),
    )
    crypto = (row["crypto_status"] or "", crypto_status or "")
    _append_event(simulation, row, (row["status"], status), crypto, reason)


def append_created(simulation: Simulation, row: sqlite3.Row) -> None:
    """Tell the stream of a new account."""
    _append_event(simulation, row, ("", row["status"]), ("", row["crypto_status"] or ""))


def _append_event(
    simulation: Simulation,
    row: sqlite3.Row,
    status: tuple[str, str],
    crypto: tuple[str, str],
    reason: str = "",
) -> None:
    """Both statuses as they were and as they are, and why where the review has found something."""
    at = simulation.now()
    results = None
    if status[1] in _EXPLAINED:
        stored = simulation.database.value(
            "SELECT kyc_results FROM accounts WHERE id = ?", (row["id"],)
        )
        results = json.loads(stored or "null")
    body = {
        "account_id": row["id"],
        "account_number": row["account_number"],
        "at": rfc3339(at),
        "crypto_status_from": crypto[0],
        "crypto_status_to": crypto[1],
        "kyc_results": results,
        "reason": reason,
        "status_from": status[0],
        "status_to": status[1],
    }
    simulation.events.append(TOPIC, at, body, row["id"])
