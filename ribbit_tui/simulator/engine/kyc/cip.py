"""What a firm's own provider found about a customer, and what follows from it.

Something to consider makes an account that is still under review ACTION_REQUIRED. Of numbers that
identify a person only the last characters are kept.
"""

import json
from typing import Any

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.engine.review import review
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.cip import (
    Cip,
    CipApprovalStatus,
    CipCheck,
    CipProvider,
    CipResult,
    CipStatus,
    CipUpload,
)
from ribbit_tui.wire.kyc import KycResultCode as Code
from ribbit_tui.wire.model import WireModel, rfc3339

_PARTS = ("kyc", "document", "photo", "identity", "watchlist")
_LARGEST_PART = 16 * 1024
"""Characters of JSON."""
_SHOWN = 4

# What a check doubts by its results; whatever else is to be considered is the check's own code.
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


def upload(simulation: Simulation, account_id: str, cip: CipUpload) -> dict[str, Any]:
    """Keep the results in the place of earlier ones; raises InvalidError if a part is too large."""
    account = find_open_account(simulation, account_id).id
    body = {"provider_name": _providers(cip)} | {name: _kept(cip, name) for name in _PARTS}
    now = to_timestamp(simulation.now())
    cip_id = simulation.database.value("SELECT id FROM cips WHERE account_id = ?", (account,))
    if cip_id is None:
        cip_id = simulation.ids.uuid("cip")
        simulation.database.insert(
            "cips", id=cip_id, account_id=account, body="{}", created_at=now, updated_at=now
        )
    simulation.database.execute(
        "UPDATE cips SET body = ?, updated_at = ? WHERE id = ?", (json.dumps(body), now, cip_id)
    )
    is_rejected = cip.kyc is not None and cip.kyc.approval_status == CipApprovalStatus.REJECTED
    doubts = _doubts(cip)
    if is_rejected and not doubts:
        doubts = frozenset({Code.IDENTITY_VERIFICATION})
    review.cip_arrived(simulation, account, doubts, is_rejected)
    return get(simulation, account)


def get(simulation: Simulation, account_id: str) -> dict[str, Any]:
    """Raises NotFoundError if nothing was handed in."""
    account = find_account(simulation, account_id).id
    row = simulation.database.row("SELECT * FROM cips WHERE account_id = ?", (account,))
    if row is None:
        raise NotFoundError("no CIP information has been uploaded for this account")
    answer = {
        "id": row["id"],
        "account_id": account,
        "created_at": rfc3339(from_timestamp(row["created_at"])),
        "updated_at": rfc3339(from_timestamp(row["updated_at"])),
        **json.loads(row["body"]),
    }
    return Cip.model_validate(answer).model_dump(mode="json", exclude={"kyc": {"approval_reason"}})


def _providers(cip: CipUpload) -> list[CipProvider]:
    given = cip.provider_name or cip.provider or []
    return given if isinstance(given, list) else [given]


def _kept(cip: CipUpload, name: str) -> dict[str, Any] | None:
    """The documented fields of a part, numbers masked."""
    part: WireModel | None = getattr(cip, name)
    if part is None:
        return None
    kept = part.model_dump(mode="json", include=set(type(part).model_fields))
    if len(json.dumps(kept)) > _LARGEST_PART:
        raise InvalidError(f"{name} is too large", name)
    if name == "kyc":
        kept["id_number"] = _masked(kept["id_number"])
        kept["approved_reason"] = kept["approved_reason"] or kept.pop("approval_reason")
    if name == "document" and kept["document_numbers"] is not None:
        kept["document_numbers"] = [_masked(number) for number in kept["document_numbers"]]
    return kept


def _masked(number: str | None) -> str | None:
    if number is None:
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
        # The overall result says nothing beyond the results that explain it.
        found |= {_RESULTS.get((name, field), code) for field in considered - {"result"}}
        if considered == {"result"}:
            found.add(code)
    return frozenset(found)
