"""Onfido flow: its tokens and its outcome."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.engine.review import progress as review
from ribbit_tui.simulator.engine.review import records as review_records
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.onfido import (
    OnfidoOutcome,
    OnfidoOutcomeTaken,
    OnfidoOutcomeUpdate,
    OnfidoPlatform,
    OnfidoToken,
)

from . import records
from .records import OnfidoTokenRecord

_LIFETIME = timedelta(minutes=90)
_LONGEST_REFERRER = 1024
_ANY_REFERRER = "*"
# The words of the Accounts API, with its spelling.
_NO_APPLICANT = (
    "Onfido applicant not yet created for account. If you haven't already contacted Alapca to"
    " enable Onfido, please do so."
)


def create_token(
    simulation: Simulation, account_id: str, referrer: str | None, platform: str | None
) -> OnfidoToken:
    """Create a token for the account's flow, which expires after 90 minutes.

    Raises InvalidError unless the customer is to take the flow: in ONBOARDING, and once
    SELFIE_VERIFICATION is asked for.
    """
    account = find_open_account(simulation, account_id).id
    if referrer is not None and platform is None:
        raise InvalidError("platform is required with referrer", "platform")
    if platform is not None and platform not in set(OnfidoPlatform):
        raise InvalidError("platform must be mobile or web", "platform")
    if len(referrer or "") > _LONGEST_REFERRER:
        raise InvalidError(f"referrer must be at most {_LONGEST_REFERRER} characters", "referrer")
    applicant = review_records.load(simulation, account).onfido_applicant
    if applicant is None:
        raise InvalidError(_NO_APPLICANT)
    expires = simulation.now() + _LIFETIME
    claims: dict[str, str | int] = {
        "uuid": simulation.ids.uuid("onfido_token"),
        "applicant": applicant,
        "referrer": referrer or _ANY_REFERRER,
        "exp": int(expires.timestamp()),
    }
    token = _signed(claims, simulation.ids.uuid("onfido_signature"))
    records.insert_token(
        simulation,
        OnfidoTokenRecord(
            digest=_digest(token),
            account_id=account,
            outcome=OnfidoOutcome.NOT_STARTED,
            expires_at=to_timestamp(expires),
        ),
    )
    return OnfidoToken(token=token)


def take_outcome(
    simulation: Simulation, account_id: str, update: OnfidoOutcomeUpdate
) -> OnfidoOutcomeTaken:
    """Store the outcome of the flow; once it is completed, continue the review.

    Raises InvalidError for a token that is not the account's or has expired, and for another
    outcome after USER_COMPLETED.
    """
    account = find_open_account(simulation, account_id).id
    outcome = update.outcome
    if not isinstance(outcome, OnfidoOutcome):
        known = ", ".join(OnfidoOutcome)
        raise InvalidError(f"Invalid input value for outcome: must be one of {known}", "outcome")
    digest = _digest(update.token)
    token = records.token_of(simulation, account, digest)
    if token is None:
        raise InvalidError("token is not one of this account's", "token")
    was_completed = token.outcome == OnfidoOutcome.USER_COMPLETED
    if was_completed and outcome != OnfidoOutcome.USER_COMPLETED:
        raise InvalidError("the flow has been completed already", "outcome")
    if not was_completed and token.expires_at < to_timestamp(simulation.now()):
        raise InvalidError("token has expired", "token")
    records.set_outcome(simulation, digest, outcome, update.reason)
    if outcome == OnfidoOutcome.USER_COMPLETED and not was_completed:
        review.onfido_completed(simulation, account)
    return OnfidoOutcomeTaken(outcome=outcome, reason=update.reason)


def _signed(claims: dict[str, str | int], key: str) -> str:
    """Return a JWT. Its signature is never verified: tokens are found by their digests."""
    parts = [_encoded(json.dumps(part).encode()) for part in ({"alg": "HS256"}, claims)]
    signature = hmac.new(key.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join((*parts, _encoded(signature)))


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
