"""Watchlists as the API answers them."""

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import ListedWatchlist, Watchlist
from ribbit_tui.wire.model import rfc3339

from . import records, rules
from .records import WatchlistRecord


def list_all(simulation: Simulation, account_id: str) -> list[dict[str, object]]:
    """Return an account's watchlists as JSON; raises NotFoundError for an unknown account."""
    account = find_account(simulation, account_id)
    return [
        simulation.shaped(ListedWatchlist, _as_json(simulation, found))
        for found in records.of_account(simulation, account.id)
    ]


def get(simulation: Simulation, account_id: str, watchlist_id: str) -> dict[str, object]:
    """Return a watchlist as JSON; raises NotFoundError."""
    return as_wire(simulation, rules.find(simulation, account_id, watchlist_id))


def as_wire(simulation: Simulation, watchlist: WatchlistRecord) -> dict[str, object]:
    """Return a watchlist as JSON, with the assets that still exist."""
    return simulation.shaped(Watchlist, _as_json(simulation, watchlist))


def _as_json(simulation: Simulation, watchlist: WatchlistRecord) -> dict[str, object]:
    return {
        "id": watchlist.id,
        "account_id": watchlist.account_id,
        "name": watchlist.name,
        "created_at": rfc3339(from_timestamp(watchlist.created_at)),
        "updated_at": rfc3339(from_timestamp(watchlist.updated_at)),
        "assets": [
            simulation.assets.by_symbol[symbol].to_wire()
            for symbol in watchlist.symbol_list()
            if symbol in simulation.assets.by_symbol
        ],
    }
