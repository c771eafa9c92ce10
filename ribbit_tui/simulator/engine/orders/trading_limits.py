"""Daily limits of what accounts buy net of what they sell: one for each account, one for the firm.

The settings say how much. The limits begin anew with each trading day, at 20:00 in New York.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import ForbiddenError, NotFoundError
from ribbit_tui.simulator.exact import USD_PLACES, Micros, Nanos, scaled, usd, value_of
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide
from ribbit_tui.wire.trading_limits import AccountTradingLimit, DailyTradingLimit, TradingLimit

_FIRM = "RIBBIT"
_DAY = timedelta(days=1)
_RATE_OF_USD = Decimal(1)


class Usage(NamedTuple):
    """Value of what was bought and sold since the last reset, and of open orders."""

    executed_buys: Micros
    executed_sells: Micros
    open_buys: Micros
    open_sells: Micros

    @property
    def executed(self) -> Micros:
        """Value of purchases less sales, at least zero."""
        return Micros(max(0, self.executed_buys - self.executed_sells))


class _OpenOrder(NamedTuple):
    symbol: str
    unit: str
    held: int
    limit_price: Micros | None


def of_account(simulation: Simulation, account_id: str) -> AccountTradingLimit:
    """Return an account's limit; raises NotFoundError if the settings have none."""
    account = find_account(simulation, account_id)
    limit = simulation.settings.account_trading_limit
    if limit is None:
        raise NotFoundError("the account is not configured for trading limits")
    used = _usage(simulation, account.id)
    in_usd = TradingLimit(
        daily_net_limit=limit,
        used=usd(used.executed),
        held=usd(used.open_buys),
        available=usd(_left(limit, used)),
    )
    return AccountTradingLimit(swap_rate=_RATE_OF_USD, usd=in_usd, **dict(in_usd))


def of_firm(simulation: Simulation) -> DailyTradingLimit:
    """Return the firm's limit; raises NotFoundError if the settings have none."""
    limit = simulation.settings.firm_trading_limit
    if limit is None:
        raise NotFoundError("the firm is not configured for trading limits")
    used = _usage(simulation, None)
    in_use = used.executed_buys - used.executed_sells + used.open_buys - used.open_sells
    return DailyTradingLimit(
        correspondent=_FIRM,
        daily_net_limit=limit,
        in_use_limit=usd(Micros(in_use)),
        executed_buys=usd(used.executed_buys),
        executed_sells=usd(used.executed_sells),
        open_buys=usd(used.open_buys),
        open_sells=usd(used.open_sells),
    )


def check(simulation: Simulation, account_id: str, cost: Micros, field: str) -> None:
    """Refuse a purchase above what is left of a limit; raises ForbiddenError."""
    settings = simulation.settings
    for limit, book in (
        (settings.account_trading_limit, account_id),
        (settings.firm_trading_limit, None),
    ):
        if limit is not None and cost > _left(limit, _usage(simulation, book)):
            raise ForbiddenError("the order is above the daily trading limit", field)


def _left(limit: Decimal, used: Usage) -> Micros:
    left = scaled(limit, USD_PLACES) - used.executed - used.open_buys
    return Micros(max(0, left))


def _usage(simulation: Simulation, account_id: str | None) -> Usage:
    """Return what an account used of its limit; without one, what all of them did."""
    since = to_timestamp(_last_reset(simulation))
    buys, sells = (
        simulation.database.scalar(
            int,
            "SELECT sum(fills.amount) FROM fills JOIN orders ON orders.id = fills.order_id"
            " WHERE fills.at >= ?1 AND orders.side = ?2 AND (?3 = '' OR orders.account_id = ?3)",
            (since, side, account_id or ""),
        )
        or 0
        for side in (OrderSide.BUY, OrderSide.SELL)
    )
    open_orders = simulation.database.fetch_all(
        _OpenOrder,
        "SELECT orders.symbol, holds.unit, holds.amount, orders.limit_price"
        " FROM orders JOIN holds ON holds.reference = orders.id"
        " WHERE orders.is_open AND (?1 = '' OR orders.account_id = ?1)",
        (account_id or "",),
    )
    open_buys = sum(order.held for order in open_orders if order.unit == USD)
    open_sells = sum(_sale(simulation, order) for order in open_orders if order.unit != USD)
    return Usage(Micros(buys), Micros(sells), Micros(open_buys), Micros(open_sells))


def _sale(simulation: Simulation, order: _OpenOrder) -> Micros:
    price = order.limit_price or valuation.price_now(simulation, order.symbol)
    return value_of(Nanos(order.held), price)


def _last_reset(simulation: Simulation) -> datetime:
    """Return the evening on which the current or the last trading day began."""
    now, calendar = simulation.now(), simulation.calendar
    day = calendar.local_day(now) + _DAY
    while not (phases := calendar.phases(day)) or phases[0].opens > now:
        day -= _DAY
    return phases[0].opens
