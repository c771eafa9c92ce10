"""Finding customers' accounts."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import check_listed
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus, Contact, Identity

from . import accounts

ENTITIES = (
    "contact",
    "identity",
    "disclosures",
    "agreements",
    "documents",
    "trusted_contact",
    "trading_configurations",
)
"""The parts of an account that a list leaves out unless they are asked for."""

# Documented ones that no account takes here are looked for in vain.
_STATUSES = (
    *AccountStatus,
    "ACCOUNT_UPDATED",
    "AML_REVIEW",
    "DISABLE_PENDING",
    "KYC_SUBMITTED",
    "LIMITED",
    "PAPER_ONLY",
    "REAPPROVAL_PENDING",
    "RESUBMITTED",
    "SIGNED_UP",
)
_MOST_LISTED = 1000


@dataclass(frozen=True, kw_only=True)
class AccountQuery:
    """`words` must all be found, each anywhere in name, e-mail address, phone or number.

    Both moments are exclusive; no `statuses` means any; `entities` are the parts to answer.
    """

    words: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    created_after: datetime | None = None
    created_before: datetime | None = None
    ascending: bool = False
    entities: tuple[str, ...] = ()


def search_text(contact: Contact, identity: Identity, account_id: str, number: str) -> str:
    """What `words` are looked for in. The account's id is there for those who paste one."""
    own_script = (
        identity.local_given_name,
        identity.local_middle_name,
        identity.local_family_name,
    )
    latin = (identity.given_name, identity.middle_name, identity.family_name)
    names = filter(None, (*latin, *own_script))
    phone = contact.phone_number or ""
    return " ".join((contact.email_address, *names, account_id, number, phone)).casefold()


def find(simulation: Simulation, query: AccountQuery) -> list[dict[str, Any]]:
    """Customers' accounts by time of creation, at most a thousand.

    Raises InvalidError for an unknown entity or status.
    """
    check_listed(query.entities, ENTITIES, "entities")
    check_listed(query.statuses, _STATUSES, "status")
    rows = _rows(simulation, query)
    equities = valuation.last_equities(simulation, [row["id"] for row in rows])
    unwanted = set(ENTITIES).difference(query.entities)
    return [
        {
            name: value
            for name, value in accounts.with_equity(row, usd(equities[row["id"]])).items()
            if name not in unwanted
        }
        for row in rows
    ]


def _rows(simulation: Simulation, query: AccountQuery) -> list[sqlite3.Row]:
    conditions = ["NOT is_firm"]
    values: list[int | str] = []
    for word in query.words:
        conditions.append("instr(search_text, ?)")
        values.append(word.casefold())
    if query.statuses:
        conditions.append(f"status IN ({', '.join('?' * len(query.statuses))})")
        values.extend(query.statuses)
    if query.created_after is not None:
        conditions.append("created_at > ?")
        values.append(to_micros(query.created_after))
    if query.created_before is not None:
        conditions.append("created_at < ?")
        values.append(to_micros(query.created_before))
    order = "ASC" if query.ascending else "DESC"
    return simulation.database.rows(
        f"SELECT * FROM accounts WHERE {' AND '.join(conditions)}"
        f" ORDER BY created_at {order}, sequence {order} LIMIT {_MOST_LISTED}",
        values,
    )
