"""The search for customers' accounts."""

from dataclasses import dataclass
from datetime import datetime

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import check_listed
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus, Contact, Identity

from . import views
from .records import AccountRecord

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

# Some documented statuses are allowed although no account takes them here.
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
_IDENTITY = "identity"
_OTHER_PEOPLE = ("beneficiaries", "minor_identity")
"""Parts that are listed with the identity."""


@dataclass(frozen=True, kw_only=True)
class AccountQuery:
    """Conditions of a search; all `words` must occur in name, e-mail address, phone or number.

    Both times are exclusive; no `statuses` means any; `entities` are the parts to answer.
    """

    words: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    created_after: datetime | None = None
    created_before: datetime | None = None
    ascending: bool = False
    entities: tuple[str, ...] = ()


def search_text(contact: Contact, identity: Identity, account_id: str, number: str) -> str:
    """Return the text that `words` are searched in, the account's id included."""
    own_script = (
        identity.local_given_name,
        identity.local_middle_name,
        identity.local_family_name,
    )
    latin = (identity.given_name, identity.middle_name, identity.family_name)
    names = filter(None, (*latin, *own_script))
    phone = contact.phone_number or ""
    return " ".join((contact.email_address, *names, account_id, number, phone)).casefold()


def find(simulation: Simulation, query: AccountQuery) -> list[dict[str, object]]:
    """Return customers' accounts as JSON by time of creation, at most a thousand.

    Raises InvalidError for an unknown entity or status.
    """
    check_listed(query.entities, ENTITIES, "entities")
    check_listed(query.statuses, _STATUSES, "status")
    accounts = _matching(simulation, query)
    equities = valuation.last_equities(simulation, [account.id for account in accounts])
    unwanted = set(ENTITIES).difference(query.entities)
    if _IDENTITY in unwanted:
        unwanted.update(_OTHER_PEOPLE)
    return [
        {
            name: value
            for name, value in views.with_equity(
                simulation, account, usd(equities[account.id])
            ).items()
            if name not in unwanted
        }
        for account in accounts
    ]


def _matching(simulation: Simulation, query: AccountQuery) -> list[AccountRecord]:
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
        values.append(to_timestamp(query.created_after))
    if query.created_before is not None:
        conditions.append("created_at < ?")
        values.append(to_timestamp(query.created_before))
    order = "ASC" if query.ascending else "DESC"
    return simulation.database.fetch_all(
        AccountRecord,
        f"FROM accounts WHERE {' AND '.join(conditions)}"
        f" ORDER BY created_at {order}, sequence {order} LIMIT {_MOST_LISTED}",
        values,
    )
