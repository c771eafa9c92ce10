"""Double entry in exact integers: cash and shares of firm, customers and the outside world."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.database import Database

from .refusals import Forbidden

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

    def post(self, entries: list[Entry], reference: str, at: datetime) -> None:
        """Book one transaction; `reference` is the id of what caused it.

        Raises Forbidden if an account would go below zero, ValueError if the entries do not
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
        balance = self._database.value(
            "INSERT INTO balances (book, unit, amount) VALUES (?, ?, ?)"
            " ON CONFLICT (book, unit) DO UPDATE SET amount = amount + excluded.amount"
            " RETURNING amount",
            entry,
        )
        if balance < 0 and not entry.book.startswith(_WORLD_PREFIX):
            raise Forbidden("insufficient balance")

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
        return {unit: amount for _, unit, amount in self.all_balances_at([book], moment)}

    def all_balances_at(
        self, books: Sequence[str], moment: datetime
    ) -> Iterator[tuple[str, str, int]]:
        """Book, unit and balance as it was just before `moment`, of many books in one reading."""
        rows = self._database.rows(
            "SELECT book, unit, amount - (SELECT coalesce(sum(since.amount), 0)"
            "   FROM ledger_entries AS since WHERE since.book = balances.book"
            "   AND since.unit = balances.unit AND since.at >= ?)"
            " FROM balances WHERE book IN (SELECT value FROM json_each(?))",
            (to_micros(moment), json.dumps(books)),
        )
        return ((row[0], row[1], row[2]) for row in rows)

    def hold(self, book: str, unit: str, amount: int, reference: str) -> None:
        """Promise `amount` away until `release`; raises Forbidden if that much is not available."""
        if amount > self.available(book, unit):
            raise Forbidden("insufficient balance")
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
