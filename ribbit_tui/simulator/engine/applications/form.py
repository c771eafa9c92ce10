"""Application in the form in which it is stored and returned."""

import json
from collections.abc import Mapping
from typing import NotRequired, TypedDict

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.accounts import AccountCreation
from ribbit_tui.wire.model import WireModel

_LARGEST_EXTRA = 4096
"""Characters of an unknown field as JSON."""
_TAX_ID = "tax_id"

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
    """Return what is stored of an application. Documents are added when they are stored.

    Raises InvalidError as `stored_part`.
    """
    stored: StoredApplication = {
        "contact": stored_part(creation.contact, "contact"),
        "identity": stored_part(creation.identity, "identity"),
        "disclosures": stored_part(creation.disclosures, "disclosures"),
        "agreements": [
            stored_part(agreement, f"agreements.{number}")
            for number, agreement in enumerate(creation.agreements)
        ],
        "account_type": creation.account_type or "trading",
        "enabled_assets": creation.enabled_assets or ["us_equity"],
        "documents": [],
    }
    if creation.trusted_contact is not None:
        stored["trusted_contact"] = stored_part(creation.trusted_contact, "trusted_contact")
    return stored


def stored_part(model: WireModel, path: str = "") -> Part:
    """Return the model's fields and unknown ones, all but tax ids; `path` is its place in the body.

    Raises InvalidError for an unknown field that is too large to keep.
    """
    declared = type(model).model_fields
    sent: Mapping[str, object] = model.to_wire()
    stored: Part = {}
    for name, value in sent.items():
        if name in declared and name != _TAX_ID:
            stored[name] = value
        elif not name.startswith(_TAX_ID):
            kept = _without_tax_ids(value)
            if len(json.dumps(kept)) > _LARGEST_EXTRA:
                field = f"{path}.{name}".lstrip(".")
                raise InvalidError(f"{field} is too large", field)
            stored[name] = kept
    return stored


def _without_tax_ids(value: object) -> object:
    """Return JSON without the fields that may hold a tax id."""
    if isinstance(value, dict):
        return {
            name: _without_tax_ids(one)
            for name, one in value.items()
            if not name.startswith(_TAX_ID)
        }
    return [_without_tax_ids(one) for one in value] if isinstance(value, list) else value
