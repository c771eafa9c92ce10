"""What an account holds, and what it paid for it."""

import sqlite3
from decimal import Decimal
from functools import cache
from typing import Any

from ribbit_tui.simulator.engine.accounts import accounts
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import NotFoundError
from ribbit_tui.simulator.exact import exact_value, price_micros, ratio, shares, usd, value_of
from ribbit_tui.simulator.market.assets import without_slash
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import rfc3339
from ribbit_tui.wire.positions import Position

_PRICE_PLACES = 6
_ACCOUNTS_A_PAGE = 100
_POSITIONS = (
    "SELECT positions.*, balances.held FROM positions"
    " JOIN balances ON balances.book = account_id AND balances.unit = symbol"
)


def add_shares(simulation: Simulation, account_id: str, symbol: str, qty: int, cost: int) -> None:
    """The ledger has `qty` more shares, acquired for `cost` (1e-6 USD)."""
    simulation.database.execute(
        "INSERT INTO positions (account_id, symbol, qty, cost_basis) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account_id, symbol) DO UPDATE"
        " SET qty = qty + excluded.qty, cost_basis = cost_basis + excluded.cost_basis",
        (account_id, symbol, qty, cost),
    )


def remove_shares(simulation: Simulation, account_id: str, symbol: str, qty: int) -> None:
    """The ledger has `qty` shares less; the cost basis shrinks in proportion."""
    row = _row(simulation, account_id, symbol)
    assert row is not None and row["qty"] >= qty
    left = row["qty"] - qty
    if left == 0:
        simulation.database.execute(
            "DELETE FROM positions WHERE account_id = ? AND symbol = ?", (account_id, symbol)
        )
        return
    simulation.database.execute(
        "UPDATE positions SET qty = ?, cost_basis = ? WHERE account_id = ? AND symbol = ?",
        (left, row["cost_basis"] * left // row["qty"], account_id, symbol),
    )


def list_all(simulation: Simulation, account_id: str) -> list[Position]:
    account = accounts.find(simulation, account_id)["id"]
    return [_as_wire(simulation, row) for row in rows_of(simulation, account)]


def get(simulation: Simulation, account_id: str, symbol_or_id: str) -> Position:
    account = accounts.find(simulation, account_id)["id"]
    return _as_wire(simulation, find(simulation, account, symbol_or_id))


def rows_of(simulation: Simulation, account_id: str) -> list[sqlite3.Row]:
    return simulation.database.rows(
        f"{_POSITIONS} WHERE account_id = ? ORDER BY symbol", (account_id,)
    )


def find(simulation: Simulation, account_id: str, symbol_or_id: str) -> sqlite3.Row:
    asset = simulation.assets.find(symbol_or_id)
    row = None if asset is None else _row(simulation, account_id, asset.symbol)
    if row is None:
        raise NotFoundError("position does not exist")
    return row


def of_all_accounts(simulation: Simulation, page: int) -> dict[str, Any]:
    """What every account holds, a page of accounts at a time, valued at the last close."""
    session = valuation.previous_session(simulation)
    accounts_of_page = simulation.database.rows(
        "SELECT DISTINCT account_id FROM positions ORDER BY account_id LIMIT ? OFFSET ?",
        (_ACCOUNTS_A_PAGE, (page - 1) * _ACCOUNTS_A_PAGE),
    )
    close = cache(lambda symbol: simulation.prices.micros_before(symbol, session.closes))
    found = {
        row["account_id"]: [
            _at_close(simulation, position, close(position["symbol"])).to_wire()
            for position in rows_of(simulation, row["account_id"])
        ]
        for row in accounts_of_page
    }
    return {"as_of": rfc3339(session.closes), "positions": found}


def _at_close(simulation: Simulation, row: sqlite3.Row, price: int) -> Position:
    """At the close a day's change begins anew."""
    return _valued(simulation, row, price, price, value_of(row["qty"], price))


def _row(simulation: Simulation, account_id: str, symbol: str) -> sqlite3.Row | None:
    return simulation.database.row(
        f"{_POSITIONS} WHERE account_id = ? AND symbol = ?", (account_id, symbol)
    )


def _as_wire(simulation: Simulation, row: sqlite3.Row) -> Position:
    price = valuation.price_now(simulation, row["symbol"])
    last_session = valuation.previous_session(simulation, simulation.hours(row["symbol"]))
    last_price = price_micros(simulation.prices.close(row["symbol"], last_session))
    return _valued(simulation, row, price, last_price, _intraday_cost(simulation, row, last_price))


def _valued(
    simulation: Simulation, row: sqlite3.Row, price: int, last_price: int, intraday_cost: int
) -> Position:
    symbol, qty, cost = row["symbol"], row["qty"], row["cost_basis"]
    asset = simulation.assets.by_symbol[symbol]
    value = exact_value(qty, price)
    return Position(
        asset_id=asset.id,
        symbol=without_slash(symbol),
        exchange=asset.exchange,
        asset_class=asset.asset_class,
        asset_marginable=asset.marginable,
        qty=shares(qty),
        qty_available=shares(row["qty"] - row["held"]),
        avg_entry_price=_per_share(cost, qty),
        side="long",
        market_value=usd(value_of(qty, price)),
        cost_basis=usd(cost),
        unrealized_pl=usd(value - cost),
        unrealized_plpc=ratio(value - cost, cost),
        unrealized_intraday_pl=usd(value - intraday_cost),
        unrealized_intraday_plpc=ratio(value - intraday_cost, intraday_cost),
        current_price=usd(price),
        lastday_price=usd(last_price),
        change_today=ratio(price - last_price, last_price),
    )


def _per_share(cost: int, qty: int) -> Decimal:
    return ratio(cost * 1000, qty, _PRICE_PLACES)


def _intraday_cost(simulation: Simulation, row: sqlite3.Row, last_price: int) -> int:
    """What today's result is measured against: the last close for what was held then, and the
    average entry price for what came since."""
    opens = simulation.hours(row["symbol"]).latest_session(simulation.now()).opens
    held_before = valuation.qty_at(simulation, row["account_id"], row["symbol"], opens)
    qty: int = row["qty"]
    cost: int = row["cost_basis"]
    carried = max(0, min(held_before, qty))
    return value_of(carried, last_price) + cost * (qty - carried) // qty
