"""Bank links (ACH relationships) and transfers over them or over recipient banks."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, Timestamp, WireModel
from .status_tables import Transitions, statuses_before


class AchRelationshipStatus(StrEnum):
    QUEUED = "QUEUED"
    PENDING = "PENDING"
    SENT_TO_CLEARING = "SENT_TO_CLEARING"
    APPROVED = "APPROVED"
    CANCEL_REQUESTED = "CANCEL_REQUESTED"
    CANCELED = "CANCELED"
    REJECTED = "REJECTED"

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not ACH_RELATIONSHIP_TRANSITIONS[self]


ACH_RELATIONSHIP_TRANSITIONS: Transitions[AchRelationshipStatus] = {
    AchRelationshipStatus.QUEUED: frozenset(
        {
            AchRelationshipStatus.PENDING,
            AchRelationshipStatus.APPROVED,
            AchRelationshipStatus.REJECTED,
            AchRelationshipStatus.CANCELED,
        }
    ),
    AchRelationshipStatus.PENDING: frozenset(
        {
            AchRelationshipStatus.APPROVED,
            AchRelationshipStatus.REJECTED,
            AchRelationshipStatus.CANCELED,
        }
    ),
    AchRelationshipStatus.SENT_TO_CLEARING: frozenset(
        {
            AchRelationshipStatus.APPROVED,
            AchRelationshipStatus.REJECTED,
            AchRelationshipStatus.CANCELED,
        }
    ),
    AchRelationshipStatus.APPROVED: frozenset({AchRelationshipStatus.CANCELED}),
    AchRelationshipStatus.CANCEL_REQUESTED: frozenset({AchRelationshipStatus.CANCELED}),
    AchRelationshipStatus.CANCELED: frozenset(),
    AchRelationshipStatus.REJECTED: frozenset(),
}
"""Transitions of a bank link.

Alpaca documents the statuses without their order; this order is the simulator's, which uses
neither SENT_TO_CLEARING nor CANCEL_REQUESTED.
"""


class BankAccountType(StrEnum):
    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"


class TransferType(StrEnum):
    ACH = "ach"
    WIRE = "wire"


class FeePaymentMethod(StrEnum):
    """Payers of a wire's fee: the user out of the amount, or the firm by monthly invoice."""

    USER = "user"
    INVOICE = "invoice"


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

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not TRANSFER_TRANSITIONS[self]


_AFTER_APPROVAL = frozenset(
    {
        TransferStatus.SENT_TO_CLEARING,
        TransferStatus.APPROVED,
        TransferStatus.COMPLETE,
        TransferStatus.REJECTED,
        TransferStatus.CANCELED,
    }
)

TRANSFER_TRANSITIONS: Transitions[TransferStatus] = {
    TransferStatus.QUEUED: _AFTER_APPROVAL
    | {TransferStatus.APPROVAL_PENDING, TransferStatus.PENDING},
    TransferStatus.APPROVAL_PENDING: _AFTER_APPROVAL | {TransferStatus.PENDING},
    TransferStatus.PENDING: _AFTER_APPROVAL,
    TransferStatus.SENT_TO_CLEARING: frozenset(
        {
            TransferStatus.APPROVED,
            TransferStatus.COMPLETE,
            TransferStatus.REJECTED,
            TransferStatus.RETURNED,
        }
    ),
    TransferStatus.APPROVED: frozenset(
        {TransferStatus.COMPLETE, TransferStatus.REJECTED, TransferStatus.RETURNED}
    ),
    TransferStatus.COMPLETE: frozenset({TransferStatus.RETURNED}),
    TransferStatus.REJECTED: frozenset(),
    TransferStatus.CANCELED: frozenset(),
    TransferStatus.RETURNED: frozenset(),
}
"""Transitions of a transfer. COMPLETE is not final: a bank may return the money afterwards.

Source: the descriptions of Alpaca's transfer statuses.
"""

PENDING_TRANSFER_STATUSES = statuses_before(TRANSFER_TRANSITIONS, TransferStatus.COMPLETE)
"""Statuses of a transfer that may still complete."""


class TransferDirection(StrEnum):
    INCOMING = "INCOMING"
    OUTGOING = "OUTGOING"


AnyAchRelationshipStatus = Annotated[AchRelationshipStatus | str, Field(union_mode="left_to_right")]
AnyTransferStatus = Annotated[TransferStatus | str, Field(union_mode="left_to_right")]
AnyTransferDirection = Annotated[TransferDirection | str, Field(union_mode="left_to_right")]


class AchRelationshipCreation(WireModel):
    """The body of `POST /v1/accounts/{id}/ach_relationships`.

    A `processor_token` of Plaid replaces all other fields. Without one, all but `nickname` are
    required.
    """

    account_owner_name: str | None = None
    bank_account_type: str | None = None
    bank_account_number: str | None = Field(default=None, repr=False)
    bank_routing_number: str | None = None
    nickname: str | None = None
    processor_token: str | None = Field(default=None, repr=False)
    instant: bool | None = None


class AchRelationship(WireModel):
    id: str
    account_id: str = ""
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    status: AnyAchRelationshipStatus
    account_owner_name: str = ""
    bank_account_type: str | None = None
    bank_account_number: str | None = Field(default=None, repr=False)
    bank_routing_number: str | None = None
    nickname: str | None = None
    processor_token: str | None = Field(default=None, repr=False)
    correspondent_code: str | None = None
    approval_method: str | None = None
    plaid_institution: str | None = None
    plaid_verification_status: str | None = None
    account_mask: str | None = None


class IraTaxWithholding(WireModel):
    """Percentages withheld from a distribution of an IRA."""

    fed_pct: Exact | None = None
    state_pct: Exact | None = None


class TransferIra(WireModel):
    """Contribution to an IRA for a year, or reason for a distribution from one."""

    tax_year: str | None = None
    distribution_reason: str | None = None
    tax_withholding: IraTaxWithholding | None = None


class IraDetails(WireModel):
    """`TransferIra` as it is answered. Nothing is withheld in the simulator."""

    tax_year: str | None = None
    distribution_reason: str | None = None
    fed_withholding_pct: Exact | None = None
    fed_withholding_amount: Exact | None = None
    state_withholding_pct: Exact | None = None
    state_withholding_amount: Exact | None = None


class TransferCreation(WireModel):
    """The body of `POST /v1/accounts/{id}/transfers`; `amount` in USD.

    ACH requires a `relationship_id`, a wire a `bank_id`; `timing` has no effect.
    """

    transfer_type: str
    relationship_id: str | None = None
    bank_id: str | None = None
    amount: Exact
    direction: AnyTransferDirection
    timing: str | None = None
    """Without effect: Alpaca has removed it on 26 August 2026."""
    additional_information: str | None = None
    fee_payment_method: str | None = None
    ira: TransferIra | None = None


class Transfer(WireModel):
    """A transfer between an account and a bank (USD).

    `amount` is what the receiver gets: `requested_amount` less the `fee`, if the user pays it.
    """

    id: str
    account_id: str = ""
    relationship_id: str | None = None
    bank_id: str | None = None
    type: str = ""
    status: AnyTransferStatus
    reason: str | None = None
    amount: Exact
    direction: AnyTransferDirection
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    expires_at: Timestamp | None = None
    additional_information: str | None = None
    requested_amount: Exact | None = None
    fee: Exact | None = None
    fee_payment_method: str | None = None
    hold_until: Timestamp | None = None
    instant_amount: Exact | None = None
    ira: IraDetails | None = None
