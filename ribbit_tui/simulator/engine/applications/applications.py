"""Applying for an account, and what becomes of the application."""

import json
from typing import Any

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.accounts.search import search_text
from ribbit_tui.simulator.engine.documents import documents
from ribbit_tui.simulator.engine.review import review
from ribbit_tui.simulator.errors import ConflictError
from ribbit_tui.simulator.market.calendar import NEW_YORK
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountCreation, AccountStatus
from ribbit_tui.wire.model import WireModel

from .application_rules import check

_LONGEST_EXTRA = 256


def create(simulation: Simulation, creation: AccountCreation) -> dict[str, Any]:
    """Submit an application; raises ConflictError if its e-mail address has an account.

    A rejected customer may apply again: the new account takes the address over.
    """
    check(creation, simulation.now().astimezone(NEW_YORK).date())
    email = creation.contact.email_address.casefold()
    _claim_email(simulation, email)
    path = review.start(simulation, creation)
    account_id = simulation.ids.uuid("account")
    number = simulation.ids.account_number()
    wants_crypto = "crypto" in (creation.enabled_assets or [])
    account_records.insert(
        simulation,
        AccountRecord(
            id=account_id,
            account_number=number,
            is_firm=False,
            status=path[0],
            crypto_status=path[0] if wants_crypto else None,
            email=email,
            search_text=search_text(creation.contact, creation.identity, account_id, number),
            application=json.dumps(_kept(creation)),
            created_at=to_timestamp(simulation.now()),
        ),
    )
    documents.attach(simulation, account_id, creation.documents or [])
    review.begin(simulation, account_id, creation, path)
    return account_views.as_wire(simulation, find_account(simulation, account_id))


def _claim_email(simulation: Simulation, email: str) -> None:
    row = account_records.by_email(simulation, email)
    if row is None:
        return
    if row.status != AccountStatus.REJECTED:
        raise ConflictError(
            "an account with this e-mail address already exists", "contact.email_address"
        )
    account_records.release_email(simulation, row.id)


def _kept(creation: AccountCreation) -> dict[str, Any]:
    """What is stored and answered: never a tax id, nor a document's content."""
    wire = creation.to_wire()
    kept = {
        "contact": plain(wire["contact"], creation.contact),
        "identity": plain(wire["identity"], creation.identity),
        "disclosures": plain(wire["disclosures"], creation.disclosures),
        "agreements": [
            plain(sent, agreement)
            for sent, agreement in zip(wire["agreements"], creation.agreements, strict=True)
        ],
        "account_type": creation.account_type or "trading",
        "enabled_assets": creation.enabled_assets or ["us_equity"],
        "documents": [],
    }
    if creation.trusted_contact is not None:
        kept["trusted_contact"] = plain(wire["trusted_contact"], creation.trusted_contact)
    return kept


def plain(sent: dict[str, Any], model: WireModel) -> dict[str, Any]:
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
