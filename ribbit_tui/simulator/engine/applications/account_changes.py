"""Changes of an account's details, as far as the Accounts API allows."""

import json
from typing import TypeVar

from pydantic import ValidationError

from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.engine.accounts.search import search_text
from ribbit_tui.simulator.engine.cash_interest import enrollment
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.errors import ConflictError, ForbiddenError, InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.accounts import AccountStatus, Contact, Disclosures, Identity, TrustedContact
from ribbit_tui.wire.model import WireModel

from . import agreements, options, rules
from .form import Part, StoredApplication, stored_part
from .steps import ACTIVATE_CRYPTO, APPROVE_CRYPTO

Model = TypeVar("Model", bound=WireModel)

_NOT_PERMITTED = "The request body contains an attribute that is not permitted to be updated"
_NAMES = ("given_name", "middle_name", "family_name")
_WITH_CRYPTO = ["us_equity", "crypto"]


def change(simulation: Simulation, account_id: str, wanted: AccountChange) -> dict[str, object]:
    """Change an account and return it. Changes are checked together with what stays.

    Raises ForbiddenError for a closed account or one of the firm's, ConflictError if another
    account has the e-mail address, InvalidError for what cannot be changed to that value.
    """
    account = find_open_account(simulation, account_id)
    if account.is_firm:
        raise ForbiddenError("an account of the firm itself cannot be changed")
    _check_changeable(wanted)
    application: StoredApplication = json.loads(account.application)
    _change_contact(simulation, account, application, wanted)
    names_changed = _change_identity(account, application, wanted)
    _change_disclosures(application, wanted)
    _change_trusted_contact(application, wanted)
    options.check_changeable(wanted, application["account_type"])
    wants_crypto = _change_assets(account, application, wanted)
    # A rejected account keeps no address that a later application has taken over.
    keeps_email = wanted.contact is None
    kept = options.kept(wanted)
    _store(simulation, account, application, kept, names_changed, keeps_email)
    enrollment.begin(simulation, account.id, wanted.cash_interest)
    if wants_crypto:
        _enable_crypto(simulation, account.id)
    review.application_changed(simulation, account.id)
    return account_views.as_wire(simulation, find_account(simulation, account.id))


def _check_changeable(wanted: AccountChange) -> None:
    parts = {"": wanted, **{part: getattr(wanted, part) for part in AccountChange.model_fields}}
    for part, model in parts.items():
        if isinstance(model, WireModel):
            for name in model.model_extra or {}:
                field = f"{part}.{name}".lstrip(".")
                raise InvalidError(f"{_NOT_PERMITTED}: {field}", field)


def _merged(stored: Part, name: str, change: WireModel, kind: type[Model]) -> tuple[Part, Model]:
    """Return a part with the change applied, as it is stored and as a model to check."""
    part = stored | stored_part(change)
    given = {field: value for field, value in part.items() if value is not None}
    try:
        return part, kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = f"{name}.{first['loc'][0]}"
        raise InvalidError(f"{field} is required", field) from None


def _change_contact(
    simulation: Simulation,
    account: AccountRecord,
    application: StoredApplication,
    wanted: AccountChange,
) -> None:
    if wanted.contact is None:
        return
    body, contact = _merged(application["contact"], "contact", wanted.contact, Contact)
    rules.check_contact(contact, str(application["identity"]["country_of_tax_residence"]))
    application["contact"] = body
    holder = account_records.by_email(simulation, contact.email_address.casefold())
    if holder is not None and holder.id != account.id:
        raise ConflictError(rules.SAME_EMAIL, "contact.email_address")


def _change_identity(
    account: AccountRecord, application: StoredApplication, wanted: AccountChange
) -> bool:
    """Apply a change of the identity; return whether the names were changed, now or before."""
    if wanted.identity is None:
        return bool(account.names_changed)
    stored = application["identity"]
    body, identity = _merged(stored, "identity", wanted.identity, Identity)
    rules.check_changeable_identity(identity)
    application["identity"] = body
    changed = [name for name in _NAMES if body.get(name) != stored.get(name)]
    if changed and account.names_changed:
        raise InvalidError("names can only be changed once", f"identity.{changed[0]}")
    return bool(changed or account.names_changed)


def _change_disclosures(application: StoredApplication, wanted: AccountChange) -> None:
    if wanted.disclosures is None:
        return
    stored = application["disclosures"]
    body, disclosures = _merged(stored, "disclosures", wanted.disclosures, Disclosures)
    rules.check_disclosures(disclosures)
    application["disclosures"] = body


def _change_trusted_contact(application: StoredApplication, wanted: AccountChange) -> None:
    if wanted.trusted_contact is None:
        return
    stored = application.get("trusted_contact") or {}
    body, contact = _merged(stored, "trusted_contact", wanted.trusted_contact, TrustedContact)
    rules.check_trusted_contact(contact)
    application["trusted_contact"] = body


def _change_assets(
    account: AccountRecord, application: StoredApplication, wanted: AccountChange
) -> bool:
    """Apply a change of assets and agreements; return whether crypto is to be enabled."""
    if wanted.agreements is not None:
        _add_agreements(application, wanted)
    if wanted.enabled_assets is None:
        return False
    if sorted(wanted.enabled_assets) != sorted(_WITH_CRYPTO):
        raise InvalidError("enabled_assets must be us_equity and crypto", "enabled_assets")
    signed = {agreement["agreement"] for agreement in application["agreements"]}
    if agreements.CRYPTO_AGREEMENT not in signed:
        raise InvalidError(
            f"agreements: {agreements.CRYPTO_AGREEMENT} is required to enable crypto", "agreements"
        )
    if account.crypto_status is not None:
        return False
    if account.status != AccountStatus.ACTIVE:
        raise ForbiddenError("crypto can be enabled once the account is active", "enabled_assets")
    application["enabled_assets"] = _WITH_CRYPTO
    return True


def _add_agreements(application: StoredApplication, wanted: AccountChange) -> None:
    signed = wanted.agreements or []
    if wanted.enabled_assets is None:
        raise InvalidError("agreements can only be signed to enable crypto", "agreements")
    agreements.check_agreements(signed)
    for number, agreement in enumerate(signed):
        if agreement.agreement != agreements.CRYPTO_AGREEMENT:
            field = f"agreements.{number}.agreement"
            raise InvalidError(f"{field} must be {agreements.CRYPTO_AGREEMENT}", field)
    application["agreements"] += [stored_part(agreement) for agreement in signed]


def _store(
    simulation: Simulation,
    account: AccountRecord,
    application: StoredApplication,
    changed_options: Part,
    names_changed: bool,
    keeps_email: bool,
) -> None:
    contact = Contact.model_validate(application["contact"])
    identity = Identity.model_validate(application["identity"])
    account_records.set_application(
        simulation,
        account._replace(
            application=json.dumps({**application, **changed_options}),
            email=account.email if keeps_email else contact.email_address.casefold(),
            search_text=search_text(contact, identity, account.id, account.account_number),
            names_changed=names_changed,
        ),
    )


def _enable_crypto(simulation: Simulation, account_id: str) -> None:
    status_changes.change_crypto_status(
        simulation, find_account(simulation, account_id), AccountStatus.SUBMITTED
    )
    simulation.later(simulation.delays.account_approved, APPROVE_CRYPTO, account_id)
    simulation.later(simulation.delays.account_active, ACTIVATE_CRYPTO, account_id)
