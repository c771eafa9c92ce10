"""Results of a firm's own customer identification program (CIP)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from .model import Timestamp, WireModel

Text = Annotated[str, Field(max_length=1024)]
Breakdown = Text | dict[str, Any] | list[Any]
"""JSON in a form of the provider's own, or the same as text."""


class CipProvider(StrEnum):
    ALLOY = "alloy"
    TRULIOO = "trulioo"
    ONFIDO = "onfido"
    VERIFF = "veriff"
    JUMIO = "jumio"
    GETMATI = "getmati"


class CipResult(StrEnum):
    CLEAR = "clear"
    CONSIDER = "consider"


class CipStatus(StrEnum):
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class CipApprovalStatus(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"


class CipKyc(WireModel):
    """The decision of the firm's review.

    Alpaca's documents name the reason `approved_reason` or `approval_reason`.
    """

    id: Text | None = None
    risk_score: int | None = None
    risk_level: Text | None = None
    risk_categories: Text | list[Text] | None = None
    applicant_name: Text | None = None
    email_address: Text | None = None
    nationality: Text | None = None
    id_number: Text | None = Field(default=None, repr=False)
    date_of_birth: date | None = Field(default=None, repr=False)
    address: Text | None = Field(default=None, repr=False)
    postal_code: Text | None = None
    country_of_residency: Text | None = None
    kyc_completed_at: Timestamp | None = None
    ip_address: Text | None = None
    check_initiated_at: Timestamp | None = None
    check_completed_at: Timestamp | None = None
    approval_status: CipApprovalStatus | None = None
    approved_by: Text | None = None
    approved_reason: Text | None = None
    approval_reason: Text | None = None
    approved_at: Timestamp | None = None


class CipCheck(WireModel):
    """The fields that all checks have."""

    id: Text | None = None
    result: CipResult | None = None
    status: CipStatus | None = None
    created_at: Timestamp | None = None


class CipDocument(CipCheck):
    date_of_birth: date | None = Field(default=None, repr=False)
    date_of_expiry: date | None = None
    document_numbers: list[Text] | None = Field(default=None, repr=False)
    document_type: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    gender: Text | None = None
    issuing_country: Text | None = None
    nationality: Text | None = None
    age_validation: CipResult | None = None
    compromised_document: CipResult | None = None
    police_record: CipStatus | None = None
    data_comparison: CipResult | None = None
    data_comparison_breakdown: Breakdown | None = None
    image_integrity: CipResult | None = None
    image_integrity_breakdown: Breakdown | None = None
    visual_authenticity: Breakdown | None = None


class CipPhoto(CipCheck):
    face_comparison: CipResult | None = None
    face_comparison_breakdown: Breakdown | None = None
    image_integrity: CipResult | None = None
    image_integrity_breakdown: Breakdown | None = None
    visual_authenticity: CipResult | None = None
    visual_authenticity_breakdown: Breakdown | None = None


class CipIdentity(CipCheck):
    matched_address: CipResult | None = None
    matched_addresses: Breakdown | None = None
    sources: CipResult | None = None
    sources_breakdown: Breakdown | None = None
    address: CipResult | None = None
    address_breakdown: Breakdown | None = None
    date_of_birth: CipResult | None = None
    date_of_birth_breakdown: Breakdown | None = None
    tax_id: CipResult | None = None
    tax_id_breakdown: Breakdown | None = None


class CipWatchlist(CipCheck):
    records: Breakdown | None = None
    politically_exposed_person: CipResult | None = None
    sanction: CipResult | None = None
    adverse_media: CipResult | None = None
    monitored_lists: CipResult | None = None


class CipUpload(WireModel):
    """The body of `POST /v1/accounts/{account_id}/cip`; the provider has two documented names."""

    provider_name: list[CipProvider] | CipProvider | None = None
    provider: list[CipProvider] | CipProvider | None = None
    kyc: CipKyc | None = None
    document: CipDocument | None = None
    photo: CipPhoto | None = None
    identity: CipIdentity | None = None
    watchlist: CipWatchlist | None = None


class Cip(WireModel):
    """The uploaded results in a response."""

    id: str = ""
    account_id: str = ""
    provider_name: list[CipProvider | str] = Field(default_factory=list)
    created_at: Timestamp | None = None
    updated_at: Timestamp | None = None
    kyc: CipKyc | None = None
    document: CipDocument | None = None
    photo: CipPhoto | None = None
    identity: CipIdentity | None = None
    watchlist: CipWatchlist | None = None
