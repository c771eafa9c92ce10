"""Records of watchlists, and every write of their table."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.simulation import Simulation


class WatchlistRecord(NamedTuple):
    """A list of assets of an account; `symbols` is a JSON array."""

    id: str
    account_id: str
    name: str
    symbols: str
    created_at: Timestamp
    updated_at: Timestamp

    def symbol_list(self) -> list[str]:
        """Return the symbols in their order."""
        symbols: list[str] = json.loads(self.symbols)
        return symbols


def of_account(simulation: Simulation, account_id: str) -> list[WatchlistRecord]:
    """Return an account's watchlists, oldest first."""
    return simulation.database.fetch_all(
        WatchlistRecord, "FROM watchlists WHERE account_id = ? ORDER BY sequence", (account_id,)
    )


def by_id(simulation: Simulation, account_id: str, watchlist_id: str) -> WatchlistRecord | None:
    """Return a watchlist by its id in lower case if it is of the account."""
    return simulation.database.fetch_one(
        WatchlistRecord,
        "FROM watchlists WHERE id = ? AND account_id = ?",
        (watchlist_id, account_id),
    )


def has_name(simulation: Simulation, account_id: str, name: str, except_id: str) -> bool:
    """Whether another watchlist of the account has the name."""
    return simulation.database.exists(
        "FROM watchlists WHERE account_id = ? AND name = ? AND id != ?",
        (account_id, name, except_id),
    )


def insert(
    simulation: Simulation, watchlist_id: str, account_id: str, name: str, symbols: Sequence[str]
) -> None:
    """Add a watchlist."""
    now = to_timestamp(simulation.now())
    record = WatchlistRecord(watchlist_id, account_id, name, json.dumps(symbols), now, now)
    simulation.database.insert("watchlists", record)


def update(simulation: Simulation, watchlist_id: str, name: str, symbols: Sequence[str]) -> None:
    """Store a watchlist's name and symbols."""
    simulation.database.execute(
        "UPDATE watchlists SET name = ?, symbols = ?, updated_at = ? WHERE id = ?",
        (name, json.dumps(symbols), to_timestamp(simulation.now()), watchlist_id),
    )


def delete(simulation: Simulation, watchlist_id: str) -> None:
    """Delete a watchlist."""
    simulation.database.execute("DELETE FROM watchlists WHERE id = ?", (watchlist_id,))
