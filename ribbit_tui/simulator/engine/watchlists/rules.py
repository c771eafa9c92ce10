"""Rules for watchlists: they exist, their names are unique, their symbols are known."""

from collections.abc import Sequence

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation

from . import records
from .records import WatchlistRecord

_LONGEST_NAME = 64
_MOST_SYMBOLS = 1_000


def find(simulation: Simulation, account_id: str, watchlist_id: str) -> WatchlistRecord:
    """Return a watchlist; raises NotFoundError if it or the account does not exist."""
    account = find_account(simulation, account_id)
    watchlist = records.by_id(simulation, account.id, watchlist_id.lower())
    if watchlist is None:
        raise NotFoundError("watchlist not found")
    return watchlist


def check_name(simulation: Simulation, account_id: str, name: str, watchlist_id: str) -> None:
    """Refuse a name that is too long or that another list has; raises InvalidError."""
    if len(name) > _LONGEST_NAME:
        raise InvalidError(f"name must be at most {_LONGEST_NAME} characters", "name")
    if records.has_name(simulation, account_id, name, watchlist_id):
        raise InvalidError("name must be unique", "name")


def known_symbols(
    simulation: Simulation, symbols: Sequence[str], field: str = "symbols"
) -> list[str]:
    """Return the symbols of the assets, each once, in the order given.

    Raises NotFoundError for an unknown one, InvalidError for too many.
    """
    found = []
    for symbol in symbols:
        asset = simulation.assets.find(symbol)
        if asset is None:
            raise NotFoundError("symbol is not an asset", field)
        found.append(asset.symbol)
    unique = list(dict.fromkeys(found))
    if len(unique) > _MOST_SYMBOLS:
        raise InvalidError(f"a watchlist has at most {_MOST_SYMBOLS} symbols", field)
    return unique
