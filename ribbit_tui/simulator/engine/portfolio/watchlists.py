"""Lists of assets that an account keeps an eye on."""

import json
import sqlite3
from typing import Any

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_account, find_open_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import WatchlistChange
from ribbit_tui.wire.model import rfc3339

Body = dict[str, Any]

_LONGEST_NAME = 64
_MOST_SYMBOLS = 1_000


def create(simulation: Simulation, account_id: str, change: WatchlistChange) -> Body:
    account = find_open_account(simulation, account_id).id
    if change.name is None:
        raise InvalidError("name is required", "name")
    watchlist_id = simulation.ids.uuid("watchlist")
    name = _checked_name(simulation, account, change.name, watchlist_id)
    now = to_timestamp(simulation.now())
    simulation.database.insert(
        "watchlists",
        id=watchlist_id,
        account_id=account,
        name=name,
        symbols=json.dumps(_known(simulation, change.symbols or [])),
        created_at=now,
        updated_at=now,
    )
    return get(simulation, account, watchlist_id)


def list_all(simulation: Simulation, account_id: str) -> list[Body]:
    account = find_account(simulation, account_id).id
    rows = simulation.database.rows(
        "SELECT * FROM watchlists WHERE account_id = ? ORDER BY sequence", (account,)
    )
    return [_as_wire(simulation, row) for row in rows]


def get(simulation: Simulation, account_id: str, watchlist_id: str) -> Body:
    return _as_wire(simulation, _find(simulation, account_id, watchlist_id))


def update(
    simulation: Simulation, account_id: str, watchlist_id: str, change: WatchlistChange
) -> Body:
    """Another name, other symbols, or both."""
    row = _find(simulation, account_id, watchlist_id)
    name = row["name"]
    if change.name is not None:
        name = _checked_name(simulation, row["account_id"], change.name, row["id"])
    symbols = json.loads(row["symbols"])
    if change.symbols is not None:
        symbols = _known(simulation, change.symbols)
    return _store(simulation, row, name, symbols)


def add(simulation: Simulation, account_id: str, watchlist_id: str, symbol: str) -> Body:
    """Put a symbol at the end; one that is there already stays where it is."""
    row = _find(simulation, account_id, watchlist_id)
    symbols = [*json.loads(row["symbols"]), symbol]
    return _store(simulation, row, row["name"], _known(simulation, symbols, "symbol"))


def remove(simulation: Simulation, account_id: str, watchlist_id: str, symbol_or_id: str) -> Body:
    row = _find(simulation, account_id, watchlist_id)
    symbols = json.loads(row["symbols"])
    asset = simulation.assets.find(symbol_or_id)
    if asset is None or asset.symbol not in symbols:
        raise NotFoundError("symbol is not in the watchlist")
    symbols.remove(asset.symbol)
    return _store(simulation, row, row["name"], symbols)


def delete(simulation: Simulation, account_id: str, watchlist_id: str) -> None:
    row = _find(simulation, account_id, watchlist_id)
    simulation.database.execute("DELETE FROM watchlists WHERE id = ?", (row["id"],))


def _find(simulation: Simulation, account_id: str, watchlist_id: str) -> sqlite3.Row:
    account = find_account(simulation, account_id).id
    row = simulation.database.row(
        "SELECT * FROM watchlists WHERE id = ? AND account_id = ?", (watchlist_id.lower(), account)
    )
    if row is None:
        raise NotFoundError("watchlist not found")
    return row


def _checked_name(simulation: Simulation, account_id: str, name: str, watchlist_id: str) -> str:
    if len(name) > _LONGEST_NAME:
        raise InvalidError(f"name must be at most {_LONGEST_NAME} characters", "name")
    other = simulation.database.value(
        "SELECT 1 FROM watchlists WHERE account_id = ? AND name = ? AND id != ?",
        (account_id, name, watchlist_id),
    )
    if other is not None:
        raise InvalidError("name must be unique", "name")
    return name


def _known(simulation: Simulation, symbols: list[str], field: str = "symbols") -> list[str]:
    """Each once, in the order given."""
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


def _store(simulation: Simulation, row: sqlite3.Row, name: str, symbols: list[str]) -> Body:
    simulation.database.execute(
        "UPDATE watchlists SET name = ?, symbols = ?, updated_at = ? WHERE id = ?",
        (name, json.dumps(symbols), to_timestamp(simulation.now()), row["id"]),
    )
    return get(simulation, row["account_id"], row["id"])


def _as_wire(simulation: Simulation, row: sqlite3.Row) -> Body:
    return {
        "id": row["id"],
        "account_id": row["account_id"],
        "name": row["name"],
        "created_at": rfc3339(from_timestamp(row["created_at"])),
        "updated_at": rfc3339(from_timestamp(row["updated_at"])),
        "assets": [
            simulation.assets.by_symbol[symbol].to_wire()
            for symbol in json.loads(row["symbols"])
            if symbol in simulation.assets.by_symbol
        ],
    }
