"""The director's decisions on accounts, and the test personas (`/simulator/…`)."""

from typing import Any

from pydantic import Field

from .accounts import AccountStatus
from .kyc import KycResultCode
from .model import WireModel


class KycDecision(WireModel):
    """What the customer is to be told: codes to answer, codes that were not good enough."""

    reject: list[KycResultCode] | None = None
    indeterminate: list[KycResultCode] | None = None
    additional_information: str | None = Field(default=None, max_length=1024)


class AccountDecision(WireModel):
    """The body of `POST /simulator/accounts/{account_id}/status`."""

    status: AccountStatus
    reason: str | None = Field(default=None, max_length=1024)
    kyc_results: KycDecision | None = None


class Persona(WireModel):
    """`GET /simulator/personas`: whom to apply as, and what happens.

    `apply_with` are fields of an application by their dotted names. `statuses` are those that the
    account takes by itself, `result_codes` what `kyc_results` then holds.
    """

    name: str
    description: str
    apply_with: dict[str, Any]
    statuses: list[AccountStatus]
    result_codes: list[KycResultCode]
