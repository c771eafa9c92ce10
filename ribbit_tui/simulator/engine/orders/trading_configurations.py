"""What a customer has switched on and off for trading, and the orders that it refuses."""

import json
from typing import Any

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.trading_accounts import TradingConfigurations, TradingConfigurationsChange

from .order_terms import Terms

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
_MAY_BE_NULL = "max_options_trading_level"


def get(simulation: Simulation, account_id: str) -> TradingConfigurations:
    return of(find_account(simulation, account_id))


def of(row: AccountRecord) -> TradingConfigurations:
    """Those of an account's row: the defaults, and what was set."""
    return _DEFAULTS.model_copy(update=were_set(row) or {})


def were_set(row: AccountRecord) -> dict[str, Any] | None:
    """All as they are once any was set, None before."""
    stored: dict[str, Any] | None = json.loads(row.trading_configurations or "null")
    return stored


def change(
    simulation: Simulation, account_id: str, wanted: TradingConfigurationsChange
) -> TradingConfigurations:
    """Set what was sent; raises ForbiddenError for a closed account, InvalidError naming the
    field."""
    row = find_open_account(simulation, account_id)
    for field in wanted.model_extra or {}:
        raise InvalidError(f"{field} is not a trading configuration", field)
    sent = {field: _value(wanted, field) for field in wanted.model_fields_set}
    changed = of(row).model_copy(update=sent)
    if sent:
        simulation.database.execute(
            "UPDATE accounts SET trading_configurations = ? WHERE id = ?",
            (json.dumps(changed.to_wire()), row.id),
        )
    return changed


def _value(wanted: TradingConfigurationsChange, field: str) -> Any:
    value = getattr(wanted, field)
    if field == "max_margin_multiplier" and value is not None:
        # Alpaca's own sample sends the number 1.0. Compared first: an exponent could be huge.
        value = next((text for text in _ALLOWED[field] if value == int(text)), "")
    if value is None and field != _MAY_BE_NULL:
        raise InvalidError(f"{field} must not be null", field)
    allowed = _ALLOWED.get(field)
    if allowed is not None and value is not None and value not in allowed:
        raise InvalidError(f"{field} must be one of {', '.join(map(str, allowed))}", field)
    return value


def check(simulation: Simulation, account_id: str, terms: Terms) -> None:
    """Raises ForbiddenError for an order that the account's configurations rule out."""
    configured = get(simulation, account_id)
    if configured.suspend_trade:
        raise ForbiddenError("new orders are blocked, trading was suspended by the user")
    if not configured.fractional_trading and _is_fractional(terms):
        raise ForbiddenError("the account does not trade fractions of shares", terms.size_field)


def _is_fractional(terms: Terms) -> bool:
    if terms.asset.asset_class == AssetClass.CRYPTO:
        return False
    return terms.qty is None or terms.qty % NANOS_PER_SHARE != 0
