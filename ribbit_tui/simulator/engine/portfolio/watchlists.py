"""Lists of assets that an account keeps an eye on."""

import json
import sqlite3
from typing import Any

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.assets import WatchlistChange
from ribbit_tui.wire.model import rfc3339

from ribbit_tui.simulator.engine.accounts import accounts
from ribbit_tui.simulator.errors import Invalid, NotFound

Body = dict[str, Any]

_LONGEST_NAME = 64
_MOST_SYMBOLS = 1_000


def create(world: World, account_id: str, change: WatchlistChange) -> Body:
    account = accounts.find_open(world, account_id)["id"]
    if change.name is None:
        raise Invalid("name is required", "name")
    watchlist_id = world.ids.uuid("watchlist")
    name = _checked_name(world, account, change.name, watchlist_id)
    now = to_micros(world.now())
    world.database.insert(
        "watchlists",
        id=watchlist_id,
        account_id=account,
        name=name,
        symbols=json.dumps(_known(world, change.symbols or [])),
        created_at=now,
        updated_at=now,
    )
    return get(world, account, watchlist_id)


def list_all(world: World, account_id: str) -> list[Body]:
    account = accounts.find(world, account_id)["id"]
    rows = world.database.rows(
        "SELECT * FROM watchlists WHERE account_id = ? ORDER BY sequence", (account,)
    )
    return [_as_wire(world, row) for row in rows]


def get(world: World, account_id: str, watchlist_id: str) -> Body:
    return _as_wire(world, _find(world, account_id, watchlist_id))


def update(world: World, account_id: str, watchlist_id: str, change: WatchlistChange) -> Body:
    """Another name, other symbols, or both."""
    row = _find(world, account_id, watchlist_id)
    name = row["name"]
    if change.name is not None:
        name = _checked_name(world, row["account_id"], change.name, row["id"])
    symbols = json.loads(row["symbols"])
    if change.symbols is not None:
        symbols = _known(world, change.symbols)
    return _store(world, row, name, symbols)


def add(world: World, account_id: str, watchlist_id: str, symbol: str) -> Body:
    """Put a symbol at the end; one that is there already stays where it is."""
    row = _find(world, account_id, watchlist_id)
    symbols = [*json.loads(row["symbols"]), symbol]
    return _store(world, row, row["name"], _known(world, symbols, "symbol"))


def remove(world: World, account_id: str, watchlist_id: str, symbol_or_id: str) -> Body:
    row = _find(world, account_id, watchlist_id)
    symbols = json.loads(row["symbols"])
    asset = world.assets.find(symbol_or_id)
    if asset is None or asset.symbol not in symbols:
        raise NotFound("symbol is not in the watchlist")
    symbols.remove(asset.symbol)
    return _store(world, row, row["name"], symbols)


def delete(world: World, account_id: str, watchlist_id: str) -> None:
    row = _find(world, account_id, watchlist_id)
    world.database.execute("DELETE FROM watchlists WHERE id = ?", (row["id"],))


def _find(world: World, account_id: str, watchlist_id: str) -> sqlite3.Row:
    account = accounts.find(world, account_id)["id"]
    row = world.database.row(
        "SELECT * FROM watchlists WHERE id = ? AND account_id = ?", (watchlist_id.lower(), account)
    )
    if row is None:
        raise NotFound("watchlist not found")
    return row


def _checked_name(world: World, account_id: str, name: str, watchlist_id: str) -> str:
    if len(name) > _LONGEST_NAME:
        raise Invalid(f"name must be at most {_LONGEST_NAME} characters", "name")
    other = world.database.value(
        "SELECT 1 FROM watchlists WHERE account_id = ? AND name = ? AND id != ?",
        (account_id, name, watchlist_id),
    )
    if other is not None:
        raise Invalid("name must be unique", "name")
    return name


def _known(world: World, symbols: list[str], field: str = "symbols") -> list[str]:
    """Each once, in the order given."""
    found = []
    for symbol in symbols:
        asset = world.assets.find(symbol)
        if asset is None:
            raise NotFound("symbol is not an asset", field)
        found.append(asset.symbol)
    unique = list(dict.fromkeys(found))
    if len(unique) > _MOST_SYMBOLS:
        raise Invalid(f"a watchlist has at most {_MOST_SYMBOLS} symbols", field)
    return unique


def _store(world: World, row: sqlite3.Row, name: str, symbols: list[str]) -> Body:
    world.database.execute(
        "UPDATE watchlists SET name = ?, symbols = ?, updated_at = ? WHERE id = ?",
        (name, json.dumps(symbols), to_micros(world.now()), row["id"]),
    )
    return get(world, row["account_id"], row["id"])


def _as_wire(world: World, row: sqlite3.Row) -> Body:
    return {
        "id": row["id"],
        "account_id": row["account_id"],
        "name": row["name"],
        "created_at": rfc3339(from_micros(row["created_at"])),
        "updated_at": rfc3339(from_micros(row["updated_at"])),
        "assets": [
            world.assets.by_symbol[symbol].to_wire()
            for symbol in json.loads(row["symbols"])
            if symbol in world.assets.by_symbol
        ],
    }
