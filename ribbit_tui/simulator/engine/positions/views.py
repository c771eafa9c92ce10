"""Positions as the API answers them."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.exact import (
    Micros,
    Nanos,
    price_micros,
    ratio,
    shares,
    to_cents,
    usd,
    value_of,
)
from ribbit_tui.simulator.market.assets import without_slash
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import rfc3339
from ribbit_tui.wire.positions import Position

from .records import cost_of

_PRICE_PLACES = 6
_ACCOUNTS_A_PAGE = 100
_FROM = "FROM positions JOIN balances ON balances.book = account_id AND balances.unit = symbol"


class HeldPosition(NamedTuple):
    """A position (see `PositionRecord`), and its shares held for orders and journals."""

    account_id: str
    symbol: str
    qty: Nanos
    cost_basis: Micros
    cost_qty: Nanos
    held: Nanos

    def cost_of(self, qty: Nanos) -> Micros:
        """Return the cost of `qty` of the shares to the cent, half up."""
        return to_cents(cost_of(qty, self.cost_basis, self.cost_qty))


def list_all(simulation: Simulation, account_id: str) -> list[Position]:
    """Return all positions of an account; raises NotFoundError for an unknown account."""
    account = find_account(simulation, account_id)
    return [_as_wire(simulation, position) for position in of_account(simulation, account.id)]


def get(simulation: Simulation, account_id: str, symbol_or_id: str) -> Position:
    """Return a position; raises NotFoundError if there is none."""
    account = find_account(simulation, account_id)
    return _as_wire(simulation, find(simulation, account.id, symbol_or_id))


def of_account(simulation: Simulation, account_id: str) -> list[HeldPosition]:
    """Return an account's positions by symbol."""
    return simulation.database.fetch_all(
        HeldPosition, f"{_FROM} WHERE account_id = ? ORDER BY symbol", (account_id,)
    )


def find(simulation: Simulation, account_id: str, symbol_or_id: str) -> HeldPosition:
    """Return a position by the symbol or the id of its asset; raises NotFoundError."""
    asset = simulation.assets.find(symbol_or_id)
    position = None
    if asset is not None:
        position = simulation.database.fetch_one(
            HeldPosition, f"{_FROM} WHERE account_id = ? AND symbol = ?", (account_id, asset.symbol)
        )
    if position is None:
        raise NotFoundError("position does not exist")
    return position


def of_all_accounts(simulation: Simulation, page: int) -> dict[str, object]:
    """Return the positions of a page of accounts, valued at the previous session's close."""
    session = valuation.previous_session(simulation)
    account_ids = simulation.database.scalars(
        str,
        "SELECT DISTINCT account_id FROM positions ORDER BY account_id LIMIT ? OFFSET ?",
        (_ACCOUNTS_A_PAGE, (page - 1) * _ACCOUNTS_A_PAGE),
    )
    close = cache(lambda symbol: simulation.prices.micros_before(symbol, session.closes))
    found = {
        account_id: [
            _at_close(simulation, position, close(position.symbol)).to_wire()
            for position in of_account(simulation, account_id)
        ]
        for account_id in account_ids
    }
    return {"as_of": rfc3339(session.closes), "positions": found}


def _at_close(simulation: Simulation, position: HeldPosition, price: Micros) -> Position:
    """Return a position at a closing price, where the next day's change begins at 0."""
    return _valued(simulation, position, price, price, value_of(position.qty, price))


def _as_wire(simulation: Simulation, position: HeldPosition) -> Position:
    symbol = position.symbol
    price = valuation.price_now(simulation, symbol)
    last_session = valuation.previous_session(simulation, simulation.hours(symbol))
    last_price = price_micros(simulation.prices.close(symbol, last_session))
    intraday_cost = _intraday_cost(simulation, position, last_price)
    return _valued(simulation, position, price, last_price, intraday_cost)


def _valued(
    simulation: Simulation,
    position: HeldPosition,
    price: Micros,
    last_price: Micros,
    intraday_cost: Micros,
) -> Position:
    """Return a position; value and cost are whole cents, and each profit is their difference."""
    qty, cost = position.qty, position.cost_of(position.qty)
    asset = simulation.assets.by_symbol[position.symbol]
    value = value_of(qty, price)
    return Position(
        asset_id=asset.id,
        symbol=without_slash(position.symbol),
        exchange=asset.exchange,
        asset_class=asset.asset_class,
        asset_marginable=asset.marginable,
        qty=shares(qty),
        qty_available=shares(Nanos(qty - position.held)),
        avg_entry_price=_per_share(position.cost_basis, position.cost_qty),
        side="long",
        market_value=usd(value),
        cost_basis=usd(cost),
        unrealized_pl=usd(Micros(value - cost)),
        unrealized_plpc=ratio(value - cost, cost),
        unrealized_intraday_pl=usd(Micros(value - intraday_cost)),
        unrealized_intraday_plpc=ratio(value - intraday_cost, intraday_cost),
        current_price=usd(price),
        lastday_price=usd(last_price),
        change_today=ratio(price - last_price, last_price),
    )


def _per_share(cost: Micros, qty: Nanos) -> Decimal:
    return ratio(cost * 1000, qty, _PRICE_PLACES)


def _intraday_cost(simulation: Simulation, position: HeldPosition, last_price: Micros) -> Micros:
    """Return the base of today's profit.

    Shares held before today count at the last close, those bought since at the average entry price.
    """
    opens = simulation.hours(position.symbol).latest_session(simulation.now()).opens
    held_before = valuation.qty_at(simulation, position.account_id, position.symbol, opens)
    carried = Nanos(max(0, min(held_before, position.qty)))
    bought = Nanos(position.qty - carried)
    return Micros(value_of(carried, last_price) + position.cost_of(bought))
