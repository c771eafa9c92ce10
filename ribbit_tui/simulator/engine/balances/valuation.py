"""What accounts and their shares are worth, from the ledger and the market."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ribbit_tui.simulator.exact import usd, value_of
from ribbit_tui.simulator.ledger.ledger import USD
from ribbit_tui.simulator.market.calendar import Calendar, Session
from ribbit_tui.simulator.simulation import Simulation


class Worth(NamedTuple):
    """In 1e-6 USD."""

    cash: int
    long_market_value: int

    @property
    def equity(self) -> int:
        return self.cash + self.long_market_value


def price_now(simulation: Simulation, symbol: str) -> int:
    """The market price, in 1e-6 USD a share."""
    return simulation.prices.micros(symbol, simulation.now())


def previous_session(simulation: Simulation, calendar: Calendar | None = None) -> Session:
    """The last session that is over: yesterday's close is what "last" figures refer to.

    By the stocks' hours unless another calendar is given.
    """
    calendar = calendar or simulation.calendar
    return calendar.session_before(calendar.latest_session(simulation.now()))


def worth_now(simulation: Simulation, account_id: str) -> Worth:
    value = sum(
        value_of(row["qty"], price_now(simulation, row["symbol"]))
        for row in simulation.database.rows(
            "SELECT symbol, qty FROM positions WHERE account_id = ?", (account_id,)
        )
    )
    return Worth(simulation.ledger.balance(account_id, USD), value)


def worth_at_close(simulation: Simulation, account_id: str, session: Session) -> Worth:
    """As the ledger's dates tell it, whatever happened since."""
    balances = simulation.ledger.balances_at_close([account_id], session.closes)[account_id]
    value = sum(
        value_of(qty, simulation.prices.micros_before(symbol, session.closes))
        for symbol, qty in balances.items()
        if symbol != USD
    )
    return Worth(balances.get(USD, 0), value)


def last_equity(simulation: Simulation, account_id: str) -> Decimal:
    return usd(worth_at_close(simulation, account_id, previous_session(simulation)).equity)


def last_equities(simulation: Simulation, account_ids: Sequence[str]) -> dict[str, int]:
    """As `last_equity`, of many accounts at once and in 1e-6 USD."""
    session = previous_session(simulation)
    close = cache(lambda symbol: simulation.prices.micros_before(symbol, session.closes))
    balances = simulation.ledger.balances_at_close(account_ids, session.closes)
    return {
        account_id: sum(
            amount if unit == USD else value_of(amount, close(unit))
            for unit, amount in balances[account_id].items()
        )
        for account_id in account_ids
    }


def qty_at(simulation: Simulation, account_id: str, symbol: str, moment: datetime) -> int:
    """Shares held just before `moment`."""
    return simulation.ledger.balance_at(account_id, symbol, moment)
