"""Values of accounts and their shares, from the ledger and the market."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Nanos, value_of
from ribbit_tui.simulator.market.calendar import Calendar, Session
from ribbit_tui.simulator.simulation import Simulation


class AccountValue(NamedTuple):
    """Cash and the market value of shares."""

    cash: Micros
    long_market_value: Micros

    @property
    def equity(self) -> Micros:
        """The sum of both."""
        return Micros(self.cash + self.long_market_value)


class _HeldShares(NamedTuple):
    symbol: str
    qty: Nanos


def price_now(simulation: Simulation, symbol: str) -> Micros:
    """Return the market price of a share."""
    return simulation.prices.micros(symbol, simulation.now())


def previous_session(simulation: Simulation, calendar: Calendar | None = None) -> Session:
    """Return the last session that is over; its close is the base of all "last" figures.

    The session is one of the stock market unless another calendar is given.
    """
    calendar = calendar or simulation.trading_hours
    return calendar.session_before(calendar.latest_session(simulation.now()))


def value_now(simulation: Simulation, account_id: str) -> AccountValue:
    """Return an account's value at market prices."""
    positions = simulation.database.fetch_all(
        _HeldShares, "FROM positions WHERE account_id = ?", (account_id,)
    )
    value = sum(value_of(qty, price_now(simulation, symbol)) for symbol, qty in positions)
    return AccountValue(simulation.ledger.cash(account_id), Micros(value))


def value_at_close(simulation: Simulation, account_id: str, session: Session) -> AccountValue:
    """Return an account's value just before the close of a past session."""
    holdings = simulation.ledger.holdings_at_close([account_id], session.closes)[account_id]
    value = sum(
        value_of(qty, simulation.prices.micros_before(symbol, session.closes))
        for symbol, qty in holdings.shares.items()
    )
    return AccountValue(holdings.cash, Micros(value))


def last_equity(simulation: Simulation, account_id: str) -> Micros:
    """Return an account's equity at the previous session's close."""
    return value_at_close(simulation, account_id, previous_session(simulation)).equity


def last_equities(simulation: Simulation, account_ids: Sequence[str]) -> dict[str, Micros]:
    """Return the equity of many accounts at the previous session's close."""
    session = previous_session(simulation)
    close = cache(lambda symbol: simulation.prices.micros_before(symbol, session.closes))
    holdings = simulation.ledger.holdings_at_close(account_ids, session.closes)
    return {
        account_id: Micros(
            holdings[account_id].cash
            + sum(
                value_of(qty, close(symbol)) for symbol, qty in holdings[account_id].shares.items()
            )
        )
        for account_id in account_ids
    }


def qty_at(simulation: Simulation, account_id: str, symbol: str, at: datetime) -> Nanos:
    """Return the number of shares held just before `at`."""
    return simulation.ledger.shares_at(account_id, symbol, at)
