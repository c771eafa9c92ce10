"""Results of the review of an application (`kyc_results`)."""

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
    """Codes by their result. The value of each code is an object, always empty so far.

    `indeterminate` codes wait for the customer or the investigation. `additional_information` is
    the text that goes with OTHER. `summary` is `pass` once the review has passed.
    """

    accept: dict[str, Any]
    reject: dict[str, Any]
    indeterminate: dict[str, Any]
    additional_information: str | None
    summary: KycSummary
