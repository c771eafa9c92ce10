"""Application in the form in which it is stored and returned."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from ribbit_tui.wire.accounts import AccountCreation
from ribbit_tui.wire.model import WireModel

_LONGEST_EXTRA = 256

Part = dict[str, object]
"""Part of an application, such as the contact, with what the client sent beyond the documented."""


class StoredApplication(TypedDict):
    """Stored application: without tax ids and contents of documents."""

    contact: Part
    identity: Part
    disclosures: Part
    agreements: list[Part]
    account_type: str
    enabled_assets: list[str]
    documents: list[Part]
    trusted_contact: NotRequired[Part]


def stored_application(creation: AccountCreation) -> StoredApplication:
    """Return what is stored of an application. Documents are added when they are stored."""
    stored: StoredApplication = {
        "contact": stored_part(creation.contact),
        "identity": stored_part(creation.identity),
        "disclosures": stored_part(creation.disclosures),
        "agreements": [stored_part(agreement) for agreement in creation.agreements],
        "account_type": creation.account_type or "trading",
        "enabled_assets": creation.enabled_assets or ["us_equity"],
        "documents": [],
    }
    if creation.trusted_contact is not None:
        stored["trusted_contact"] = stored_part(creation.trusted_contact)
    return stored


def stored_part(model: WireModel) -> Part:
    """Return the model's own fields except the tax id, and short plain values of unknown ones."""
    declared = type(model).model_fields
    sent: Mapping[str, object] = model.to_wire()
    return {
        name: value
        for name, value in sent.items()
        if name != "tax_id" and (name in declared or _is_short_and_plain(name, value))
    }


def _is_short_and_plain(name: str, value: object) -> bool:
    if name.startswith("tax_id"):
        return False
    return isinstance(value, str | int | None) and len(str(value)) <= _LONGEST_EXTRA
