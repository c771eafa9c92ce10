"""Bank links (ACH relationships) and the transfers that they carry."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, Timestamp, WireModel


class AchRelationshipStatus(StrEnum):
    QUEUED = "QUEUED"
    PENDING = "PENDING"
    SENT_TO_CLEARING = "SENT_TO_CLEARING"
    APPROVED = "APPROVED"
    CANCEL_REQUESTED = "CANCEL_REQUESTED"
    CANCELED = "CANCELED"
    REJECTED = "REJECTED"


class BankAccountType(StrEnum):
    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"


class TransferStatus(StrEnum):
    QUEUED = "QUEUED"
    APPROVAL_PENDING = "APPROVAL_PENDING"
    PENDING = "PENDING"
    SENT_TO_CLEARING = "SENT_TO_CLEARING"
    APPROVED = "APPROVED"
    COMPLETE = "COMPLETE"
    REJECTED = "REJECTED"
    CANCELED = "CANCELED"
    RETURNED = "RETURNED"


class TransferDirection(StrEnum):
    INCOMING = "INCOMING"
    OUTGOING = "OUTGOING"


AnyAchRelationshipStatus = Annotated[AchRelationshipStatus | str, Field(union_mode="left_to_right")]
AnyTransferStatus = Annotated[TransferStatus | str, Field(union_mode="left_to_right")]
AnyTransferDirection = Annotated[TransferDirection | str, Field(union_mode="left_to_right")]


class AchRelationshipCreation(WireModel):
    """The body of `POST /v1/accounts/{id}/ach_relationships`."""

    account_owner_name: str
    bank_account_type: str
    bank_account_number: str = Field(repr=False)
    bank_routing_number: str
    nickname: str | None = None


class AchRelationship(WireModel):
    id: str
    account_id: str
    created_at: Timestamp
    updated_at: Timestamp
    status: AnyAchRelationshipStatus
    account_owner_name: str
    bank_account_type: str | None = None
    bank_account_number: str | None = Field(default=None, repr=False)
    bank_routing_number: str | None = None
    nickname: str | None = None


class TransferCreation(WireModel):
    """The body of `POST /v1/accounts/{id}/transfers`; `amount` in USD."""

    transfer_type: str
    relationship_id: str | None = None
    amount: Exact
    direction: AnyTransferDirection
    timing: str | None = None
    additional_information: str | None = None


class Transfer(WireModel):
    id: str
    account_id: str
    relationship_id: str | None = None
    bank_id: str | None = None
    type: str
    status: AnyTransferStatus
    reason: str | None = None
    amount: Exact
    direction: AnyTransferDirection
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Timestamp | None = None
    additional_information: str | None = None
