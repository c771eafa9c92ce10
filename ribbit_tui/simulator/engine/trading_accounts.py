"""What an account can do with its money: every figure computed when asked for."""

from typing import Any

from ribbit_tui.simulator.clock import from_micros
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.accounts import AccountStatus, TradingAccount
from ribbit_tui.wire.model import plain_decimal, rfc3339

from . import accounts, settlement, valuation
from .ledger import USD


def withdrawable(world: World, account_id: str) -> int:
    """Cash that is settled and not promised to anything, in 1e-6 USD: what may leave the account.

    Money from shares sold today buys other shares at once, but leaves only once it has settled.
    """
    available = world.ledger.available(account_id, USD)
    return max(0, available - settlement.unsettled_sales(world, account_id))


def get(world: World, account_id: str) -> dict[str, Any]:
    """All fields of the API's trading account; this is a cash account, its multiplier is 1."""
    row = accounts.find(world, account_id)
    worth = valuation.worth_now(world, row["id"])
    session = valuation.previous_session(world)
    last = valuation.worth_at_close(world, row["id"], session)
    available = usd(world.ledger.available(row["id"], USD))
    can_leave = usd(withdrawable(world, row["id"]))
    equity = usd(worth.equity)
    blocked = row["status"] != AccountStatus.ACTIVE
    account = TradingAccount(
        id=row["id"],
        account_number=row["account_number"],
        status=row["status"],
        currency="USD",
        cash=usd(worth.cash),
        cash_withdrawable=can_leave,
        cash_transferable=can_leave,
        buying_power=available,
        equity=equity,
        last_equity=usd(last.equity),
        portfolio_value=equity,
        long_market_value=usd(worth.long_market_value),
        pending_transfer_in=usd(settlement.pending_in(world, row["id"])),
        pending_transfer_out=usd(settlement.pending_out(world, row["id"])),
        trading_blocked=blocked,
        transfers_blocked=blocked,
        account_blocked=False,
        multiplier="1",
        created_at=from_micros(row["created_at"]),
    )
    last_cash = plain_decimal(usd(last.cash))
    return account.to_wire() | {
        "crypto_status": row["crypto_status"],
        "regt_buying_power": plain_decimal(available),
        "daytrading_buying_power": "0",
        "accrued_fees": "0",
        "pattern_day_trader": False,
        "trade_suspended_by_user": False,
        "shorting_enabled": False,
        "short_market_value": "0",
        "initial_margin": plain_decimal(usd(worth.long_market_value)),
        "maintenance_margin": "0",
        "last_maintenance_margin": "0",
        "sma": "0",
        "daytrade_count": 0,
        "previous_close": rfc3339(session.closes),
        "last_long_market_value": plain_decimal(usd(last.long_market_value)),
        "last_short_market_value": "0",
        "last_cash": last_cash,
        "last_initial_margin": plain_decimal(usd(last.long_market_value)),
        "last_regt_buying_power": last_cash,
        "last_daytrading_buying_power": "0",
        "last_buying_power": last_cash,
        "last_daytrade_count": 0,
        "clearing_broker": "SIMULATED",
    }
