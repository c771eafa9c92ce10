"""Brokerage accounts: applications and accounts."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, WithJsonSchema

from .account_options import AccountOptions, ApplicationOptions, TradingConfigurationsChange
from .model import Exact, Timestamp, WireModel
from .status_tables import Transitions


class AccountStatus(StrEnum):
    INACTIVE = "INACTIVE"
    ONBOARDING = "ONBOARDING"
    SUBMITTED = "SUBMITTED"
    SUBMISSION_FAILED = "SUBMISSION_FAILED"
    ACTION_REQUIRED = "ACTION_REQUIRED"
    EDITED = "EDITED"
    APPROVAL_PENDING = "APPROVAL_PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    ACTIVE = "ACTIVE"
    DISABLED = "DISABLED"
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"

    @property
    def is_final(self) -> bool:
        """Whether no status follows this one."""
        return not ACCOUNT_TRANSITIONS[self]


ACCOUNT_TRANSITIONS: Transitions[AccountStatus] = {
    AccountStatus.INACTIVE: frozenset(),
    AccountStatus.ONBOARDING: frozenset({AccountStatus.SUBMITTED}),
    AccountStatus.SUBMITTED: frozenset(
        {AccountStatus.ACTION_REQUIRED, AccountStatus.APPROVAL_PENDING, AccountStatus.APPROVED}
    ),
    AccountStatus.ACTION_REQUIRED: frozenset(
        {AccountStatus.EDITED, AccountStatus.APPROVAL_PENDING, AccountStatus.REJECTED}
    ),
    AccountStatus.EDITED: frozenset({AccountStatus.APPROVAL_PENDING}),
    AccountStatus.APPROVAL_PENDING: frozenset(
        {AccountStatus.ACTION_REQUIRED, AccountStatus.APPROVED}
    ),
    AccountStatus.APPROVED: frozenset({AccountStatus.SUBMISSION_FAILED, AccountStatus.ACTIVE}),
    AccountStatus.SUBMISSION_FAILED: frozenset({AccountStatus.APPROVED}),
    AccountStatus.REJECTED: frozenset(),
    AccountStatus.ACTIVE: frozenset({AccountStatus.DISABLED, AccountStatus.ACCOUNT_CLOSED}),
    AccountStatus.DISABLED: frozenset(),
    AccountStatus.ACCOUNT_CLOSED: frozenset(),
}
"""Transitions that the review of an application and the account's owner cause.

Source: Alpaca's account statuses and its guide to account opening. An operator of the broker (in
the simulator the director) may set any status, whatever this table says.
"""


class AccountType(StrEnum):
    TRADING = "trading"
    CUSTODIAL = "custodial"
    DONOR_ADVISED = "donor_advised"
    IRA = "ira"
    HSA = "hsa"


AnyAccountStatus = Annotated[AccountStatus | str, Field(union_mode="left_to_right")]


def _as_list(value: object) -> object:
    """Put a text or an object that stands alone into a list."""
    return [value] if isinstance(value, str | dict) else value


_TEXT = {"type": "string"}
Texts = Annotated[
    list[str],
    BeforeValidator(_as_list),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _TEXT}, _TEXT]}, mode="validation"),
]
"""A list of texts. A single text is taken for a list of one, as tables of the Accounts API have it
for addresses and funding sources."""


class AccountContact(WireModel):
    """The contact of an account. A firm's own account may have none of it."""

    email_address: str | None = None
    phone_number: str | None = Field(default=None, repr=False)
    street_address: Texts = Field(default_factory=list, repr=False)
    unit: str | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    local_street_address: Texts | None = Field(default=None, repr=False)
    local_unit: str | None = Field(default=None, repr=False)
    local_city: str | None = None
    local_state: str | None = None


class Contact(AccountContact):
    """The contact in an application."""

    email_address: str


class AccountIdentity(WireModel):
    """The identity of an account. A firm's own account may have none of it."""

    given_name: str | None = None
    family_name: str | None = None
    middle_name: str | None = None
    local_given_name: str | None = None
    local_middle_name: str | None = None
    local_family_name: str | None = None
    date_of_birth: date | None = Field(default=None, repr=False)
    tax_id: str | None = Field(default=None, repr=False)
    tax_id_type: str | None = None
    country_of_citizenship: str | None = None
    country_of_birth: str | None = None
    country_of_tax_residence: str | None = None
    visa_type: str | None = None
    visa_expiration_date: date | None = None
    date_of_departure_from_usa: date | None = None
    permanent_resident: bool | None = None
    funding_source: Texts = Field(default_factory=list)
    annual_income_min: Exact | None = None
    annual_income_max: Exact | None = None
    liquid_net_worth_min: Exact | None = None
    liquid_net_worth_max: Exact | None = None
    total_net_worth_min: Exact | None = None
    total_net_worth_max: Exact | None = None
    liquidity_needs: str | None = None
    investment_experience_with_stocks: str | None = None
    investment_experience_with_options: str | None = None
    marital_status: str | None = None
    number_of_dependents: int | None = None
    risk_tolerance: str | None = None
    investment_objective: str | None = None
    investment_time_horizon: str | None = None

    @property
    def full_name(self) -> str:
        """Given and family name, of which a firm's account may have one or none."""
        return " ".join(filter(None, (self.given_name, self.family_name)))


class Identity(AccountIdentity):
    """The identity in an application."""

    given_name: str
    family_name: str
    date_of_birth: date = Field(repr=False)
    # A table of the Accounts API of 2021 has another name for it.
    country_of_tax_residence: str = Field(
        validation_alias=AliasChoices("country_of_tax_residence", "country_of_tax_residency")
    )


class DisclosureContext(WireModel):
    context_type: str
    company_name: str | None = None
    company_street_address: Texts | None = None
    company_city: str | None = None
    company_state: str | None = None
    company_country: str | None = None
    company_compliance_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None


Contexts = Annotated[list[DisclosureContext], BeforeValidator(_as_list)]
"""A list of contexts. A single one is taken for a list of one, as a table of the Accounts API has
it."""


class AccountDisclosures(WireModel):
    """The disclosures of an account. None means that they are not known."""

    is_control_person: bool | None = None
    is_affiliated_exchange_or_finra: bool | None = None
    is_politically_exposed: bool | None = None
    immediate_family_exposed: bool | None = None
    employment_status: str | None = None
    employment_sector: str | None = None
    employer_name: str | None = None
    employer_address: str | None = None
    employment_position: str | None = None
    context: Contexts | None = None


class Disclosures(AccountDisclosures):
    """The disclosures in an application."""

    is_control_person: bool
    is_affiliated_exchange_or_finra: bool
    is_politically_exposed: bool
    immediate_family_exposed: bool


class AccountAgreement(WireModel):
    """An agreement that an account's owner has signed."""

    agreement: str
    signed_at: Timestamp | None = None
    ip_address: str | None = None
    revision: str | None = None


class Agreement(AccountAgreement):
    """An agreement signed in an application."""

    signed_at: Timestamp
    ip_address: str


class AccountTrustedContact(WireModel):
    """The trusted contact of an account."""

    given_name: str | None = None
    family_name: str | None = None
    email_address: str | None = None
    phone_number: str | None = Field(default=None, repr=False)
    street_address: Texts | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


class TrustedContact(AccountTrustedContact):
    """The trusted contact in an application."""

    given_name: str
    family_name: str


class AccountCreation(ApplicationOptions):
    """The body of `POST /v1/accounts`."""

    contact: Contact
    identity: Identity
    disclosures: Disclosures
    agreements: list[Agreement] = Field(default_factory=list)
    documents: list[dict[str, Any]] | None = Field(default=None, repr=False)
    trusted_contact: TrustedContact | None = None
    enabled_assets: list[str] | None = None
    additional_information: str | None = None
    trading_configurations: TradingConfigurationsChange | None = None


class Account(AccountOptions):
    """A brokerage account in the responses of create, get and list."""

    id: str
    account_number: str = ""
    status: AnyAccountStatus
    crypto_status: AnyAccountStatus | None = None
    currency: str = "USD"
    last_equity: Exact | None = None
    created_at: Timestamp | None = None
    contact: AccountContact | None = None
    identity: AccountIdentity | None = None
    disclosures: AccountDisclosures | None = None
    agreements: list[AccountAgreement] | None = None
    trusted_contact: AccountTrustedContact | None = None
    account_type: str | None = None
    enabled_assets: list[str] | None = None
    kyc_results: dict[str, Any] | None = None
    documents: list[dict[str, Any]] | None = None
    trading_configurations: dict[str, Any] | None = None

    @property
    def crypto(self) -> AnyAccountStatus | None:
        """Status of crypto trading, None if it was never requested."""
        return None if self.crypto_status == AccountStatus.INACTIVE else self.crypto_status
