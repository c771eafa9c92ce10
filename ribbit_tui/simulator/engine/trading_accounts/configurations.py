"""Trading configurations: what a customer has switched on and off for trading."""

import json
from decimal import Decimal

from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.trading_accounts import TradingConfigurations

_DEFAULTS = TradingConfigurations(
    dtbp_check="entry",
    pdt_check="entry",
    trade_confirm_email="all",
    suspend_trade=False,
    no_shorting=False,
    fractional_trading=True,
    max_margin_multiplier="1",
    max_options_trading_level=None,
    ptp_no_exception_entry=False,
    disable_overnight_trading=False,
)
_CHECKS = ("both", "entry", "exit")
_ALLOWED: dict[str, tuple[str | int, ...]] = {
    "dtbp_check": _CHECKS,
    "pdt_check": _CHECKS,
    "trade_confirm_email": ("all", "none"),
    "max_margin_multiplier": ("1", "2", "4"),
    "max_options_trading_level": (0, 1, 2, 3),
}
_NOT_ANSWERED = ("dtbp_check", "pdt_check")
"""Configurations that Alpaca does not have since July 2026."""
_MAY_BE_NULL = "max_options_trading_level"


def get(simulation: Simulation, account_id: str) -> TradingConfigurations:
    """Return an account's configurations; raises NotFoundError."""
    return of(find_account(simulation, account_id))


def of(account: AccountRecord) -> TradingConfigurations:
    """Return an account's configurations: the defaults, and what was set."""
    return _DEFAULTS.model_copy(update=set_ones(account) or {})


def set_ones(account: AccountRecord) -> dict[str, object] | None:
    """Return all configurations once any was set, None before."""
    stored: dict[str, object] | None = json.loads(account.trading_configurations or "null")
    return stored


def change(
    simulation: Simulation, account_id: str, wanted: TradingConfigurationsChange
) -> TradingConfigurations:
    """Store what was sent and return all configurations.

    Raises ForbiddenError for a closed account, InvalidError naming the field.
    """
    account = find_open_account(simulation, account_id)
    sent = _checked(wanted)
    changed = of(account).model_copy(update=sent)
    if sent:
        account_records.set_trading_configurations(simulation, account.id, changed.to_wire())
    return changed


def chosen(wanted: TradingConfigurationsChange | None) -> str | None:
    """Return what an application chooses as it is stored, None without any choice.

    Raises InvalidError naming the field.
    """
    if wanted is None:
        return None
    try:
        sent = _checked(wanted)
    except InvalidError as refusal:
        path = "trading_configurations."
        raise InvalidError(path + refusal.message, f"{path}{refusal.field}") from None
    return json.dumps(_DEFAULTS.model_copy(update=sent).to_wire()) if sent else None


def _checked(wanted: TradingConfigurationsChange) -> dict[str, Decimal | int | str | None]:
    for field in wanted.model_extra or {}:
        raise InvalidError(f"{field} is not a trading configuration", field)
    return {
        field: _value(wanted, field)
        for field in wanted.model_fields_set
        # Alpaca's client sends null for what it was not answered.
        if field not in _NOT_ANSWERED or getattr(wanted, field) is not None
    }


def _value(wanted: TradingConfigurationsChange, field: str) -> Decimal | int | str | None:
    """Return what was sent for a field; raises InvalidError for a value that is not allowed."""
    value: Decimal | int | str | None = getattr(wanted, field)
    if field == "max_margin_multiplier" and value is not None:
        # Alpaca's own sample sends the number 1.0. Comparing is safe where the exponent is huge.
        value = next((text for text in _ALLOWED[field] if value == int(text)), "")
    if value is None and field != _MAY_BE_NULL:
        raise InvalidError(f"{field} must not be null", field)
    allowed = _ALLOWED.get(field)
    if allowed is not None and value is not None and value not in allowed:
        raise InvalidError(f"{field} must be one of {', '.join(map(str, allowed))}", field)
    return value
