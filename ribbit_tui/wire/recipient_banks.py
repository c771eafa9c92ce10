"""Recipient banks: the banks that wires go to."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Timestamp, WireModel
from .status_tables import Transitions


class BankStatus(StrEnum):
    QUEUED = "QUEUED"
    SENT_TO_CLEARING = "SENT_TO_CLEARING"
    APPROVED = "APPROVED"
    CANCELED = "CANCELED"

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not BANK_TRANSITIONS[self]


BANK_TRANSITIONS: Transitions[BankStatus] = {
    BankStatus.QUEUED: frozenset({BankStatus.SENT_TO_CLEARING, BankStatus.CANCELED}),
    BankStatus.SENT_TO_CLEARING: frozenset({BankStatus.APPROVED, BankStatus.CANCELED}),
    BankStatus.APPROVED: frozenset({BankStatus.CANCELED}),
    BankStatus.CANCELED: frozenset(),
}
"""Transitions of a recipient bank. Alpaca documents the statuses without their order."""


class BankCodeType(StrEnum):
    """Kinds of bank codes: ABA in the United States, BIC elsewhere."""

    ABA = "ABA"
    BIC = "BIC"


AnyBankStatus = Annotated[BankStatus | str, Field(union_mode="left_to_right")]
AnyBankCodeType = Annotated[BankCodeType | str, Field(union_mode="left_to_right")]


class BankCreation(WireModel):
    """The body of `POST /v1/accounts/{id}/recipient_banks`: a BIC needs the bank's address."""

    name: str
    bank_code: str
    bank_code_type: AnyBankCodeType
    account_number: str = Field(repr=False)
    country: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    city: str | None = None
    street_address: str | None = None
    extra_fields: dict[str, str] | None = None


class Bank(WireModel):
    """A recipient bank, for wires. The address is empty for a domestic bank."""

    id: str
    account_id: str = ""
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    status: AnyBankStatus = ""
    name: str = ""
    bank_code: str = ""
    bank_code_type: AnyBankCodeType = ""
    account_number: str = Field(default="", repr=False)
    country: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    city: str | None = None
    street_address: str | None = None
    extra_fields: dict[str, str] | None = None
