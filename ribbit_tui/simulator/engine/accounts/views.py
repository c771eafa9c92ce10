"""Accounts as the API answers them."""

import json
from decimal import Decimal
from typing import Any

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.model import plain_decimal, rfc3339

from .records import INTEREST_TIERS, AccountRecord

# Answered whether or not they were sent, as in the Accounts API's samples.
_ALWAYS_ANSWERED: dict[str, dict[str, object]] = {
    "identity": {
        "tax_id_type": None,
        "visa_type": None,
        "visa_expiration_date": None,
        "date_of_departure_from_usa": None,
        "permanent_resident": None,
    },
    "disclosures": {"is_discretionary": False},
}


def as_wire(simulation: Simulation, account: AccountRecord) -> dict[str, object]:
    """Return the account as JSON, with the application."""
    return with_equity(simulation, account, usd(valuation.last_equity(simulation, account.id)))


def with_equity(
    simulation: Simulation, account: AccountRecord, last_equity: Decimal
) -> dict[str, object]:
    """Return the account as JSON; for lists, which value all their accounts at once."""
    configurations = account.trading_configurations
    body = {
        "id": account.id,
        "account_number": account.account_number,
        "status": account.status,
        "crypto_status": account.crypto_status,
        "currency": "USD",
        "last_equity": plain_decimal(last_equity),
        "created_at": rfc3339(from_timestamp(account.created_at)),
        "trading_configurations": None if configurations is None else json.loads(configurations),
        "kyc_results": json.loads(account.kyc_results or "null"),
        "account_type": "trading",
        **_answered_application(account),
    }
    return simulation.shaped(Account, body)


def _answered_application(account: AccountRecord) -> dict[str, Any]:
    """Return the parts of the application; the links of documents are for the routes to make."""
    parts = account.application_body()
    parts.pop(INTEREST_TIERS, None)
    for context in parts.get("disclosures", {}).get("context") or []:
        if lines := context.get("company_street_address"):
            # Taken as a list, and documented as a string.
            context["company_street_address"] = ", ".join(lines)
    for name, defaults in _ALWAYS_ANSWERED.items():
        if name in parts:
            parts[name] = defaults | parts[name]
    return parts
