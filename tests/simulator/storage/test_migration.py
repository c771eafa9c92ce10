"""A database of an older version goes on where it stopped."""

import sqlite3
from pathlib import Path

from ribbit_tui.simulator.storage.database import SCHEMA_VERSION
from tests.simulator import sql
from tests.simulator.conftest import SAMPLES, Api, OpenApi


def make_old(path: Path, source: Api) -> None:
    """Write the data of `source` as a file of version 1 of the schema."""
    with sqlite3.connect(path) as old:
        old.executescript((SAMPLES / "schema-1.sql").read_text("utf-8"))
        old.execute("PRAGMA user_version = 1")
        for (table,) in old.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        ).fetchall():
            known = old.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
            columns = ", ".join(name for (name,) in known)
            for row in sql.rows(source.simulation.database, f"SELECT {columns} FROM {table}"):
                marks = ", ".join("?" * len(row))
                old.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row))
    old.close()


async def test_version_1_is_migrated_with_its_data(open_api: OpenApi, tmp_path: Path) -> None:
    source = await open_api()
    account_id = await source.funded_account()
    filled = await source.order(account_id, qty="1")
    await source.advance(2)
    waiting = await source.order(account_id, notional="50")
    make_old(tmp_path / "simulator.sqlite3", source)

    api = await open_api(data_dir=tmp_path)
    assert sql.value(api.simulation.database, "PRAGMA user_version") == SCHEMA_VERSION
    path = f"/v1/trading/accounts/{account_id}/orders"
    for order in (filled, waiting):
        assert await api.get(f"{path}/{order['id']}") == await source.get(f"{path}/{order['id']}")
    await api.advance(2)
    assert (await api.get(f"{path}/{waiting['id']}"))["status"] == "filled"
    await api.order(account_id, qty="1", type="limit", limit_price="1", time_in_force="gtc")
    await api.check_books()
