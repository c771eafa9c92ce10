"""Rules for applications, from the Accounts API."""

from datetime import date
from decimal import Decimal

from ribbit_tui.simulator.engine.documents.rules import (
    LARGEST_DOCUMENT,
    CheckedUpload,
    checked_upload,
)
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.accounts import (
    AccountCreation,
    AccountType,
    Contact,
    DisclosureContext,
    Disclosures,
    Identity,
    TrustedContact,
)

from . import options, tax_ids
from .agreements import check_agreements, check_signed
from .values import country, email, latin, one_of, phone, required, short

SAME_EMAIL = (
    "There is already an existing account registered with the same email address:"
    " contact.email_address"
)
"""The words of the Accounts API, and the field."""

_LARGEST_INCOME = Decimal(10) ** 15
_OLDEST_BIRTH = date(1900, 1, 1)

_VISA_TYPES = frozenset(
    ["B1", "B2", "DACA", "E1", "E2", "E3", "F1", "G4", "H1B", "J1", "L1", "OTHER", "O1", "TN1"]
)
_FUNDING_SOURCES = frozenset(
    ["employment_income", "investments", "inheritance", "business_income", "savings", "family"]
)
_EXPERIENCE = frozenset(["none", "1_to_5_years", "over_5_years"])
_MARITAL_STATUSES = frozenset(["SINGLE", "MARRIED", "DIVORCED", "WIDOWED"])
_MOST_DEPENDENTS = 100
_EMPLOYMENT_SECTORS = frozenset(
    [
        "agriculture",
        "business_management",
        "computers_and_it",
        "construction",
        "education",
        "finance",
        "government",
        "healthcare",
        "hospitality",
        "manufacturing",
        "marketing",
        "media",
        "not_employed",
        "other",
        "science",
        "self_employed",
        "transportation",
    ]
)
_EMPLOYMENT_STATUSES = frozenset(["unemployed", "employed", "student", "retired"])
_FIRM_CONTEXTS = frozenset({"CONTROLLED_FIRM", "AFFILIATE_FIRM"})
_CONTEXT_TYPES = _FIRM_CONTEXTS | {"IMMEDIATE_FAMILY_EXPOSED"}
_FIRM_FIELDS = (
    "company_name",
    "company_street_address",
    "company_city",
    "company_country",
    "company_compliance_email",
)
_ENABLED_ASSETS = frozenset({"us_equity", "crypto"})
_INCOME_FIELDS = (
    "annual_income_min",
    "annual_income_max",
    "liquid_net_worth_min",
    "liquid_net_worth_max",
    "total_net_worth_min",
    "total_net_worth_max",
)


def check(
    creation: AccountCreation, today: date, largest_document: int | None = LARGEST_DOCUMENT
) -> list[CheckedUpload]:
    """Check an application, and return its documents.

    Raises InvalidError or TooLargeError for the first thing wrong.
    """
    check_contact(creation.contact, creation.identity.country_of_tax_residence)
    _check_identity(creation.identity, today)
    check_disclosures(creation.disclosures)
    check_agreements(creation.agreements)
    check_signed(creation)
    documents = [
        checked_upload(document, f"documents.{number}", largest_document)
        for number, document in enumerate(creation.documents or [])
    ]
    if creation.trusted_contact is not None:
        check_trusted_contact(creation.trusted_contact)
    for number, kind in enumerate(creation.enabled_assets or []):
        one_of(kind, _ENABLED_ASSETS, f"enabled_assets.{number}")
    if creation.account_type is not None:
        one_of(creation.account_type, set(AccountType), "account_type")
    options.check(creation, today)
    short(creation.additional_information, "additional_information")
    return documents


def check_contact(contact: Contact, tax_residence: str) -> None:
    """Check a contact. Raises InvalidError."""
    email(contact.email_address, "contact.email_address")
    required(contact, "contact", ("phone_number", "street_address", "city"))
    if len(contact.street_address) > 3:
        raise InvalidError("contact.street_address has at most 3 lines", "contact.street_address")
    for name in ("phone_number", "unit", "city", "state", "postal_code"):
        short(getattr(contact, name), f"contact.{name}")
    phone(contact.phone_number, "contact.phone_number")
    for number, line in enumerate(contact.street_address):
        short(line, f"contact.street_address.{number}")
        latin(line, f"contact.street_address.{number}")
    for name in ("unit", "city", "state", "postal_code"):
        latin(getattr(contact, name), f"contact.{name}")
    if tax_residence == "USA" and not contact.state:
        raise InvalidError(
            "contact.state is required for tax residents of the USA", "contact.state"
        )
    country(contact.country, "contact.country")


def _check_identity(identity: Identity, today: date) -> None:
    check_changeable_identity(identity)
    short(identity.tax_id, "identity.tax_id")
    latin(identity.tax_id, "identity.tax_id")
    if not _OLDEST_BIRTH <= identity.date_of_birth < today:
        raise InvalidError(
            "identity.date_of_birth must be a date in the past", "identity.date_of_birth"
        )
    for name in ("country_of_citizenship", "country_of_birth", "country_of_tax_residence"):
        country(getattr(identity, name), f"identity.{name}")
    _check_tax_id(identity)


def check_changeable_identity(identity: Identity) -> None:
    """Check the parts of an identity that may change later. Raises InvalidError."""
    required(identity, "identity", ("given_name", "family_name", "funding_source"))
    for name in ("given_name", "middle_name", "family_name"):
        short(getattr(identity, name), f"identity.{name}")
        latin(getattr(identity, name), f"identity.{name}")
        short(getattr(identity, f"local_{name}"), f"identity.local_{name}")
    for number, source in enumerate(identity.funding_source):
        one_of(source, _FUNDING_SOURCES, f"identity.funding_source.{number}")
    _check_visa(identity)
    _check_income(identity)
    _check_circumstances(identity)


def _check_tax_id(identity: Identity) -> None:
    tax_ids.check(identity.tax_id, identity.tax_id_type, "identity")


def _check_visa(identity: Identity) -> None:
    if identity.visa_type is None:
        return
    one_of(identity.visa_type, _VISA_TYPES, "identity.visa_type")
    if identity.permanent_resident:
        raise InvalidError("permanent residents of the USA have no visa_type", "identity.visa_type")
    required(identity, "identity", ("visa_expiration_date",), "with visa_type")
    if identity.visa_type in ("B1", "B2"):
        required(identity, "identity", ("date_of_departure_from_usa",), "with a B1 or B2 visa")


def _check_income(identity: Identity) -> None:
    for name in _INCOME_FIELDS:
        value = getattr(identity, name)
        if value is not None and not (
            0 <= value <= _LARGEST_INCOME and (value == 0 or value >= Decimal("0.01"))
        ):
            raise InvalidError(f"identity.{name} is out of range", f"identity.{name}")


def _check_circumstances(identity: Identity) -> None:
    for name, known in (
        ("investment_experience_with_options", _EXPERIENCE),
        ("marital_status", _MARITAL_STATUSES),
    ):
        if (value := getattr(identity, name)) is not None:
            one_of(value, known, f"identity.{name}")
    dependents = identity.number_of_dependents
    if dependents is not None and not 0 <= dependents <= _MOST_DEPENDENTS:
        field = "identity.number_of_dependents"
        raise InvalidError(f"{field} must be from 0 to {_MOST_DEPENDENTS}", field)


def check_disclosures(disclosures: Disclosures) -> None:
    """Check disclosures. Raises InvalidError."""
    if disclosures.employment_status is not None:
        field = "disclosures.employment_status"
        one_of(disclosures.employment_status.lower(), _EMPLOYMENT_STATUSES, field)
    if disclosures.employment_sector is not None:
        field = "disclosures.employment_sector"
        one_of(disclosures.employment_sector, _EMPLOYMENT_SECTORS, field)
    for name in ("employer_name", "employer_address", "employment_position"):
        short(getattr(disclosures, name), f"disclosures.{name}")
    for number, context in enumerate(disclosures.context or []):
        _check_context(context, f"disclosures.context.{number}")


def _check_context(context: DisclosureContext, path: str) -> None:
    one_of(context.context_type, _CONTEXT_TYPES, f"{path}.context_type")
    reason = f"with {context.context_type}"
    if context.context_type in _FIRM_CONTEXTS:
        required(context, path, _FIRM_FIELDS, reason)
        country(context.company_country, f"{path}.company_country")
        if context.company_country == "USA":
            required(context, path, ("company_state",), "for a company in the USA")
    else:
        required(context, path, ("given_name", "family_name"), reason)


def check_trusted_contact(contact: TrustedContact) -> None:
    """Check a trusted contact. Raises InvalidError."""
    ways = ("email_address", "phone_number", "street_address")
    required(contact, "trusted_contact", ("given_name", "family_name"))
    # The getting-started guide sends nothing but an empty e-mail address: fields that were sent
    # empty count here.
    if not contact.model_fields_set.intersection(ways):
        raise InvalidError(
            "trusted_contact needs email_address, phone_number or street_address",
            "trusted_contact.email_address",
        )
    if contact.email_address is not None:
        email(contact.email_address, "trusted_contact.email_address")
    phone(contact.phone_number, "trusted_contact.phone_number")
    if contact.street_address:
        address = ("city", "state", "postal_code", "country")
        required(contact, "trusted_contact", address, "with street_address")
    country(contact.country, "trusted_contact.country")
