"""Records of positions, and every write of their table."""

from typing import NamedTuple

from ribbit_tui.simulator.exact import Micros, Nanos
from ribbit_tui.simulator.simulation import Simulation


class PositionRecord(NamedTuple):
    """Shares of a symbol that an account holds, and their cost.

    `cost_basis` is the cost of `cost_qty` shares, those held after the last purchase: a sale
    leaves both as they are, and so the average price.
    """

    account_id: str
    symbol: str
    qty: Nanos
    cost_basis: Micros
    cost_qty: Nanos

    @property
    def cost(self) -> Micros:
        """Cost of the shares held now."""
        return cost_of(self.qty, self.cost_basis, self.cost_qty)


def cost_of(qty: Nanos, cost_basis: Micros, cost_qty: Nanos) -> Micros:
    """Return the cost of `qty` of `cost_qty` shares to 1e-6 USD, half up."""
    return Micros((cost_basis * qty + cost_qty // 2) // cost_qty)


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
    held = position(simulation, account_id, symbol)
    if held is None:
        added = PositionRecord(account_id, symbol, qty, cost, qty)
        simulation.database.insert("positions", added)
        return
    total = Nanos(held.qty + qty)
    _store(simulation, held, total, Micros(held.cost + cost), total)


def remove_shares(simulation: Simulation, account_id: str, symbol: str, qty: Nanos) -> None:
    """Take shares from a position at its average price; the ledger has given them already."""
    held = position(simulation, account_id, symbol)
    assert held is not None and held.qty >= qty
    left = held.qty - qty
    if left == 0:
        simulation.database.execute(
            "DELETE FROM positions WHERE account_id = ? AND symbol = ?", (account_id, symbol)
        )
        return
    _store(simulation, held, Nanos(left), held.cost_basis, held.cost_qty)


def set_qty(simulation: Simulation, held: PositionRecord, qty: Nanos) -> None:
    """Store the number of shares that a split has made of a position; its cost stays."""
    _store(simulation, held, qty, held.cost, qty)


def _store(
    simulation: Simulation, held: PositionRecord, qty: Nanos, cost_basis: Micros, cost_qty: Nanos
) -> None:
    simulation.database.execute(
        "UPDATE positions SET qty = ?, cost_basis = ?, cost_qty = ?"
        " WHERE account_id = ? AND symbol = ?",
        (qty, cost_basis, cost_qty, held.account_id, held.symbol),
    )
