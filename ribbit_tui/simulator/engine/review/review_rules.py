"""What the review asks for, and what answers it: one rule for every result code.

The rules are those of the API's appeal tables. An application is the JSON that is stored with the
account; its documents are listed in the order in which they arrived.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ribbit_tui.wire.kyc import KycResultCode as Code

Application = Mapping[str, Any]
Document = Mapping[str, Any]
Test = Callable[[Application], bool]

UNSUPPORTED_COUNTRIES = frozenset({"ATA", "BVT", "HMD", "IOT"})
"""Tax residences that stand for those whose customers are reviewed by hand: nobody lives there."""

IS_WRONG = "is_wrong"
"""Set on a document that contradicts the application."""

SELFIE = "selfie"
VISA = "visa"
_GOVERNMENT_ID = frozenset({"identity_verification"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`raised` is what in an application makes the review ask; `informed` is what answers it.

    A document answers if it is of one of the types `documents` (any at all where that is None),
    and of the sub type where one is named. Nothing is asked of the customer unless `asks`.
    """

    raised: Test | None = None
    informed: Test | None = None
    documents: frozenset[str] | None = frozenset()
    sub_type: str | None = None
    asks: bool = True

    def takes(self, document: Document) -> bool:
        """Whether the document answers what was asked."""
        if document.get(IS_WRONG):
            return False
        if self.documents is None:
            return True
        sub_type = (document.get("document_sub_type") or "").casefold()
        if document["document_type"] not in self.documents:
            return False
        # A selfie proves nothing but itself.
        return self.sub_type in sub_type if self.sub_type else sub_type != SELFIE

    def is_informed(self, application: Application) -> bool:
        return self.informed is not None and self.informed(application)

    def is_taken_back(self, application: Application) -> bool:
        """Whether the application no longer gives rise to it."""
        return self.raised is not None and not self.raised(application)


def _disclosed(name: str) -> Test:
    return lambda application: application.get("disclosures", {}).get(name) is True


def _explained(context_type: str) -> Test:
    def explained(application: Application) -> bool:
        contexts = application.get("disclosures", {}).get("context") or []
        return context_type in {context.get("context_type") for context in contexts}

    return explained


def _exposure_explained(application: Application) -> bool:
    """There is no context type for it: job title and address are the employment's."""
    disclosures = application.get("disclosures", {})
    return bool(disclosures.get("employment_position") and disclosures.get("employer_address"))


def _has_other_visa(application: Application) -> bool:
    return bool(application.get("identity", {}).get("visa_type") == "OTHER")


def _names_its_visa(application: Application) -> bool:
    identity = application.get("identity", {})
    has_named = identity.get("visa_type") not in (None, "OTHER")
    return has_named and bool(identity.get("visa_expiration_date"))


def _residence(application: Application) -> str | None:
    residence: str | None = application.get("identity", {}).get("country_of_tax_residence")
    return residence


def _lacks_w8ben(application: Application) -> bool:
    """A tax resident of another country must send one, and it must fit the application."""
    documents = application.get("documents") or []
    return _residence(application) != "USA" and not any(
        document["document_type"] == "w8ben" and not document.get(IS_WRONG)
        for document in documents
    )


RULES: Mapping[Code, Rule] = {
    Code.IDENTITY_VERIFICATION: Rule(documents=_GOVERNMENT_ID),
    Code.TAX_IDENTIFICATION: Rule(documents=frozenset({"tax_id_verification"})),
    Code.ADDRESS_VERIFICATION: Rule(documents=_GOVERNMENT_ID | {"address_verification"}),
    Code.DATE_OF_BIRTH: Rule(documents=_GOVERNMENT_ID | {"date_of_birth_verification"}),
    Code.INVALID_IDENTITY_PASSPORT: Rule(documents=_GOVERNMENT_ID),
    Code.SELFIE_VERIFICATION: Rule(documents=_GOVERNMENT_ID, sub_type=SELFIE),
    Code.PEP: Rule(raised=_disclosed("is_politically_exposed"), informed=_exposure_explained),
    Code.FAMILY_MEMBER_PEP: Rule(
        raised=_disclosed("immediate_family_exposed"),
        informed=_explained("IMMEDIATE_FAMILY_EXPOSED"),
    ),
    Code.CONTROL_PERSON: Rule(
        raised=_disclosed("is_control_person"),
        informed=_explained("CONTROLLED_FIRM"),
    ),
    Code.AFFILIATED: Rule(
        raised=_disclosed("is_affiliated_exchange_or_finra"),
        informed=_explained("AFFILIATE_FIRM"),
        documents=frozenset({"account_approval_letter"}),
    ),
    Code.VISA_TYPE_OTHER: Rule(
        raised=_has_other_visa, informed=_names_its_visa, documents=_GOVERNMENT_ID, sub_type=VISA
    ),
    Code.W8BEN_CORRECTION: Rule(raised=_lacks_w8ben, documents=frozenset({"w8ben"})),
    Code.COUNTRY_NOT_SUPPORTED: Rule(
        raised=lambda application: _residence(application) in UNSUPPORTED_COUNTRIES, asks=False
    ),
    Code.WATCHLIST_HIT: Rule(asks=False),
    Code.OTHER: Rule(documents=None, informed=lambda _application: True),
    Code.OTHER_PARTNER: Rule(asks=False),
}


def raised(application: Application) -> Iterator[Code]:
    """The codes that the application itself gives rise to, in the order of the table."""
    for code, rule in RULES.items():
        if rule.raised is not None and rule.raised(application):
            yield code
