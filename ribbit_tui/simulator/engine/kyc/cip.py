"""CIP results: what a firm's own provider of identity checks found about a customer.

Results to consider make an account that is still under review ACTION_REQUIRED.
"""

import json
from collections.abc import Mapping

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

PARTS = ("kyc", "document", "photo", "identity", "watchlist")
"""Parts of the results, of which any may be sent."""
_LARGEST_PART = 16 * 1024
"""Characters of a part as JSON."""

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


def upload(
    simulation: Simulation, account_id: str, cip: CipUpload, sent: Mapping[str, object]
) -> dict[str, object]:
    """Store the results as they were `sent`, in place of earlier ones, and continue the review.

    Raises InvalidError if there is no result, or if a part is too large.
    """
    account = find_open_account(simulation, account_id)
    parts = {name: _as_sent(getattr(cip, name), sent.get(name)) for name in PARTS}
    if not any(parts.values()):
        raise InvalidError(f"one of {', '.join(PARTS)} is required")
    for name, part in parts.items():
        if len(json.dumps(part, default=float)) > _LARGEST_PART:
            raise InvalidError(f"{name} is too large", name)
    providers = cip.provider_name or cip.provider or []
    body: dict[str, object] = {
        "provider_name": providers if isinstance(providers, list) else [providers],
        **{name: part for name, part in parts.items() if part},
    }
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


def _as_sent(part: WireModel | None, sent: object) -> dict[str, object]:
    """Return the fields of a part in the form in which they were sent, such as a time's.

    Left out are empty fields, and unknown ones that may hold a tax id.
    """
    if part is None or not isinstance(sent, dict):
        return {}
    read = part.to_wire()
    return {
        name: sent[name] if isinstance(sent[name], type(value)) else value
        for name, value in read.items()
        if value is not None and (name in type(part).model_fields or not name.startswith("tax_id"))
    }


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
