"""Applying for an account, and what becomes of the application."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.accounts import AccountCreation, AccountStatus
from ribbit_tui.wire.model import WireModel

from . import accounts, documents
from .application_rules import check
from .refusals import Conflict

APPROVE_STEP = "account.approve"
ACTIVATE_STEP = "account.activate"

_MOST_LISTED = 1000
_LONGEST_EXTRA = 256


def create(world: World, creation: AccountCreation) -> dict[str, Any]:
    """Submit an application; raises Conflict if its e-mail address has an account."""
    check(creation, world.now().astimezone(NEW_YORK).date())
    email = creation.contact.email_address.casefold()
    if world.database.value("SELECT 1 FROM accounts WHERE email = ?", (email,)) is not None:
        raise Conflict(
            "an account with this e-mail address already exists", "contact.email_address"
        )
    account_id = world.ids.uuid("account")
    number = world.ids.account_number()
    wants_crypto = "crypto" in (creation.enabled_assets or [])
    world.database.insert(
        "accounts",
        id=account_id,
        account_number=number,
        is_firm=0,
        status=AccountStatus.SUBMITTED,
        crypto_status=AccountStatus.SUBMITTED if wants_crypto else None,
        email=email,
        search_text=_search_text(creation, account_id, number),
        application=json.dumps(_kept(creation)),
        created_at=to_micros(world.now()),
    )
    documents.attach(world, account_id, creation.documents or [])
    row = accounts.find(world, account_id)
    accounts.append_event(world, row, "", AccountStatus.SUBMITTED)
    world.later(world.delays.account_approved, APPROVE_STEP, account_id)
    world.later(world.delays.account_active, ACTIVATE_STEP, account_id)
    return accounts.as_wire(world, row)


def _search_text(creation: AccountCreation, account_id: str, number: str) -> str:
    identity = creation.identity
    names = (identity.given_name, identity.middle_name or "", identity.family_name)
    return " ".join((creation.contact.email_address, *names, account_id, number)).casefold()


def _kept(creation: AccountCreation) -> dict[str, Any]:
    """What is stored and answered: never a tax id, nor a document's content."""
    wire = creation.to_wire()
    kept = {
        "contact": _plain(wire["contact"], creation.contact),
        "identity": _plain(wire["identity"], creation.identity),
        "disclosures": _plain(wire["disclosures"], creation.disclosures),
        "agreements": [
            _plain(sent, agreement)
            for sent, agreement in zip(wire["agreements"], creation.agreements, strict=True)
        ],
        "account_type": creation.account_type or "trading",
        "enabled_assets": creation.enabled_assets or ["us_equity"],
        "documents": [],
    }
    if creation.trusted_contact is not None:
        kept["trusted_contact"] = _plain(wire["trusted_contact"], creation.trusted_contact)
    return kept


def _plain(sent: dict[str, Any], model: WireModel) -> dict[str, Any]:
    """The model's own fields but the tax id, and of unknown ones only short plain values."""
    declared = type(model).model_fields
    return {
        name: value
        for name, value in sent.items()
        if name != "tax_id" and (name in declared or _is_short_and_plain(name, value))
    }


def _is_short_and_plain(name: str, value: Any) -> bool:
    if name.startswith("tax_id"):
        return False
    return isinstance(value, str | int | None) and len(str(value)) <= _LONGEST_EXTRA


def approve(world: World, account_id: str) -> None:
    _step(world, account_id, AccountStatus.SUBMITTED, AccountStatus.APPROVED)


def activate(world: World, account_id: str) -> None:
    _step(world, account_id, AccountStatus.APPROVED, AccountStatus.ACTIVE)


def _step(world: World, account_id: str, before: AccountStatus, after: AccountStatus) -> None:
    row = accounts.find(world, account_id)
    if row["status"] == before:
        accounts.change_status(world, row, after)


@dataclass(frozen=True, kw_only=True)
class AccountQuery:
    """`words` must all be found, each anywhere in name, e-mail address, id or number."""

    words: tuple[str, ...] = ()
    status: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None
    ascending: bool = False


def find(world: World, query: AccountQuery) -> list[dict[str, Any]]:
    """Customers' accounts by time of creation, at most a thousand."""
    conditions = ["NOT is_firm"]
    values: list[int | str] = []
    for word in query.words:
        conditions.append("instr(search_text, ?)")
        values.append(word.casefold())
    if query.status is not None:
        conditions.append("status = ?")
        values.append(query.status)
    if query.created_after is not None:
        conditions.append("created_at > ?")
        values.append(to_micros(query.created_after))
    if query.created_before is not None:
        conditions.append("created_at < ?")
        values.append(to_micros(query.created_before))
    order = "ASC" if query.ascending else "DESC"
    rows: list[sqlite3.Row] = world.database.rows(
        f"SELECT * FROM accounts WHERE {' AND '.join(conditions)}"
        f" ORDER BY created_at {order}, sequence {order} LIMIT {_MOST_LISTED}",
        values,
    )
    return [accounts.as_wire(world, row) for row in rows]
