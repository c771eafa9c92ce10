"""CIP results: what a firm's own provider of identity checks found about a customer.

Results to consider make an account that is still under review ACTION_REQUIRED. Of id numbers only
the last characters are stored.
"""

import json

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.cip import (
    CipApprovalStatus,
    CipCheck,
    CipResult,
    CipStatus,
    CipUpload,
)
from ribbit_tui.wire.kyc import KycResultCode as Code
from ribbit_tui.wire.model import WireModel

from . import records
from .views import cip_as_wire

_PARTS = ("kyc", "document", "photo", "identity", "watchlist")
_LARGEST_PART = 16 * 1024
"""Characters of a part as JSON."""
_SHOWN = 4

# Code of a result by part and field; other results of a part have the code of the part.
_CHECKS = {
    "document": Code.IDENTITY_VERIFICATION,
    "photo": Code.SELFIE_VERIFICATION,
    "identity": Code.IDENTITY_VERIFICATION,
    "watchlist": Code.WATCHLIST_HIT,
}
_RESULTS = {
    ("identity", "address"): Code.ADDRESS_VERIFICATION,
    ("identity", "matched_address"): Code.ADDRESS_VERIFICATION,
    ("identity", "date_of_birth"): Code.DATE_OF_BIRTH,
    ("identity", "tax_id"): Code.TAX_IDENTIFICATION,
    ("watchlist", "politically_exposed_person"): Code.PEP,
}


def upload(simulation: Simulation, account_id: str, cip: CipUpload) -> dict[str, object]:
    """Store the results in place of earlier ones, and continue the review with their doubts.

    Raises InvalidError if a part is too large.
    """
    account = find_open_account(simulation, account_id)
    parts = {name: _stored_part(cip, name) for name in _PARTS}
    body: dict[str, object] = {
        "provider_name": cip.provider_name or cip.provider or [],
        **parts,
    }
    if not isinstance(body["provider_name"], list):
        body["provider_name"] = [body["provider_name"]]
    record = records.save_cip(simulation, account.id, body, to_timestamp(simulation.now()))
    is_rejected = cip.kyc is not None and cip.kyc.approval_status == CipApprovalStatus.REJECTED
    doubts = _doubts(cip)
    if is_rejected and not doubts:
        doubts = frozenset({Code.IDENTITY_VERIFICATION})
    review.cip_arrived(simulation, account.id, doubts, is_rejected)
    return cip_as_wire(record)


def get(simulation: Simulation, account_id: str) -> dict[str, object]:
    """Return an account's results; raises NotFoundError if there are none."""
    record = records.cip_of(simulation, find_account(simulation, account_id).id)
    if record is None:
        raise NotFoundError("no CIP information has been uploaded for this account")
    return cip_as_wire(record)


def _stored_part(cip: CipUpload, name: str) -> dict[str, object] | None:
    """Return the documented fields of a part, with masked numbers."""
    part: WireModel | None = getattr(cip, name)
    if part is None:
        return None
    stored: dict[str, object] = part.model_dump(mode="json", include=set(type(part).model_fields))
    if len(json.dumps(stored)) > _LARGEST_PART:
        raise InvalidError(f"{name} is too large", name)
    if name == "kyc":
        stored["id_number"] = _masked(stored["id_number"])
        stored["approved_reason"] = stored["approved_reason"] or stored.pop("approval_reason")
    if name == "document" and isinstance(numbers := stored["document_numbers"], list):
        stored["document_numbers"] = [_masked(number) for number in numbers]
    return stored


def _masked(number: object) -> str | None:
    if not isinstance(number, str):
        return None
    hidden = max(len(number) - _SHOWN, (len(number) + 1) // 2)
    return "*" * hidden + number[hidden:]


def _doubts(cip: CipUpload) -> frozenset[Code]:
    found: set[Code] = set()
    for name, code in _CHECKS.items():
        check: CipCheck | None = getattr(cip, name)
        if check is None or check.status == CipStatus.WITHDRAWN:
            continue
        considered = {
            field
            for field in type(check).model_fields
            if getattr(check, field) == CipResult.CONSIDER
        }
        # The overall result counts only if no other result explains it.
        found |= {_RESULTS.get((name, field), code) for field in considered - {"result"}}
        if considered == {"result"}:
            found.add(code)
    return frozenset(found)
