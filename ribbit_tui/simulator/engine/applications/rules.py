"""Rules for applications, from the Accounts API."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from ribbit_tui.simulator.engine.documents.rules import CheckedUpload, checked_upload
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.accounts import (
    AccountCreation,
    Agreement,
    Contact,
    DisclosureContext,
    Disclosures,
    Identity,
    TrustedContact,
)

# The getting-started guide has its addresses masked, and its sample must be accepted.
_MASKED_EMAIL = "[email\xa0protected]"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_COUNTRY = re.compile(r"[A-Z]{3}")
_LARGEST_INCOME = Decimal(10) ** 15
_OLDEST_BIRTH = date(1900, 1, 1)
_LONGEST_TEXT = 1024

_TAX_ID_TYPES = frozenset(
    [
        "USA_SSN",
        "ARG_AR_CUIT",
        "AUS_TFN",
        "AUS_ABN",
        "BOL_NIT",
        "BRA_CPF",
        "CHL_RUT",
        "COL_NIT",
        "CRI_NITE",
        "DEU_TAX_ID",
        "DOM_RNC",
        "ECU_RUC",
        "FRA_SPI",
        "GBR_UTR",
        "GBR_NINO",
        "GTM_NIT",
        "HND_RTN",
        "HUN_TIN",
        "IDN_KTP",
        "IND_PAN",
        "ISR_TAX_ID",
        "ITA_TAX_ID",
        "JPN_TAX_ID",
        "MEX_RFC",
        "NIC_RUC",
        "NLD_TIN",
        "PAN_RUC",
        "PER_RUC",
        "PRY_RUC",
        "SGP_NRIC",
        "SGP_FIN",
        "SGP_ASGD",
        "SGP_ITR",
        "SLV_NIT",
        "SWE_TAX_ID",
        "URY_RUT",
        "VEN_RIF",
        "NOT_SPECIFIED",
    ]
)
_VISA_TYPES = frozenset(
    ["B1", "B2", "DACA", "E1", "E2", "E3", "F1", "G4", "H1B", "J1", "L1", "OTHER", "O1", "TN1"]
)
_FUNDING_SOURCES = frozenset(
    ["employment_income", "investments", "inheritance", "business_income", "savings", "family"]
)
_EMPLOYMENT_STATUSES = frozenset(["unemployed", "employed", "student", "retired"])
_AGREEMENTS = frozenset(
    [
        "margin_agreement",
        "account_agreement",
        "customer_agreement",
        "crypto_agreement",
        "options_agreement",
    ]
)
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


def check(creation: AccountCreation, today: date) -> list[CheckedUpload]:
    """Check an application, and return its documents.

    Raises InvalidError or TooLargeError for the first thing wrong.
    """
    check_contact(creation.contact, creation.identity.country_of_tax_residence)
    _check_identity(creation.identity, today)
    check_disclosures(creation.disclosures)
    check_agreements(creation.agreements)
    documents = [
        checked_upload(document, f"documents.{number}")
        for number, document in enumerate(creation.documents or [])
    ]
    if creation.trusted_contact is not None:
        check_trusted_contact(creation.trusted_contact)
    for number, kind in enumerate(creation.enabled_assets or []):
        _one_of(kind, _ENABLED_ASSETS, f"enabled_assets.{number}")
    _short(creation.additional_information, "additional_information")
    return documents


def check_contact(contact: Contact, tax_residence: str) -> None:
    """Check a contact. Raises InvalidError."""
    _email(contact.email_address, "contact.email_address")
    _required(contact, "contact", ("phone_number", "street_address", "city"))
    if len(contact.street_address) > 3:
        raise InvalidError("contact.street_address has at most 3 lines", "contact.street_address")
    for name in ("phone_number", "unit", "city", "state", "postal_code"):
        _short(getattr(contact, name), f"contact.{name}")
    _phone(contact.phone_number, "contact.phone_number")
    for number, line in enumerate(contact.street_address):
        _short(line, f"contact.street_address.{number}")
        _latin(line, f"contact.street_address.{number}")
    for name in ("unit", "city", "state", "postal_code"):
        _latin(getattr(contact, name), f"contact.{name}")
    if tax_residence == "USA" and not contact.state:
        raise InvalidError(
            "contact.state is required for tax residents of the USA", "contact.state"
        )
    _country(contact.country, "contact.country")


def _check_identity(identity: Identity, today: date) -> None:
    check_changeable_identity(identity)
    _short(identity.tax_id, "identity.tax_id")
    _latin(identity.tax_id, "identity.tax_id")
    if not _OLDEST_BIRTH <= identity.date_of_birth < today:
        raise InvalidError(
            "identity.date_of_birth must be a date in the past", "identity.date_of_birth"
        )
    for name in ("country_of_citizenship", "country_of_birth", "country_of_tax_residence"):
        _country(getattr(identity, name), f"identity.{name}")
    _check_tax_id(identity)


def check_changeable_identity(identity: Identity) -> None:
    """Check the parts of an identity that may change later. Raises InvalidError."""
    _required(identity, "identity", ("given_name", "family_name", "funding_source"))
    for name in ("given_name", "middle_name", "family_name"):
        _short(getattr(identity, name), f"identity.{name}")
        _latin(getattr(identity, name), f"identity.{name}")
        _short(getattr(identity, f"local_{name}"), f"identity.local_{name}")
    for number, source in enumerate(identity.funding_source):
        _one_of(source, _FUNDING_SOURCES, f"identity.funding_source.{number}")
    _check_visa(identity)
    _check_income(identity)


def _check_tax_id(identity: Identity) -> None:
    if identity.tax_id_type is not None:
        _one_of(identity.tax_id_type, _TAX_ID_TYPES, "identity.tax_id_type")
        _required(identity, "identity", ("tax_id",), "with tax_id_type")
    if identity.tax_id is not None:
        _required(identity, "identity", ("tax_id_type",), "with tax_id")


def _check_visa(identity: Identity) -> None:
    if identity.visa_type is None:
        return
    _one_of(identity.visa_type, _VISA_TYPES, "identity.visa_type")
    if identity.permanent_resident:
        raise InvalidError("permanent residents of the USA have no visa_type", "identity.visa_type")
    _required(identity, "identity", ("visa_expiration_date",), "with visa_type")
    if identity.visa_type in ("B1", "B2"):
        _required(identity, "identity", ("date_of_departure_from_usa",), "with a B1 or B2 visa")


def _check_income(identity: Identity) -> None:
    for name in _INCOME_FIELDS:
        value = getattr(identity, name)
        if value is not None and not (
            0 <= value <= _LARGEST_INCOME and (value == 0 or value >= Decimal("0.01"))
        ):
            raise InvalidError(f"identity.{name} is out of range", f"identity.{name}")


def check_disclosures(disclosures: Disclosures) -> None:
    """Check disclosures. Raises InvalidError."""
    if disclosures.employment_status is not None:
        field = "disclosures.employment_status"
        _one_of(disclosures.employment_status.lower(), _EMPLOYMENT_STATUSES, field)
    for name in ("employer_name", "employer_address", "employment_position"):
        _short(getattr(disclosures, name), f"disclosures.{name}")
    for number, context in enumerate(disclosures.context or []):
        _check_context(context, f"disclosures.context.{number}")


def _check_context(context: DisclosureContext, path: str) -> None:
    _one_of(context.context_type, _CONTEXT_TYPES, f"{path}.context_type")
    reason = f"with {context.context_type}"
    if context.context_type in _FIRM_CONTEXTS:
        _required(context, path, _FIRM_FIELDS, reason)
        _country(context.company_country, f"{path}.company_country")
        if context.company_country == "USA":
            _required(context, path, ("company_state",), "for a company in the USA")
    else:
        _required(context, path, ("given_name", "family_name"), reason)


def check_agreements(agreements: list[Agreement]) -> None:
    """Check that there are agreements, and only known ones. Raises InvalidError."""
    if not agreements:
        raise InvalidError("agreements is required", "agreements")
    for number, agreement in enumerate(agreements):
        path = f"agreements.{number}"
        _one_of(agreement.agreement, _AGREEMENTS, f"{path}.agreement")
        _short(agreement.ip_address, f"{path}.ip_address")
        _short(agreement.revision, f"{path}.revision")


def check_trusted_contact(contact: TrustedContact) -> None:
    """Check a trusted contact. Raises InvalidError."""
    ways = ("email_address", "phone_number", "street_address")
    _required(contact, "trusted_contact", ("given_name", "family_name"))
    # The getting-started guide sends nothing but an empty e-mail address: fields that were sent
    # empty count here.
    if not contact.model_fields_set.intersection(ways):
        raise InvalidError(
            "trusted_contact needs email_address, phone_number or street_address",
            "trusted_contact.email_address",
        )
    if contact.email_address is not None:
        _email(contact.email_address, "trusted_contact.email_address")
    _phone(contact.phone_number, "trusted_contact.phone_number")
    if contact.street_address:
        address = ("city", "state", "postal_code", "country")
        _required(contact, "trusted_contact", address, "with street_address")
    _country(contact.country, "trusted_contact.country")


def _required(model: object, path: str, names: Iterable[str], reason: str = "") -> None:
    for name in names:
        value = getattr(model, name)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            field = f"{path}.{name}"
            raise InvalidError(f"{field} is required {reason}".rstrip(), field)


def _one_of(value: object, allowed: Collection[str], field: str) -> None:
    if not isinstance(value, str) or value not in allowed:
        raise InvalidError(f"{field} must be one of {', '.join(sorted(allowed))}", field)


def _short(value: str | None, field: str) -> None:
    if value is not None and len(value) > _LONGEST_TEXT:
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)


def _latin(value: str | None, field: str) -> None:
    """Check for ASCII, in which names and addresses are reported; `local_` fields are free."""
    if value is not None and not all(" " <= character <= "~" for character in value):
        raise InvalidError(f"{field} must be in Latin characters (ASCII 32 to 126)", field)


def _email(value: str, field: str) -> None:
    _short(value, field)
    masked = value.replace(" ", "\xa0") == _MASKED_EMAIL
    if not masked:
        _latin(value, field)
    if not masked and not _EMAIL.fullmatch(value):
        raise InvalidError(f"{field} must be an e-mail address", field)


def _phone(value: str | None, field: str) -> None:
    if value is not None and not any(map(str.isdigit, value)):
        raise InvalidError(f"{field} must be a phone number, with digits in it", field)


def _country(value: str | None, field: str) -> None:
    if value is not None and not _COUNTRY.fullmatch(value):
        raise InvalidError(f"{field} must be an ISO 3166-1 alpha-3 country code", field)
