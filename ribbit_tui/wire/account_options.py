"""Parts of an application beside the person: trading, programs, heirs, a custodian's minor."""

from datetime import date
from typing import Any

from pydantic import Field

from .model import Exact, WireModel


class CashInterestProgram(WireModel):
    """Enrollment of an account's cash in interest by an APR tier."""

    apr_tier_name: str | None = None
    status: str | None = None


class CashInterest(WireModel):
    """The `cash_interest` of an account, by currency."""

    usd: CashInterestProgram | None = Field(default=None, alias="USD")


class LendingProgram(WireModel):
    """Enrollment of an account's shares in lending by a tier."""

    tier_id: str | None = None
    status: str | None = None


class SecuritiesLending(WireModel):
    """The `fpsl` (fully paid securities lending) of an account, by market."""

    us: LendingProgram | None = Field(default=None, alias="US")


class Beneficiary(WireModel):
    """A person who inherits an IRA, and the percentage of it."""

    given_name: str
    middle_name: str | None = None
    family_name: str
    date_of_birth: date = Field(repr=False)
    tax_id: str | None = Field(default=None, repr=False)
    tax_id_type: str | None = None
    relationship: str
    type: str
    share_pct: Exact


class MinorIdentity(WireModel):
    """The minor whom the account of a custodian is for."""

    given_name: str
    middle_name: str | None = None
    family_name: str
    date_of_birth: date = Field(repr=False)
    email: str | None = None
    tax_id: str | None = Field(default=None, repr=False)
    tax_id_type: str | None = None
    country_of_citizenship: str | None = None
    country_of_birth: str | None = None
    country_of_tax_residence: str | None = None
    state: str | None = None


class ChangeableOptions(WireModel):
    """Options that may be sent with an application and changed later."""

    allow_instant_ach: bool | None = None
    beneficiaries: list[Beneficiary] | None = None
    cash_interest: CashInterest | None = None
    fpsl: SecuritiesLending | None = None
    primary_account_holder_id: str | None = None


class ApplicationOptions(ChangeableOptions):
    """Options that are sent with an application."""

    account_type: str | None = None
    account_sub_type: str | None = None
    currency: str | None = None
    investment_objective: str | None = None
    investment_time_horizon: str | None = None
    liquidity_needs: str | None = None
    risk_tolerance: str | None = None
    minor_identity: MinorIdentity | None = None


class AccountOptions(WireModel):
    """Options of an account, as it is answered."""

    allow_instant_ach: bool | None = None
    account_sub_type: str | None = None
    cash_interest: CashInterest | None = None
    investment_objective: str | None = None
    investment_time_horizon: str | None = None
    liquidity_needs: str | None = None
    risk_tolerance: str | None = None
    beneficiaries: list[dict[str, Any]] | None = Field(default=None, repr=False)
    minor_identity: dict[str, Any] | None = Field(default=None, repr=False)


class TradingConfigurationsChange(WireModel):
    """The body of `PATCH …/account/configurations`. Fields not sent stay."""

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
