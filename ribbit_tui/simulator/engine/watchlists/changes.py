"""Changes of watchlists. All raise NotFoundError for an unknown account, list or asset."""

from collections.abc import Sequence

from ribbit_tui.simulator.engine.accounts.rules import find_open_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import WatchlistChange

from . import records, rules, views
from .records import WatchlistRecord


def create(simulation: Simulation, account_id: str, change: WatchlistChange) -> dict[str, object]:
    """Add a watchlist and return it as JSON; raises ForbiddenError for a closed account."""
    account = find_open_account(simulation, account_id)
    if change.name is None:
        raise InvalidError("name is required", "name")
    watchlist_id = simulation.ids.uuid("watchlist")
    rules.check_name(simulation, account.id, change.name, watchlist_id)
    symbols = rules.known_symbols(simulation, change.symbols or [])
    records.insert(simulation, watchlist_id, account.id, change.name, symbols)
    return views.get(simulation, account.id, watchlist_id)


def update(
    simulation: Simulation, account_id: str, watchlist_id: str, change: WatchlistChange
) -> dict[str, object]:
    """Give a watchlist another name, other symbols, or both; return it as JSON."""
    watchlist = rules.find(simulation, account_id, watchlist_id)
    name, symbols = watchlist.name, watchlist.symbol_list()
    if change.name is not None:
        name = change.name
        rules.check_name(simulation, watchlist.account_id, name, watchlist.id)
    if change.symbols is not None:
        symbols = rules.known_symbols(simulation, change.symbols)
    return _store(simulation, watchlist, name, symbols)


def add(
    simulation: Simulation, account_id: str, watchlist_id: str, symbol: str
) -> dict[str, object]:
    """Put a symbol at the end of a list, unless it is in it already; return the list as JSON."""
    watchlist = rules.find(simulation, account_id, watchlist_id)
    symbols = rules.known_symbols(simulation, [*watchlist.symbol_list(), symbol], "symbol")
    return _store(simulation, watchlist, watchlist.name, symbols)


def remove(
    simulation: Simulation, account_id: str, watchlist_id: str, symbol_or_id: str
) -> dict[str, object]:
    """Take an asset from a list and return the list as JSON; raises NotFoundError."""
    watchlist = rules.find(simulation, account_id, watchlist_id)
    symbols = watchlist.symbol_list()
    asset = simulation.assets.find(symbol_or_id)
    if asset is None or asset.symbol not in symbols:
        raise NotFoundError("symbol is not in the watchlist")
    symbols.remove(asset.symbol)
    return _store(simulation, watchlist, watchlist.name, symbols)


def delete(simulation: Simulation, account_id: str, watchlist_id: str) -> None:
    """Delete a watchlist."""
    records.delete(simulation, rules.find(simulation, account_id, watchlist_id).id)


def _store(
    simulation: Simulation, watchlist: WatchlistRecord, name: str, symbols: Sequence[str]
) -> dict[str, object]:
    records.update(simulation, watchlist.id, name, symbols)
    return views.get(simulation, watchlist.account_id, watchlist.id)
