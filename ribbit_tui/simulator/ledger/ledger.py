"""Double entry in exact integers: cash and shares of firm, customers and the outside world."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.storage.database import Database

USD = "USD"
WORLD_BANK = "world:bank"
WORLD_MARKET = "world:market"
WORLD_FEES = "world:fees"
"""What customers pay for wires."""
_WORLD_PREFIX = "world:"


class Entry(NamedTuple):
    """`amount` of `unit` (USD in 1e-6, or a symbol's shares in 1e-9) added to `book`."""

    book: str
    unit: str
    amount: int


class Ledger:
    """Only the outside world's books may go below zero."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._close = 0
        self._at_close: dict[str, dict[str, int]] = {}

    def post(self, entries: list[Entry], reference: str, at: datetime) -> None:
        """Book one transaction; `reference` is the id of what caused it.

        Raises ForbiddenError if an account would go below zero, ValueError if the entries do not
        sum to zero per unit.
        """
        sums: dict[str, int] = {}
        for entry in entries:
            sums[entry.unit] = sums.get(entry.unit, 0) + entry.amount
        if any(sums.values()):
            raise ValueError(f"entries of {reference} do not sum to zero")
        transaction_id = self._database.value(
            "SELECT coalesce(max(transaction_id), 0) + 1 FROM ledger_entries"
            " WHERE id = (SELECT max(id) FROM ledger_entries)"
        )
        for entry in entries:
            self._add(entry, transaction_id, reference, at)

    def _add(self, entry: Entry, transaction_id: int, reference: str, at: datetime) -> None:
        self._database.insert(
            "ledger_entries",
            transaction_id=transaction_id,
            book=entry.book,
            unit=entry.unit,
            amount=entry.amount,
            reference=reference,
            at=to_micros(at),
        )
        if to_micros(at) < self._close:  # the system's clock was set back
            self._at_close.pop(entry.book, None)
        balance = self._database.value(
            "INSERT INTO balances (book, unit, amount) VALUES (?, ?, ?)"
            " ON CONFLICT (book, unit) DO UPDATE SET amount = amount + excluded.amount"
            " RETURNING amount",
            entry,
        )
        if balance < 0 and not entry.book.startswith(_WORLD_PREFIX):
            raise ForbiddenError("insufficient balance")

    def balance(self, book: str, unit: str) -> int:
        return (
            self._database.value(
                "SELECT amount FROM balances WHERE book = ? AND unit = ?", (book, unit)
            )
            or 0
        )

    def balance_at(self, book: str, unit: str, moment: datetime) -> int:
        """The balance as it was just before `moment`: today's less what came since."""
        since: int = self._database.value(
            "SELECT coalesce(sum(amount), 0) FROM ledger_entries"
            " WHERE book = ? AND unit = ? AND at >= ?",
            (book, unit, to_micros(moment)),
        )
        return self.balance(book, unit) - since

    def balances_at(self, book: str, moment: datetime) -> dict[str, int]:
        """Every unit's balance as it was just before `moment`."""
        return {row["unit"]: row["amount"] for row in self._balances_at([book], to_micros(moment))}

    def balances_at_close(
        self, books: Sequence[str], close: datetime
    ) -> Mapping[str, Mapping[str, int]]:
        """As `balances_at`, of many books and just before `close`, which is past.

        Read once and then remembered, until another close is asked for.
        """
        if self._close != to_micros(close):
            self._close = to_micros(close)
            self._at_close = {}
        unknown = [book for book in books if book not in self._at_close]
        self._at_close.update((book, {}) for book in unknown)
        for row in self._balances_at(unknown, self._close):
            self._at_close[row["book"]][row["unit"]] = row["amount"]
        return self._at_close

    def _balances_at(self, books: Sequence[str], micros: int) -> list[sqlite3.Row]:
        return self._database.rows(
            "SELECT book, unit, amount - (SELECT coalesce(sum(since.amount), 0)"
            "   FROM ledger_entries AS since WHERE since.book = balances.book"
            "   AND since.unit = balances.unit AND since.at >= ?) AS amount"
            " FROM balances WHERE book IN (SELECT value FROM json_each(?))",
            (micros, json.dumps(books)),
        )

    def hold(self, book: str, unit: str, amount: int, reference: str) -> None:
        """Promise `amount` away until `release`; raises ForbiddenError if that much is not
        available."""
        if amount > self.available(book, unit):
            raise ForbiddenError("insufficient balance")
        self._database.insert("holds", reference=reference, book=book, unit=unit, amount=amount)
        self._change_held(book, unit, amount)

    def release(self, reference: str) -> None:
        """Give up a hold; nothing happens if there is none."""
        released = self._database.row(
            "DELETE FROM holds WHERE reference = ? RETURNING book, unit, amount", (reference,)
        )
        if released is not None:
            self._change_held(released["book"], released["unit"], -released["amount"])

    def _change_held(self, book: str, unit: str, amount: int) -> None:
        self._database.execute(
            "UPDATE balances SET held = held + ? WHERE book = ? AND unit = ?", (amount, book, unit)
        )

    def held_for(self, reference: str) -> int:
        """What is held for one reference."""
        return (
            self._database.value("SELECT amount FROM holds WHERE reference = ?", (reference,)) or 0
        )

    def held(self, book: str, unit: str) -> int:
        return (
            self._database.value(
                "SELECT held FROM balances WHERE book = ? AND unit = ?", (book, unit)
            )
            or 0
        )

    def available(self, book: str, unit: str) -> int:
        """The balance less everything held: what can still be promised."""
        return (
            self._database.value(
                "SELECT amount - held FROM balances WHERE book = ? AND unit = ?", (book, unit)
            )
            or 0
        )
