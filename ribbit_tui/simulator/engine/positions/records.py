"""Records of positions, and every write of their table."""

from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Nanos
from ribbit_tui.simulator.simulation import Simulation


class PositionRecord(NamedTuple):
    """Shares of a symbol that an account holds, and their cost."""

    account_id: str
    symbol: str
    qty: Nanos
    cost_basis: Micros


def position(simulation: Simulation, account_id: str, symbol: str) -> PositionRecord | None:
    """Return an account's position in a symbol."""
    return simulation.database.fetch_one(
        PositionRecord, "FROM positions WHERE account_id = ? AND symbol = ?", (account_id, symbol)
    )


def positions_in(simulation: Simulation, symbol: str) -> list[PositionRecord]:
    """Return every account's position in a symbol."""
    return simulation.database.fetch_all(
        PositionRecord, "FROM positions WHERE symbol = ? ORDER BY account_id", (symbol,)
    )


def add_shares(
    simulation: Simulation, account_id: str, symbol: str, qty: Nanos, cost: Micros
) -> None:
    """Add shares acquired for `cost` to a position; the ledger has them already."""
    simulation.database.execute(
        "INSERT INTO positions (account_id, symbol, qty, cost_basis) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (account_id, symbol) DO UPDATE"
        " SET qty = qty + excluded.qty, cost_basis = cost_basis + excluded.cost_basis",
        (account_id, symbol, qty, cost),
    )


def remove_shares(simulation: Simulation, account_id: str, symbol: str, qty: Nanos) -> None:
    """Take shares from a position and reduce its cost in proportion; the ledger did so already."""
    held = position(simulation, account_id, symbol)
    assert held is not None and held.qty >= qty
    left = held.qty - qty
    if left == 0:
        simulation.database.execute(
            "DELETE FROM positions WHERE account_id = ? AND symbol = ?", (account_id, symbol)
        )
        return
    simulation.database.execute(
        "UPDATE positions SET qty = ?, cost_basis = ? WHERE account_id = ? AND symbol = ?",
        (left, held.cost_basis * left // held.qty, account_id, symbol),
    )


def set_qty(simulation: Simulation, account_id: str, symbol: str, qty: Nanos) -> None:
    """Store the number of shares that a split has made of a position; its cost stays."""
    simulation.database.execute(
        "UPDATE positions SET qty = ? WHERE account_id = ? AND symbol = ?",
        (qty, account_id, symbol),
    )
