"""Brokerage accounts: the application, the account it becomes, and its trading figures."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from .model import Exact, Timestamp, WireModel


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


AnyAccountStatus = Annotated[AccountStatus | str, Field(union_mode="left_to_right")]


class Contact(WireModel):
    email_address: str
    phone_number: str | None = Field(default=None, repr=False)
    street_address: list[str] = Field(default_factory=list, repr=False)
    unit: str | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


class Identity(WireModel):
    given_name: str
    family_name: str
    middle_name: str | None = None
    date_of_birth: date = Field(repr=False)
    tax_id: str | None = Field(default=None, repr=False)
    tax_id_type: str | None = None
    country_of_citizenship: str | None = None
    country_of_birth: str | None = None
    country_of_tax_residence: str
    visa_type: str | None = None
    visa_expiration_date: date | None = None
    date_of_departure_from_usa: date | None = None
    permanent_resident: bool | None = None
    funding_source: list[str] = Field(default_factory=list)
    annual_income_min: Exact | None = None
    annual_income_max: Exact | None = None
    liquid_net_worth_min: Exact | None = None
    liquid_net_worth_max: Exact | None = None
    total_net_worth_min: Exact | None = None
    total_net_worth_max: Exact | None = None
    liquidity_needs: str | None = None
    investment_experience_with_stocks: str | None = None
    risk_tolerance: str | None = None
    investment_objective: str | None = None
    investment_time_horizon: str | None = None


class DisclosureContext(WireModel):
    context_type: str
    company_name: str | None = None
    company_street_address: list[str] | None = None
    company_city: str | None = None
    company_state: str | None = None
    company_country: str | None = None
    company_compliance_email: str | None = None
    given_name: str | None = None
    family_name: str | None = None


class Disclosures(WireModel):
    is_control_person: bool
    is_affiliated_exchange_or_finra: bool
    is_politically_exposed: bool
    immediate_family_exposed: bool
    employment_status: str | None = None
    employer_name: str | None = None
    employer_address: str | None = None
    employment_position: str | None = None
    context: list[DisclosureContext] | None = None


class Agreement(WireModel):
    agreement: str
    signed_at: Timestamp
    ip_address: str
    revision: str | None = None


class TrustedContact(WireModel):
    given_name: str
    family_name: str
    email_address: str | None = None
    phone_number: str | None = Field(default=None, repr=False)
    street_address: list[str] | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


class AccountCreation(WireModel):
    """The body of `POST /v1/accounts`."""

    contact: Contact
    identity: Identity
    disclosures: Disclosures
    agreements: list[Agreement] = Field(default_factory=list)
    documents: list[dict[str, Any]] | None = Field(default=None, repr=False)
    trusted_contact: TrustedContact | None = None
    enabled_assets: list[str] | None = None
    additional_information: str | None = None
    account_type: str | None = None


class ContactChange(WireModel):
    """What of a contact may change later."""

    email_address: str | None = None
    phone_number: str | None = Field(default=None, repr=False)
    street_address: list[str] | None = Field(default=None, repr=False)
    unit: str | None = Field(default=None, repr=False)
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None


class IdentityChange(WireModel):
    """What of an identity may change later; the names once."""

    given_name: str | None = None
    middle_name: str | None = None
    family_name: str | None = None
    visa_type: str | None = None
    visa_expiration_date: date | None = None
    date_of_departure_from_usa: date | None = None
    permanent_resident: bool | None = None
    funding_source: list[str] | None = None
    annual_income_min: Exact | None = None
    annual_income_max: Exact | None = None
    liquid_net_worth_min: Exact | None = None
    liquid_net_worth_max: Exact | None = None
    total_net_worth_min: Exact | None = None
    total_net_worth_max: Exact | None = None


class DisclosuresChange(WireModel):
    """What of the disclosures may change later: all of them."""

    is_control_person: bool | None = None
    is_affiliated_exchange_or_finra: bool | None = None
    is_politically_exposed: bool | None = None
    immediate_family_exposed: bool | None = None
    employment_status: str | None = None
    employer_name: str | None = None
    employer_address: str | None = None
    employment_position: str | None = None
    context: list[DisclosureContext] | None = None


class AccountChange(WireModel):
    """The body of `PATCH /v1/accounts/{id}`. What is not sent stays; null takes a value away."""

    contact: ContactChange | None = None
    identity: IdentityChange | None = None
    disclosures: DisclosuresChange | None = None
    trusted_contact: TrustedContact | None = None
    enabled_assets: list[str] | None = None
    agreements: list[Agreement] | None = None


class TradingConfigurations(WireModel):
    """`…/account/configurations`: what a customer wants or does not want to be able to do."""

    dtbp_check: str
    pdt_check: str
    trade_confirm_email: str
    suspend_trade: bool
    no_shorting: bool
    fractional_trading: bool
    max_margin_multiplier: str
    max_options_trading_level: int | None
    ptp_no_exception_entry: bool
    disable_overnight_trading: bool


class TradingConfigurationsChange(WireModel):
    """The body of `PATCH …/account/configurations`; what is not sent stays."""

    dtbp_check: str | None = None
    pdt_check: str | None = None
    trade_confirm_email: str | None = None
    suspend_trade: bool | None = None
    no_shorting: bool | None = None
    fractional_trading: bool | None = None
    max_margin_multiplier: Exact | None = None
    max_options_trading_level: int | None = None
    ptp_no_exception_entry: bool | None = None
    disable_overnight_trading: bool | None = None


class Account(WireModel):
    """A brokerage account, as create, get and list answer it."""

    id: str
    account_number: str = ""
    status: AnyAccountStatus
    crypto_status: AnyAccountStatus | None = None
    currency: str = "USD"
    last_equity: Exact | None = None
    created_at: Timestamp
    contact: Contact | None = None
    identity: Identity | None = None
    disclosures: Disclosures | None = None
    agreements: list[Agreement] | None = None
    trusted_contact: TrustedContact | None = None
    account_type: str | None = None
    enabled_assets: list[str] | None = None
    kyc_results: dict[str, Any] | None = None
    documents: list[dict[str, Any]] | None = None
    trading_configurations: dict[str, Any] | None = None


class TradingAccount(WireModel):
    """`GET /v1/trading/accounts/{id}/account`: what an account can do with its money now (USD).

    Figures that begin with `last` are those of the last close.
    """

    id: str
    account_number: str = ""
    status: AnyAccountStatus
    crypto_status: AnyAccountStatus | None = None
    currency: str = "USD"
    cash: Exact
    cash_withdrawable: Exact
    cash_transferable: Exact
    buying_power: Exact
    regt_buying_power: Exact | None = None
    daytrading_buying_power: Exact | None = None
    non_marginable_buying_power: Exact | None = None
    options_buying_power: Exact | None = None
    equity: Exact
    last_equity: Exact
    portfolio_value: Exact
    long_market_value: Exact
    short_market_value: Exact | None = None
    position_market_value: Exact | None = None
    accrued_fees: Exact | None = None
    pending_transfer_in: Exact | None = None
    pending_transfer_out: Exact | None = None
    initial_margin: Exact | None = None
    maintenance_margin: Exact | None = None
    sma: Exact | None = None
    trading_blocked: bool = False
    transfers_blocked: bool = False
    account_blocked: bool = False
    trade_suspended_by_user: bool = False
    shorting_enabled: bool = False
    pattern_day_trader: bool | None = None
    daytrade_count: int | None = None
    multiplier: str = "1"
    options_approved_level: int | None = None
    options_trading_level: int | None = None
    admin_configurations: dict[str, Any] | None = None
    user_configurations: dict[str, Any] | None = None
    created_at: Timestamp
    previous_close: Timestamp | None = None
    balance_asof: date | None = None
    last_cash: Exact | None = None
    last_long_market_value: Exact | None = None
    last_short_market_value: Exact | None = None
    last_buying_power: Exact | None = None
    last_regt_buying_power: Exact | None = None
    last_daytrading_buying_power: Exact | None = None
    last_initial_margin: Exact | None = None
    last_maintenance_margin: Exact | None = None
    last_daytrade_count: int | None = None
    clearing_broker: str | None = None
