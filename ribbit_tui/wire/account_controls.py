"""The director's decisions on accounts, and the test personas (`/simulator/…`)."""

from typing import Any

from pydantic import Field

from .accounts import AccountStatus
from .kyc import KycResultCode
from .model import WireModel


class KycDecision(WireModel):
    """Codes for the customer: `indeterminate` ones to answer, `reject` for insufficient answers."""

    reject: list[KycResultCode] | None = None
    indeterminate: list[KycResultCode] | None = None
    additional_information: str | None = Field(default=None, max_length=1024)


class AccountDecision(WireModel):
    """The body of `POST /simulator/accounts/{account_id}/status`."""

    status: AccountStatus
    reason: str | None = Field(default=None, max_length=1024)
    kyc_results: KycDecision | None = None


class AccountBlocks(WireModel):
    """The body of `POST /simulator/accounts/{account_id}/blocks`. Fields not sent stay."""

    trading_blocked: bool | None = None
    transfers_blocked: bool | None = None
    account_blocked: bool | None = None
    suspend_trade: bool | None = None
    """The customer's own suspension of trading, as in the configurations."""


class Persona(WireModel):
    """A test person (`GET /simulator/personas`): an application, and the course of its review.

    `apply_with` holds fields of the application by their dotted names, `statuses` the statuses that
    the account takes by itself, `result_codes` the codes in its `kyc_results` then.
    """

    name: str
    description: str
    apply_with: dict[str, Any]
    statuses: list[AccountStatus]
    result_codes: list[KycResultCode]
