"""What an account can do with its money: every figure computed when asked for."""

from typing import Any

from ribbit_tui.simulator.clock import from_micros
from ribbit_tui.simulator.exact import usd
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.accounts import AccountStatus, TradingAccount

from ..books import settlement, valuation
from ..books.ledger import USD
from ..orders import trading_configurations
from . import accounts, day_trades

_BLOCKED_ALTOGETHER = (AccountStatus.DISABLED, AccountStatus.ACCOUNT_CLOSED)
_MULTIPLIER = "1"
_OPTIONS_LEVEL = 0
_NOTHING = usd(0)


def withdrawable(world: World, account_id: str) -> int:
    """Cash that is settled and not promised to anything, in 1e-6 USD: what may leave the account.

    Money from shares sold today buys other shares at once, but leaves only once it has settled.
    """
    available = world.ledger.available(account_id, USD)
    return max(0, available - settlement.unsettled_sales(world, account_id))


def get(world: World, account_id: str) -> dict[str, Any]:
    """All fields of the API's trading account.

    This is a cash account: its multiplier is 1, whatever a customer's configurations allow it to
    be at most. So shares are paid for in full (their initial margin), no margin is lent that
    would have to be maintained, nothing is sold short, and there is no option to trade.
    """
    row = accounts.find(world, account_id)
    account = row["id"]
    worth = valuation.worth_now(world, account)
    session = valuation.previous_session(world)
    last = valuation.worth_at_close(world, account, session)
    today = world.calendar.trading_day(world.now())
    count = day_trades.count(world, account, today)
    available = usd(world.ledger.available(account, USD))
    can_leave = usd(withdrawable(world, account))
    held, held_last = usd(worth.long_market_value), usd(last.long_market_value)
    blocked = row["status"] != AccountStatus.ACTIVE
    return TradingAccount(
        id=account,
        account_number=row["account_number"],
        status=row["status"],
        crypto_status=row["crypto_status"],
        currency="USD",
        cash=usd(worth.cash),
        cash_withdrawable=can_leave,
        cash_transferable=can_leave,
        buying_power=available,
        regt_buying_power=available,
        daytrading_buying_power=_NOTHING,
        non_marginable_buying_power=available,
        options_buying_power=_NOTHING,
        equity=usd(worth.equity),
        last_equity=usd(last.equity),
        portfolio_value=usd(worth.equity),
        long_market_value=held,
        short_market_value=_NOTHING,
        position_market_value=held,
        # Every fee is taken as it arises.
        accrued_fees=_NOTHING,
        pending_transfer_in=usd(settlement.pending_in(world, account)),
        pending_transfer_out=usd(settlement.pending_out(world, account)),
        initial_margin=held,
        maintenance_margin=_NOTHING,
        sma=_NOTHING,
        trading_blocked=blocked,
        transfers_blocked=blocked,
        account_blocked=row["status"] in _BLOCKED_ALTOGETHER,
        trade_suspended_by_user=trading_configurations.of(row).suspend_trade,
        shorting_enabled=False,
        pattern_day_trader=count >= day_trades.PATTERN,
        daytrade_count=count,
        multiplier=_MULTIPLIER,
        options_approved_level=_OPTIONS_LEVEL,
        options_trading_level=_OPTIONS_LEVEL,
        admin_configurations={"max_margin_multiplier": _MULTIPLIER},
        user_configurations=trading_configurations.were_set(row),
        created_at=from_micros(row["created_at"]),
        previous_close=session.closes,
        balance_asof=session.day,
        last_cash=usd(last.cash),
        last_long_market_value=held_last,
        last_short_market_value=_NOTHING,
        last_buying_power=usd(last.cash),
        last_regt_buying_power=usd(last.cash),
        last_daytrading_buying_power=_NOTHING,
        last_initial_margin=held_last,
        last_maintenance_margin=_NOTHING,
        last_daytrade_count=day_trades.count(world, account, session),
        # Of the names that clients know: the firm that holds the accounts clears itself.
        clearing_broker="SELF",
    ).to_wire()
