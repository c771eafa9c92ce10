"""Records of identity checks, and every write of their two tables."""

import json
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.onfido import OnfidoOutcome


class CipRecord(NamedTuple):
    """CIP results of an account; `body` is a JSON object: the results as they were sent."""

    id: str
    account_id: str
    body: str
    created_at: Timestamp
    updated_at: Timestamp


class OnfidoTokenRecord(NamedTuple):
    """Token of the Onfido flow, of which only the SHA-256 digest is stored."""

    digest: str
    account_id: str
    outcome: OnfidoOutcome
    expires_at: Timestamp
    reason: str | None = None


def cip_of(simulation: Simulation, account_id: str) -> CipRecord | None:
    """Return an account's CIP results."""
    return simulation.database.fetch_one(CipRecord, "FROM cips WHERE account_id = ?", (account_id,))


def save_cip(
    simulation: Simulation, account_id: str, body: dict[str, object], now: Timestamp
) -> CipRecord:
    """Store CIP results in place of earlier ones, which keep their id."""
    earlier = cip_of(simulation, account_id)
    if earlier is None:
        cip = CipRecord(simulation.ids.uuid("cip"), account_id, _as_json(body), now, now)
        simulation.database.insert("cips", cip)
        return cip
    cip = earlier._replace(body=_as_json(body), updated_at=now)
    simulation.database.execute(
        "UPDATE cips SET body = ?, updated_at = ? WHERE id = ?", (cip.body, now, cip.id)
    )
    return cip


def _as_json(body: dict[str, object]) -> str:
    return json.dumps(body, default=float)  # a fraction as the number that it was


def insert_token(simulation: Simulation, token: OnfidoTokenRecord) -> None:
    """Add a token."""
    simulation.database.insert("onfido_tokens", token)


def token_of(simulation: Simulation, account_id: str, digest: str) -> OnfidoTokenRecord | None:
    """Return an account's token by its digest."""
    return simulation.database.fetch_one(
        OnfidoTokenRecord,
        "FROM onfido_tokens WHERE digest = ? AND account_id = ?",
        (digest, account_id),
    )


def set_outcome(
    simulation: Simulation, digest: str, outcome: OnfidoOutcome, reason: str | None
) -> None:
    """Store the outcome of the flow."""
    simulation.database.execute(
        "UPDATE onfido_tokens SET outcome = ?, reason = ? WHERE digest = ?",
        (outcome, reason, digest),
    )
