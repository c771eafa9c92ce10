"""Rules of the review: one for every result code, from the API's appeal tables."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ribbit_tui.simulator.engine.documents.rules import W8BEN
from ribbit_tui.wire.accounts import Disclosures
from ribbit_tui.wire.kyc import KycResultCode as Code

from .application import ReviewedApplication, ReviewedDocument

Test = Callable[[ReviewedApplication], bool]

UNSUPPORTED_COUNTRIES = frozenset({"ATA", "BVT", "HMD", "IOT"})
"""Tax residences whose customers are reviewed by hand. In reality nobody lives there."""

SELFIE = "selfie"
VISA = "visa"
_GOVERNMENT_ID = frozenset({"identity_verification"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Rule for a result code.

    The review asks if the application fulfils `raised`, and is answered if it fulfils `informed`.
    A document answers if it has one of the types `documents` (None means any type), and the sub
    type if there is one. Unless `asks`, the customer has nothing to answer.
    """

    raised: Test | None = None
    informed: Test | None = None
    documents: frozenset[str] | None = frozenset()
    sub_type: str | None = None
    asks: bool = True

    def takes(self, document: ReviewedDocument) -> bool:
        """Whether the document answers."""
        if document.is_wrong:
            return False
        if self.documents is None:
            return True
        if document.type not in self.documents:
            return False
        # A selfie answers only a request for a selfie.
        if self.sub_type is None:
            return document.sub_type != SELFIE
        return self.sub_type in document.sub_type

    def is_informed(self, application: ReviewedApplication) -> bool:
        """Whether the application answers."""
        return self.informed is not None and self.informed(application)

    def is_taken_back(self, application: ReviewedApplication) -> bool:
        """Whether the application no longer gives a reason to ask."""
        return self.raised is not None and not self.raised(application)


def _explained(context_type: str) -> Test:
    def explained(application: ReviewedApplication) -> bool:
        disclosures = application.disclosures
        contexts = (disclosures and disclosures.context) or []
        return any(context.context_type == context_type for context in contexts)

    return explained


def _has_employment_details(application: ReviewedApplication) -> bool:
    """Whether job title and employer's address are given; exposure has no context of its own."""
    disclosures = application.disclosures
    return disclosures is not None and bool(
        disclosures.employment_position and disclosures.employer_address
    )


def _has_other_visa(application: ReviewedApplication) -> bool:
    return application.identity is not None and application.identity.visa_type == "OTHER"


def _has_named_visa(application: ReviewedApplication) -> bool:
    identity = application.identity
    return (
        identity is not None
        and identity.visa_type not in (None, "OTHER")
        and identity.visa_expiration_date is not None
    )


def _lacks_w8ben(application: ReviewedApplication) -> bool:
    """Whether a tax resident of another country has sent no W-8BEN that fits the application."""
    return application.tax_residence != "USA" and not any(
        document.type == W8BEN and not document.is_wrong for document in application.documents
    )


def _disclosed(flag: Callable[[Disclosures], bool]) -> Test:
    return lambda application: application.disclosures is not None and flag(application.disclosures)


RULES: Mapping[Code, Rule] = {
    Code.IDENTITY_VERIFICATION: Rule(documents=_GOVERNMENT_ID),
    Code.TAX_IDENTIFICATION: Rule(documents=frozenset({"tax_id_verification"})),
    Code.ADDRESS_VERIFICATION: Rule(documents=_GOVERNMENT_ID | {"address_verification"}),
    Code.DATE_OF_BIRTH: Rule(documents=_GOVERNMENT_ID | {"date_of_birth_verification"}),
    Code.INVALID_IDENTITY_PASSPORT: Rule(documents=_GOVERNMENT_ID),
    Code.SELFIE_VERIFICATION: Rule(documents=_GOVERNMENT_ID, sub_type=SELFIE),
    Code.PEP: Rule(
        raised=_disclosed(lambda given: given.is_politically_exposed),
        informed=_has_employment_details,
    ),
    Code.FAMILY_MEMBER_PEP: Rule(
        raised=_disclosed(lambda given: given.immediate_family_exposed),
        informed=_explained("IMMEDIATE_FAMILY_EXPOSED"),
    ),
    Code.CONTROL_PERSON: Rule(
        raised=_disclosed(lambda given: given.is_control_person),
        informed=_explained("CONTROLLED_FIRM"),
    ),
    Code.AFFILIATED: Rule(
        raised=_disclosed(lambda given: given.is_affiliated_exchange_or_finra),
        informed=_explained("AFFILIATE_FIRM"),
        documents=frozenset({"account_approval_letter"}),
    ),
    Code.VISA_TYPE_OTHER: Rule(
        raised=_has_other_visa, informed=_has_named_visa, documents=_GOVERNMENT_ID, sub_type=VISA
    ),
    Code.W8BEN_CORRECTION: Rule(raised=_lacks_w8ben, documents=frozenset({W8BEN})),
    Code.COUNTRY_NOT_SUPPORTED: Rule(
        raised=lambda application: application.tax_residence in UNSUPPORTED_COUNTRIES, asks=False
    ),
    Code.WATCHLIST_HIT: Rule(asks=False),
    Code.OTHER: Rule(documents=None, informed=lambda _application: True),
    Code.OTHER_PARTNER: Rule(asks=False),
}


def raised(application: ReviewedApplication) -> Iterator[Code]:
    """Yield the codes that the application gives a reason to ask for, in the table's order."""
    for code, rule in RULES.items():
        if rule.raised is not None and rule.raised(application):
            yield code
