"""Trading accounts: balances, buying power and configurations."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from .accounts import AnyAccountStatus
from .model import Exact, Timestamp, WireModel


class TradingAccount(WireModel):
    """Balances and buying power in USD (`GET /v1/trading/accounts/{id}/account`).

    Fields that begin with `last` are of the last close.
    """

    id: str
    account_number: str = ""
    status: AnyAccountStatus
    crypto_status: AnyAccountStatus | None = None
    currency: str = "USD"
    cash: Exact | None = None
    cash_withdrawable: Exact | None = None
    cash_transferable: Exact | None = None
    buying_power: Exact | None = None
    regt_buying_power: Exact | None = None
    effective_buying_power: Exact | None = None
    daytrading_buying_power: Exact | None = None
    non_marginable_buying_power: Exact | None = None
    options_buying_power: Exact | None = None
    equity: Exact | None = None
    last_equity: Exact | None = None
    portfolio_value: Exact | None = None
    long_market_value: Exact | None = None
    short_market_value: Exact | None = None
    position_market_value: Exact | None = None
    accrued_fees: Exact | None = None
    pending_reg_taf_fees: Exact | None = None
    intraday_adjustments: Exact | None = None
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
    created_at: Timestamp | None = None
    previous_close: Timestamp | None = None
    balance_asof: date | None = None
    last_cash: Exact | None = None
    last_long_market_value: Exact | None = None
    last_short_market_value: Exact | None = None
    last_buying_power: Exact | None = None
    last_regt_buying_power: Exact | None = None
    last_options_buying_power: Exact | None = None
    last_daytrading_buying_power: Exact | None = None
    last_initial_margin: Exact | None = None
    last_maintenance_margin: Exact | None = None
    last_daytrade_count: int | None = None
    clearing_broker: str | None = None


def _as_boolean(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


class TradingConfigurations(WireModel):
    """The trading features that a customer has enabled (`…/account/configurations`)."""

    dtbp_check: str | None = None
    pdt_check: str | None = None
    trade_confirm_email: str | None = None
    suspend_trade: bool | None = None
    no_shorting: bool | None = None
    fractional_trading: bool | None = None
    max_margin_multiplier: str | None = None
    max_options_trading_level: int | None = None
    ptp_no_exception_entry: Annotated[bool | str | None, BeforeValidator(_as_boolean)] = None
    """A boolean in Alpaca's older documents, a text in its description of 2026."""
    disable_overnight_trading: bool | None = None
