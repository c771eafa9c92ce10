"""Changing an account's particulars once it is there, as far as the Accounts API allows."""

import json
from typing import Any, TypeVar

from pydantic import ValidationError

from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.engine.accounts.search import search_text
from ribbit_tui.simulator.engine.review import review
from ribbit_tui.simulator.errors import ConflictError, ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import (
    AccountChange,
    AccountStatus,
    Contact,
    Disclosures,
    Identity,
    TrustedContact,
)
from ribbit_tui.wire.model import WireModel

from . import application_rules
from .applications import plain

CRYPTO_APPROVE_STEP = "crypto.approve"
CRYPTO_ACTIVATE_STEP = "crypto.activate"

Body = dict[str, Any]
Model = TypeVar("Model", bound=WireModel)

_NAMES = ("given_name", "middle_name", "family_name")
_WITH_CRYPTO = ["us_equity", "crypto"]
_CRYPTO_AGREEMENT = "crypto_agreement"


def change(simulation: Simulation, account_id: str, wanted: AccountChange) -> Body:
    """Take over what was sent, checked together with what stays; the account as it is then.

    Raises ForbiddenError for a closed account or one of the firm's, ConflictError if another
    account has
    the e-mail address, InvalidError naming what may not be changed, or not to that value.
    """
    row = find_open_account(simulation, account_id)
    if row.is_firm:
        raise ForbiddenError("an account of the firm itself cannot be changed")
    _refuse_unknown(wanted)
    application: Body = json.loads(row.application)
    _change_contact(simulation, row, application, wanted)
    names_changed = _change_identity(row, application, wanted)
    _change_disclosures(application, wanted)
    _change_trusted_contact(application, wanted)
    wants_crypto = _change_assets(row, application, wanted)
    # A rejected account no longer has an address that was applied with again.
    keeps_email = wanted.contact is None
    _store(simulation, row, application, names_changed, keeps_email)
    if wants_crypto:
        _enable_crypto(simulation, row.id)
    review.application_changed(simulation, row.id)
    return account_views.as_wire(simulation, find_account(simulation, row.id))


def _refuse_unknown(wanted: AccountChange) -> None:
    parts = {"": wanted, **{part: getattr(wanted, part) for part in AccountChange.model_fields}}
    for part, model in parts.items():
        if isinstance(model, WireModel):
            for name in model.model_extra or {}:
                field = f"{part}.{name}".lstrip(".")
                raise InvalidError(f"{field} cannot be changed", field)


def _merged(stored: Body, part: str, change: WireModel, kind: type[Model]) -> tuple[Body, Model]:
    """What is stored with the change over it: to store again, and to check."""
    body = stored | plain(change.to_wire(), change)
    given = {name: value for name, value in body.items() if value is not None}
    try:
        return body, kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = f"{part}.{first['loc'][0]}"
        raise InvalidError(f"{field} is required", field) from None


def _change_contact(
    simulation: Simulation, row: AccountRecord, application: Body, wanted: AccountChange
) -> None:
    if wanted.contact is None:
        return
    body, contact = _merged(application["contact"], "contact", wanted.contact, Contact)
    application_rules.check_contact(contact, application["identity"]["country_of_tax_residence"])
    application["contact"] = body
    other = simulation.database.value(
        "SELECT 1 FROM accounts WHERE email = ? AND id != ?",
        (contact.email_address.casefold(), row.id),
    )
    if other is not None:
        raise ConflictError(
            "an account with this e-mail address already exists", "contact.email_address"
        )


def _change_identity(row: AccountRecord, application: Body, wanted: AccountChange) -> bool:
    """Whether the names have been changed, now or before."""
    if wanted.identity is None:
        return bool(row.names_changed)
    stored = application["identity"]
    body, identity = _merged(stored, "identity", wanted.identity, Identity)
    application_rules.check_changeable_identity(identity)
    application["identity"] = body
    changed = [name for name in _NAMES if body.get(name) != stored.get(name)]
    if changed and row.names_changed:
        raise InvalidError("names can only be changed once", f"identity.{changed[0]}")
    return bool(changed or row.names_changed)


def _change_disclosures(application: Body, wanted: AccountChange) -> None:
    if wanted.disclosures is None:
        return
    stored = application["disclosures"]
    body, disclosures = _merged(stored, "disclosures", wanted.disclosures, Disclosures)
    application_rules.check_disclosures(disclosures)
    application["disclosures"] = body


def _change_trusted_contact(application: Body, wanted: AccountChange) -> None:
    if wanted.trusted_contact is None:
        return
    stored = application.get("trusted_contact") or {}
    body, contact = _merged(stored, "trusted_contact", wanted.trusted_contact, TrustedContact)
    application_rules.check_trusted_contact(contact)
    application["trusted_contact"] = body


def _change_assets(row: AccountRecord, application: Body, wanted: AccountChange) -> bool:
    """Whether crypto is to be enabled: it comes beside equities, and with its agreement."""
    if wanted.agreements is not None:
        _add_agreements(application, wanted)
    if wanted.enabled_assets is None:
        return False
    if sorted(wanted.enabled_assets) != sorted(_WITH_CRYPTO):
        raise InvalidError("enabled_assets must be us_equity and crypto", "enabled_assets")
    if not any(signed["agreement"] == _CRYPTO_AGREEMENT for signed in application["agreements"]):
        raise InvalidError("the crypto_agreement is required to enable crypto", "agreements")
    if row.crypto_status is not None:
        return False
    if row.status != AccountStatus.ACTIVE:
        raise ForbiddenError("crypto can be enabled once the account is active", "enabled_assets")
    application["enabled_assets"] = _WITH_CRYPTO
    return True


def _add_agreements(application: Body, wanted: AccountChange) -> None:
    agreements = wanted.agreements or []
    if wanted.enabled_assets is None:
        raise InvalidError("agreements can only be signed to enable crypto", "agreements")
    application_rules.check_agreements(agreements)
    for number, agreement in enumerate(agreements):
        if agreement.agreement != _CRYPTO_AGREEMENT:
            field = f"agreements.{number}.agreement"
            raise InvalidError(f"{field} must be {_CRYPTO_AGREEMENT}", field)
    application["agreements"] += [plain(signed.to_wire(), signed) for signed in agreements]


def _store(
    simulation: Simulation,
    row: AccountRecord,
    application: Body,
    names_changed: bool,
    keeps_email: bool,
) -> None:
    contact = Contact.model_validate(application["contact"])
    identity = Identity.model_validate(application["identity"])
    account_records.set_application(
        simulation,
        row._replace(
            application=json.dumps(application),
            email=row.email if keeps_email else contact.email_address.casefold(),
            search_text=search_text(contact, identity, row.id, row.account_number),
            names_changed=names_changed,
        ),
    )


def _enable_crypto(simulation: Simulation, account_id: str) -> None:
    status_changes.change_crypto_status(
        simulation, find_account(simulation, account_id), AccountStatus.SUBMITTED
    )
    simulation.later(simulation.delays.account_approved, CRYPTO_APPROVE_STEP, account_id)
    simulation.later(simulation.delays.account_active, CRYPTO_ACTIVATE_STEP, account_id)


def approve_crypto(simulation: Simulation, account_id: str) -> None:
    _step(simulation, account_id, AccountStatus.SUBMITTED, AccountStatus.APPROVED)


def activate_crypto(simulation: Simulation, account_id: str) -> None:
    _step(simulation, account_id, AccountStatus.APPROVED, AccountStatus.ACTIVE)


def _step(
    simulation: Simulation, account_id: str, before: AccountStatus, after: AccountStatus
) -> None:
    row = find_account(simulation, account_id)
    if row.crypto_status == before:
        status_changes.change_crypto_status(simulation, row, after)
