"""The trading account: balances and permissions, computed at each request."""

import json
from decimal import Decimal

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.activities import records as activities
from ribbit_tui.simulator.engine.balances import settlement, valuation
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.trading_accounts import TradingAccount

from . import configurations, day_trades

_BLOCKED_ALTOGETHER = (AccountStatus.DISABLED, AccountStatus.ACCOUNT_CLOSED)
_MULTIPLIER = "1"
_OPTIONS_LEVEL = 0
_NOTHING = Decimal(0)

_CASH_ACCOUNT: dict[str, object] = {
    "currency": "USD",
    "multiplier": _MULTIPLIER,
    "daytrading_buying_power": _NOTHING,
    "last_daytrading_buying_power": _NOTHING,
    "maintenance_margin": _NOTHING,
    "last_maintenance_margin": _NOTHING,
    "sma": _NOTHING,
    "shorting_enabled": False,
    "short_market_value": _NOTHING,
    "last_short_market_value": _NOTHING,
    "options_buying_power": _NOTHING,
    "last_options_buying_power": _NOTHING,
    "options_approved_level": _OPTIONS_LEVEL,
    "options_trading_level": _OPTIONS_LEVEL,
    # Every fee is taken as it arises.
    "accrued_fees": _NOTHING,
    "pending_reg_taf_fees": _NOTHING,
    # A name that clients know: the firm that holds the accounts clears its own trades.
    "clearing_broker": "SELF",
}
"""Fields that are the same for every account here, whatever a customer's configurations allow.

Shares are paid for in full (their initial margin), no margin is lent, nothing is sold short, and no
options are traded."""


def get(simulation: Simulation, account_id: str) -> dict[str, object]:
    """Return the trading account as JSON; raises NotFoundError."""
    account = find_account(simulation, account_id)
    trading_account = TradingAccount(
        id=account.id,
        account_number=account.account_number,
        created_at=from_timestamp(account.created_at),
        **_now(simulation, account.id),
        **_at_last_close(simulation, account.id),
        **_permissions(account),
        **_CASH_ACCOUNT,
    )
    return simulation.to_wire(trading_account)


def _now(simulation: Simulation, account: str) -> dict[str, object]:
    value = valuation.value_now(simulation, account)
    available = usd(simulation.ledger.available_cash(account))
    can_leave = usd(settlement.withdrawable(simulation, account))
    held = usd(value.long_market_value)
    count = day_trades.count(
        simulation, account, simulation.trading_hours.trading_day(simulation.now())
    )
    return {
        "cash": usd(value.cash),
        "cash_withdrawable": can_leave,
        "cash_transferable": can_leave,
        "buying_power": available,
        "regt_buying_power": available,
        "effective_buying_power": available,
        "non_marginable_buying_power": available,
        "equity": usd(value.equity),
        "portfolio_value": usd(value.equity),
        "long_market_value": held,
        "position_market_value": held,
        "initial_margin": held,
        "pending_transfer_in": usd(settlement.pending_in(simulation, account)),
        "pending_transfer_out": usd(settlement.pending_out(simulation, account)),
        "intraday_adjustments": _moved_today(simulation, account),
        "daytrade_count": count,
        "pattern_day_trader": count >= day_trades.PATTERN,
    }


def _moved_today(simulation: Simulation, account: str) -> Decimal:
    """Return the cash that anything but trades has moved since the last close, in USD."""
    since = to_timestamp(valuation.previous_session(simulation).closes)
    found = activities.other_than_fills(simulation, account, since)
    return sum((Decimal(json.loads(one.body)["net_amount"]) for one in found), _NOTHING)


def _at_last_close(simulation: Simulation, account: str) -> dict[str, object]:
    session = valuation.previous_session(simulation)
    value = valuation.value_at_close(simulation, account, session)
    cash, held = usd(value.cash), usd(value.long_market_value)
    return {
        "previous_close": session.closes,
        "balance_asof": session.day,
        "last_equity": usd(value.equity),
        "last_cash": cash,
        "last_buying_power": cash,
        "last_regt_buying_power": cash,
        "last_long_market_value": held,
        "last_initial_margin": held,
        "last_daytrade_count": day_trades.count(simulation, account, session),
    }


def _permissions(account: AccountRecord) -> dict[str, object]:
    blocked = account.status != AccountStatus.ACTIVE
    admin: dict[str, object] = {"max_margin_multiplier": _MULTIPLIER}
    if account.transfers_blocked:
        admin |= status_changes.transfer_blocks(account)
    return {
        "status": account.status,
        "crypto_status": account.crypto_status,
        "trading_blocked": blocked or account.trading_blocked,
        "transfers_blocked": blocked or account.transfers_blocked,
        "account_blocked": account.status in _BLOCKED_ALTOGETHER or account.account_blocked,
        "admin_configurations": admin,
        "trade_suspended_by_user": configurations.of(account).suspend_trade,
        "user_configurations": configurations.set_ones(account),
    }
