"""The types of documents, by the names of the Documents API."""

from dataclasses import dataclass

from ribbit_tui.session.application.values.answer import Choice

_PASSPORT = Choice("passport", "Passport")
_LICENSE_FRONT = Choice("drivers_license_front", "Driver's license, front")
_LICENSE_BACK = Choice("drivers_license_back", "Driver's license, back")


@dataclass(frozen=True)
class DocumentType:
    """A document type and the sub types offered for it."""

    value: str
    label: str
    sub_types: tuple[Choice, ...] = ()
    """The kinds of papers. The API accepts any text here, and documents only `passport`."""

    def sub_label(self, sub_type: str) -> str:
        """Return the sub type in words. An unknown one is returned as it is."""
        return next((one.label for one in self.sub_types if one.value == sub_type), sub_type)


DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType(
        "identity_verification",
        "Proof of identity",
        (
            _PASSPORT,
            _LICENSE_FRONT,
            _LICENSE_BACK,
            Choice("national_id_front", "National ID card, front"),
            Choice("national_id_back", "National ID card, back"),
            Choice("residence_permit", "Residence permit or green card"),
            Choice("visa", "Visa"),
            Choice("selfie", "Picture of yourself, taken now"),
        ),
    ),
    DocumentType(
        "address_verification",
        "Proof of address",
        (
            Choice("utility_bill", "Utility bill"),
            Choice("bank_statement", "Bank statement"),
            Choice("lease", "Lease"),
            _LICENSE_FRONT,
            _LICENSE_BACK,
        ),
    ),
    DocumentType(
        "date_of_birth_verification",
        "Proof of date of birth",
        (_PASSPORT, _LICENSE_FRONT, Choice("birth_certificate", "Birth certificate")),
    ),
    DocumentType(
        "tax_id_verification",
        "Proof of tax ID",
        (
            Choice("social_security_card", "Social Security card"),
            Choice("tax_card", "Tax ID card"),
            Choice("tax_letter", "Letter of a tax office"),
        ),
    ),
    DocumentType("account_approval_letter", "Approval letter of your employer (407 letter)"),
    DocumentType("limited_trading_authorization", "Limited trading authorization"),
    DocumentType("w9", "Tax form W-9"),
    DocumentType("w8ben", "Tax form W-8BEN"),
)

TYPES_BY_VALUE = {one.value: one for one in DOCUMENT_TYPES}

APPLICATION_TYPES = tuple(one for one in DOCUMENT_TYPES if one.value not in ("w9", "w8ben"))
"""The types that an application offers as files. It asks for the tax forms as fields."""


def type_label(document_type: str, sub_type: str | None = None) -> str:
    """Return the type in words, such as `Proof of identity: Passport`.

    An unknown type is returned as it is.
    """
    found = TYPES_BY_VALUE.get(document_type)
    label = found.label if found else document_type
    if not sub_type:
        return label
    return f"{label}: {found.sub_label(sub_type) if found else sub_type}"
