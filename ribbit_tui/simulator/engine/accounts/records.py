"""Records of accounts, and every write of their table."""

import json
from typing import Any, NamedTuple

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus

_TABLE = "accounts"
INTEREST_TIERS = "interest_tiers"
"""Part of the stored application that is not answered: see `cash_interest.records`."""


class AccountRecord(NamedTuple):
    """An account of a customer, or of the firm itself.

    `email` and `search_text` are case-folded. `application`, `kyc_results` and
    `trading_configurations` are JSON as the API answers it: no tax id, no document's content. The
    broker sets what is blocked.
    """

    id: str
    account_number: str
    is_firm: bool
    status: AccountStatus
    created_at: Timestamp
    crypto_status: AccountStatus | None = None
    email: str | None = None
    search_text: str = ""
    application: str = "{}"
    kyc_results: str | None = None
    names_changed: bool = False
    trading_configurations: str | None = None
    trading_blocked: bool = False
    transfers_blocked: bool = False
    account_blocked: bool = False

    def application_body(self) -> dict[str, Any]:
        """Return what was applied for, as it stands now; empty for the firm's own accounts."""
        body: dict[str, Any] = json.loads(self.application)
        return body


def insert(simulation: Simulation, account: AccountRecord) -> None:
    """Add an account."""
    simulation.database.insert(_TABLE, account)


def by_id(simulation: Simulation, account_id: str) -> AccountRecord | None:
    """Return an account by its id in lower case."""
    return simulation.database.fetch_one(AccountRecord, "FROM accounts WHERE id = ?", (account_id,))


def by_email(simulation: Simulation, email: str) -> AccountRecord | None:
    """Return the account that has a case-folded e-mail address."""
    return simulation.database.fetch_one(AccountRecord, "FROM accounts WHERE email = ?", (email,))


def set_statuses(
    simulation: Simulation,
    account_id: str,
    status: AccountStatus,
    crypto_status: AccountStatus | None,
) -> None:
    """Store an account's status and that of its crypto trading."""
    simulation.database.execute(
        "UPDATE accounts SET status = ?, crypto_status = ? WHERE id = ?",
        (status, crypto_status, account_id),
    )


def set_application(simulation: Simulation, account: AccountRecord) -> None:
    """Store a changed application with the address and the search text that follow from it."""
    simulation.database.execute(
        "UPDATE accounts SET application = ?, email = ?, search_text = ?, names_changed = ?"
        " WHERE id = ?",
        (
            account.application,
            account.email,
            account.search_text,
            account.names_changed,
            account.id,
        ),
    )


def add_document(simulation: Simulation, account_id: str, document: dict[str, object]) -> None:
    """Append a document to those that the application lists."""
    simulation.database.execute(
        "UPDATE accounts SET application = json_insert(application, '$.documents[#]', json(?))"
        " WHERE id = ?",
        (json.dumps(document), account_id),
    )


def remove_document(simulation: Simulation, account_id: str, document_id: str) -> None:
    """Take a document from those that the application lists."""
    simulation.database.execute(
        "UPDATE accounts SET application = json_set(application, '$.documents', ("
        "SELECT json_group_array(json(value)) FROM json_each(application, '$.documents')"
        " WHERE json_extract(value, '$.id') <> ?)) WHERE id = ?",
        (document_id, account_id),
    )


def release_email(simulation: Simulation, account_id: str) -> None:
    """Take the e-mail address from an account, so that another may have it."""
    simulation.database.execute("UPDATE accounts SET email = NULL WHERE id = ?", (account_id,))


def set_kyc_results(
    simulation: Simulation, account_id: str, results: dict[str, object] | None
) -> None:
    """Store what the review found."""
    simulation.database.execute(
        "UPDATE accounts SET kyc_results = ? WHERE id = ?",
        (None if results is None else json.dumps(results), account_id),
    )


def set_blocks(simulation: Simulation, account: AccountRecord) -> None:
    """Store what is blocked for an account."""
    simulation.database.execute(
        "UPDATE accounts SET trading_blocked = ?, transfers_blocked = ?, account_blocked = ?"
        " WHERE id = ?",
        (account.trading_blocked, account.transfers_blocked, account.account_blocked, account.id),
    )


def set_trading_configurations(
    simulation: Simulation, account_id: str, configurations: dict[str, object]
) -> None:
    """Store all of a customer's trading configurations."""
    simulation.database.execute(
        "UPDATE accounts SET trading_configurations = ? WHERE id = ?",
        (json.dumps(configurations), account_id),
    )
