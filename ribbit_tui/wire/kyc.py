"""What the review of an application found (`kyc_results`)."""

from enum import StrEnum
from typing import Any

from .model import WireModel


class KycResultCode(StrEnum):
    IDENTITY_VERIFICATION = "IDENTITY_VERIFICATION"
    TAX_IDENTIFICATION = "TAX_IDENTIFICATION"
    ADDRESS_VERIFICATION = "ADDRESS_VERIFICATION"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    INVALID_IDENTITY_PASSPORT = "INVALID_IDENTITY_PASSPORT"
    SELFIE_VERIFICATION = "SELFIE_VERIFICATION"
    PEP = "PEP"
    FAMILY_MEMBER_PEP = "FAMILY_MEMBER_PEP"
    CONTROL_PERSON = "CONTROL_PERSON"
    AFFILIATED = "AFFILIATED"
    VISA_TYPE_OTHER = "VISA_TYPE_OTHER"
    W8BEN_CORRECTION = "W8BEN_CORRECTION"
    COUNTRY_NOT_SUPPORTED = "COUNTRY_NOT_SUPPORTED"
    WATCHLIST_HIT = "WATCHLIST_HIT"
    OTHER = "OTHER"
    OTHER_PARTNER = "OTHER_PARTNER"


class KycSummary(StrEnum):
    PASS = "pass"
    FAIL = "fail"


class KycResults(WireModel):
    """Codes by what became of them; the value of a code is an object, so far always empty.

    `indeterminate` codes wait for the customer or for the investigation, `additional_information`
    says in words what OTHER asks for, `summary` is `pass` once the review has passed.
    """

    accept: dict[str, Any]
    reject: dict[str, Any]
    indeterminate: dict[str, Any]
    additional_information: str | None
    summary: KycSummary
