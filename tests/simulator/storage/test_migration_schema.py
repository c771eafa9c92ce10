"""Tests that a migrated database has the schema of a new one, and the data of the old one."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.storage.database import SCHEMA_VERSION, Database
from tests.simulator.conftest import SAMPLES

OLD_VERSIONS = range(1, SCHEMA_VERSION)
CHECK = re.compile(r"\bCHECK\s*\([^()]*\)")

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""Rows by table."""

ACCOUNT: Row = {
    "sequence": 1,
    "id": "fern",
    "account_number": "880001",
    "is_firm": 0,
    "status": "ACTIVE",
    "crypto_status": "INACTIVE",
    "email": "fern@example.com",
    "search_text": "fern@example.com 880001",
    "application": '{"contact": {"phone_number": "+1 555 EXT 7"}}',
    "created_at": 11,
}
BANK: Row = {
    "sequence": 1,
    "id": "bank",
    "account_id": "fern",
    "status": "APPROVED",
    "account_owner_name": "Fern Frog",
    "bank_account_type": "CHECKING",
    "bank_account_number": "123456789",
    "bank_routing_number": "121000358",
    "nickname": "Pond",
    "created_at": 12,
    "updated_at": 13,
}
TRANSFER: Row = {
    "sequence": 1,
    "id": "deposit",
    "account_id": "fern",
    "relationship_id": "bank",
    "status": "COMPLETE",
    "reason": "none",
    "amount": 14,
    "direction": "INCOMING",
    "additional_information": "rent",
    "created_at": 15,
    "updated_at": 16,
    "expires_at": 17,
}
JOURNAL: Row = {
    "sequence": 1,
    "id": "gift",
    "entry_type": "JNLS",
    "from_account": "fern",
    "to_account": "pond",
    "status": "executed",
    "amount": 18,
    "symbol": "AAPL",
    "qty": 19,
    "price": 20,
    "description": "welcome",
    "created_at": 21,
    "executed_at": 22,
}
ORDER_OF_VERSION_1: Row = {
    "sequence": 1,
    "id": "order",
    "client_order_id": "mine",
    "account_id": "fern",
    "symbol": "AAPL",
    "side": "buy",
    "qty": 23,
    "notional": 24,
    "status": "filled",
    "is_open": 0,
    "filled_qty": 25,
    "filled_price": 26,
    "created_at": 27,
    "updated_at": 28,
    "filled_at": 29,
    "canceled_at": 30,
    "failed_at": 31,
}
FILL: Row = {"id": "first", "order_id": "order", "qty": 1, "price": 2, "amount": 3, "at": 50}
POSITION: Row = {"account_id": "fern", "symbol": "AAPL", "qty": 32, "cost_basis": 49}
VERSION_1: Rows = {
    "accounts": [
        ACCOUNT,
        {**ACCOUNT, "sequence": 2, "id": "pond", "account_number": "880002", "email": None}
        | {"search_text": "pond", "application": '{"contact": {"phone_number": null}}'},
        {**ACCOUNT, "sequence": 3, "id": "reed", "account_number": "880003", "email": None}
        | {"search_text": "reed", "application": '{"contact": {}}'},
    ],
    "ach_relationships": [BANK],
    "transfers": [
        TRANSFER,
        {**TRANSFER, "sequence": 2, "id": "waiting", "status": "QUEUED"},
    ],
    "journals": [JOURNAL],
    "orders": [ORDER_OF_VERSION_1],
    "positions": [POSITION],
    "fills": [FILL, {**FILL, "id": "second", "at": 51}],
    "balances": [
        {"book": "fern", "unit": "AAPL", "amount": 32},
        {"book": "fern", "unit": "USD", "amount": 33},
        {"book": "pond", "unit": "USD", "amount": 34},
    ],
    "holds": [
        {"reference": "buy-1", "book": "fern", "unit": "USD", "amount": 5},
        {"reference": "buy-2", "book": "fern", "unit": "USD", "amount": 7},
        {"reference": "sell", "book": "fern", "unit": "AAPL", "amount": 3},
    ],
    "schedule": [{"id": 1, "due_at": 35, "kind": "trades.confirm", "subject": "order"}],
}
ORDER_OF_VERSION_2: Row = {
    **ORDER_OF_VERSION_1,
    "type": "trailing_stop",
    "time_in_force": "gtc",
    "limit_price": 36,
    "stop_price": 37,
    "trail_price": 38,
    "trail_percent": 39,
    "hwm": 40,
    "extended_hours": 1,
    "order_class": "simple",
    "commission": 41,
    "triggered_at": 42,
    "looked_at": 43,
    "expires_at": 44,
    "expired_at": 45,
    "replaced_at": 46,
    "replaced_by": "later",
    "replaces": "earlier",
}
WATCHLIST: Row = {
    "sequence": 1,
    "id": "favourites",
    "account_id": "fern",
    "name": "Favourites",
    "symbols": "[]",
    "created_at": 47,
    "updated_at": 48,
}
VERSION_2: Rows = VERSION_1 | {"orders": [ORDER_OF_VERSION_2], "watchlists": [WATCHLIST]}

ADDED_TO_ORDER: Row = dict.fromkeys(ORDER_OF_VERSION_2.keys() - ORDER_OF_VERSION_1.keys()) | {
    "type": "market",
    "time_in_force": "day",
    "extended_hours": 0,
    "order_class": "",
    "commission": 0,
}
ADDED: Rows = {
    "accounts": [
        {"search_text": "fern@example.com 880001 +1 555 ext 7"},
        {"search_text": "pond"},
        {"search_text": "reed"},
    ],
    "ach_relationships": [{"processor_token": None}],
    "transfers": [{"completed_at": 16}, {"completed_at": None}],
    "journals": [{"transmitter": None, "corrects": None}],
    "orders": [
        {"parent_id": None, "subtag": None, "source": None}
        | {"commission_type": "notional", "instructions": None}
    ],
    "positions": [{"cost_qty": 32}],
    "balances": [{"held": 3}, {"held": 12}, {"held": 0}],
}
"""Values that the newest version gives to each of the rows."""
BLOCKS = dict.fromkeys(("trading_blocked", "transfers_blocked", "account_blocked"), 0)
DEFAULTS: dict[str, Row] = {
    "accounts": {"kyc_results": None, "names_changed": 0, "trading_configurations": None} | BLOCKS,
    "transfers": {"type": "ach", "bank_id": None, "fee": 0, "fee_payment_method": None}
    | {"ira": None},
}


def write_old(path: Path, version: int, rows: Rows) -> None:
    """Write a database as an older version of the schema has it."""
    with closing(sqlite3.connect(path)) as old, old:
        old.executescript((SAMPLES / f"schema-{version}.sql").read_text("utf-8"))
        old.execute(f"PRAGMA user_version = {version}")
        for table, some in rows.items():
            for row in some:
                marks = ", ".join("?" * len(row))
                old.execute(
                    f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", (*row.values(),)
                )


def read(path: Path, table: str) -> list[Row]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]


def schema(path: Path) -> dict[str, Any]:
    """Describe each table: columns, kind of table, checks, foreign keys and indexes."""
    with closing(sqlite3.connect(path)) as database:

        def ask(sql: str, *values: object) -> list[Any]:
            return sorted(database.execute(sql, values).fetchall(), key=repr)

        def indexes(table: str) -> list[Any]:
            return sorted(
                # SQLite names the index of a UNIQUE by its number in the table.
                (
                    name if made_by == "c" else made_by,
                    is_unique,
                    is_partial,
                    database.execute(
                        'SELECT name, "desc", coll, "key" FROM pragma_index_xinfo(?)', (name,)
                    ).fetchall(),
                    ask("SELECT sql FROM sqlite_master WHERE name = ?", name),
                )
                for name, is_unique, made_by, is_partial in ask(
                    'SELECT name, "unique", origin, partial FROM pragma_index_list(?)', table
                )
            )

        tables = ask(
            "SELECT l.name, l.wr, l.strict, m.sql FROM pragma_table_list AS l"
            " JOIN sqlite_master AS m USING (name) WHERE l.type = 'table'"
        )
        return {
            name: {
                "without rowid": without_rowid,
                "strict": strict,
                "autoincrement": "AUTOINCREMENT" in sql,
                "columns": database.execute(
                    'SELECT name, type, "notnull", dflt_value, pk, hidden'
                    " FROM pragma_table_xinfo(?)",
                    (name,),
                ).fetchall(),
                "checks": sorted(CHECK.findall(sql)),
                "foreign keys": ask(
                    'SELECT "from", "table", "to", on_update, on_delete'
                    " FROM pragma_foreign_key_list(?)",
                    name,
                ),
                "indexes": indexes(name),
            }
            for name, without_rowid, strict, sql in tables
        }


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_a_migrated_database_has_the_schema_of_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    write_old(old, version, {})
    for path in (old, new):
        Database(path).close()
    migrated, fresh = schema(old), schema(new)
    assert migrated.keys() == fresh.keys()
    for table, described in fresh.items():
        assert migrated[table] == described, table


@pytest.mark.parametrize(
    ("version", "rows", "of_orders"),
    [(1, VERSION_1, ADDED_TO_ORDER), (2, VERSION_2, {})],
    ids=["1", "2"],
)
def test_each_row_is_kept_and_its_new_columns_are_filled(
    version: int, rows: Rows, of_orders: Row, tmp_path: Path
) -> None:
    path = tmp_path / "old.sqlite3"
    write_old(path, version, rows)
    Database(path).close()
    defaults = DEFAULTS | {"orders": of_orders}
    fees: list[Row] = [
        {"fee": of_orders.get("commission", ORDER_OF_VERSION_2["commission"])},
        {"fee": 0},
    ]
    for table, before in rows.items():
        added = (ADDED | {"fills": fees}).get(table, [{}] * len(before))
        expected = [
            row | defaults.get(table, {}) | more for row, more in zip(before, added, strict=True)
        ]
        assert read(path, table) == expected, table


@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_a_migrated_database_says_its_version(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    write_old(path, version, {})
    Database(path).close()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_reviews_of_journals_that_were_put_off_are_still_made(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    put_off = {"id": 1, "due_at": 35, "kind": "journal.end_of_day", "subject": "gift"}
    write_old(path, 3, {"schedule": [put_off]})
    Database(path).close()
    assert read(path, "schedule") == [put_off | {"kind": "journal.review"}]
