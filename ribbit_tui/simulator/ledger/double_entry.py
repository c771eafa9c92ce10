"""Double entry in exact integers: cash and shares of firm, customers and the outside world.

    ledger.post(cash_moves(WORLD_BANK, account_id, amount), transfer_id, now)
    ledger.hold_shares(account_id, "AAPL", qty, order_id)
    ledger.available_cash(account_id)

Amounts of cash are `Micros`, numbers of shares `Nanos`. A few functions take either, with the unit.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import Micros, Nanos
from ribbit_tui.simulator.storage.database import Database

from .records import BalanceRecord, EntryRecord, HoldRecord

USD = "USD"
WORLD_BANK = "world:bank"
WORLD_MARKET = "world:market"
WORLD_FEES = "world:fees"
"""Receives what customers pay for wires."""
WORLD_INTEREST = "world:interest"
"""Pays the interest on cash."""
_WORLD_PREFIX = "world:"


class Entry(NamedTuple):
    """`amount` of `unit` (USD in 1e-6, or a symbol's shares in 1e-9) added to `book`."""

    book: str
    unit: str
    amount: int


class Holdings(NamedTuple):
    """Cash and shares of a book. Symbols that it ever held have an entry, which may be 0."""

    cash: Micros
    shares: Mapping[str, Nanos]


def cash_moves(giver: str, taker: str, amount: Micros) -> list[Entry]:
    """Return the two entries that move cash from one book to another."""
    return [Entry(giver, USD, -amount), Entry(taker, USD, amount)]


def share_moves(giver: str, taker: str, symbol: str, qty: Nanos) -> list[Entry]:
    """Return the two entries that move shares from one book to another."""
    return [Entry(giver, symbol, -qty), Entry(taker, symbol, qty)]


class Ledger:
    """The books. Only those of the outside world may go below zero."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._close = Timestamp(0)
        self._at_close: dict[str, Holdings] = {}

    def post(self, entries: Sequence[Entry], reference: str, at: datetime) -> None:
        """Add one transaction to the books; `reference` is the id of what caused it.

        Raises ForbiddenError if an account would go below zero, ValueError if the entries do not
        sum to zero per unit.
        """
        sums: dict[str, int] = {}
        for entry in entries:
            sums[entry.unit] = sums.get(entry.unit, 0) + entry.amount
        if any(sums.values()):
            raise ValueError(f"entries of {reference} do not sum to zero")
        transaction_id = self._database.scalar(
            int,
            "SELECT coalesce(max(transaction_id), 0) + 1 FROM ledger_entries"
            " WHERE id = (SELECT max(id) FROM ledger_entries)",
        )
        assert transaction_id is not None
        timestamp = to_timestamp(at)
        for entry in entries:
            self._add(entry, transaction_id, reference, timestamp)

    def _add(self, entry: Entry, transaction_id: int, reference: str, at: Timestamp) -> None:
        book, unit, amount = entry
        self._database.insert(
            "ledger_entries", EntryRecord(transaction_id, book, unit, amount, reference, at)
        )
        if at < self._close:  # the system's clock was set back
            self._at_close.pop(book, None)
        balance = self._database.scalar(
            int,
            "INSERT INTO balances (book, unit, amount) VALUES (?, ?, ?)"
            " ON CONFLICT (book, unit) DO UPDATE SET amount = amount + excluded.amount"
            " RETURNING amount",
            entry,
        )
        assert balance is not None
        if balance < 0 and not book.startswith(_WORLD_PREFIX):
            raise ForbiddenError("insufficient balance")

    def cash(self, book: str) -> Micros:
        """Return the balance of cash, held or not."""
        return Micros(self._balance(book, USD))

    def shares(self, book: str, symbol: str) -> Nanos:
        """Return the balance of a symbol's shares, held or not."""
        return Nanos(self._balance(book, symbol))

    def _balance(self, book: str, unit: str) -> int:
        sql = "SELECT amount FROM balances WHERE book = ? AND unit = ?"
        return self._database.scalar(int, sql, (book, unit)) or 0

    def shares_at(self, book: str, symbol: str, at: datetime) -> Nanos:
        """Return the balance as it was just before `at`: today's less what came since."""
        since = self._database.scalar(
            int,
            "SELECT sum(amount) FROM ledger_entries WHERE book = ? AND unit = ? AND at >= ?",
            (book, symbol, to_timestamp(at)),
        )
        return Nanos(self._balance(book, symbol) - (since or 0))

    def holdings_at(self, book: str, at: datetime) -> Holdings:
        """Return the book's balances as they were just before `at`."""
        return self._holdings_at([book], to_timestamp(at))[book]

    def holdings_at_close(self, books: Sequence[str], close: datetime) -> Mapping[str, Holdings]:
        """Return the balances of many books just before `close`, which is in the past.

        They are remembered until another close is asked for.
        """
        if self._close != to_timestamp(close):
            self._close = to_timestamp(close)
            self._at_close = {}
        unknown = [book for book in books if book not in self._at_close]
        self._at_close.update(self._holdings_at(unknown, self._close))
        return self._at_close

    def _holdings_at(self, books: Sequence[str], at: Timestamp) -> dict[str, Holdings]:
        cash = dict.fromkeys(books, Micros(0))
        shares: dict[str, dict[str, Nanos]] = {book: {} for book in books}
        for book, unit, amount in self._balances_at(books, at):
            if unit == USD:
                cash[book] = Micros(amount)
            else:
                shares[book][unit] = Nanos(amount)
        return {book: Holdings(cash[book], shares[book]) for book in books}

    def _balances_at(self, books: Sequence[str], at: Timestamp) -> list[BalanceRecord]:
        return self._database.fetch_all(
            BalanceRecord,
            "SELECT book, unit, amount - (SELECT coalesce(sum(since.amount), 0)"
            "   FROM ledger_entries AS since WHERE since.book = balances.book"
            "   AND since.unit = balances.unit AND since.at >= ?)"
            " FROM balances WHERE book IN (SELECT value FROM json_each(?))",
            (at, json.dumps(books)),
        )

    def hold_cash(self, book: str, amount: Micros, reference: str) -> None:
        """Hold cash until `release`; raises ForbiddenError if less is available."""
        self.hold(book, USD, amount, reference)

    def hold_shares(self, book: str, symbol: str, qty: Nanos, reference: str) -> None:
        """Hold shares until `release`; raises ForbiddenError if fewer are available."""
        self.hold(book, symbol, qty, reference)

    def hold(self, book: str, unit: str, amount: int, reference: str) -> None:
        """Hold cash or shares as above; for callers that move either."""
        if amount > self.available(book, unit):
            raise ForbiddenError("insufficient balance")
        self._database.insert("holds", HoldRecord(reference, book, unit, amount))
        self._change_held(book, unit, amount)

    def release(self, reference: str) -> None:
        """Delete a hold, if there is one."""
        released = self._database.fetch_one(
            HoldRecord,
            "DELETE FROM holds WHERE reference = ? RETURNING reference, book, unit, amount",
            (reference,),
        )
        if released is not None:
            self._change_held(released.book, released.unit, -released.amount)

    def _change_held(self, book: str, unit: str, amount: int) -> None:
        self._database.execute(
            "UPDATE balances SET held = held + ? WHERE book = ? AND unit = ?", (amount, book, unit)
        )

    def held_for(self, reference: str) -> int:
        """Return what is held under a reference: 1e-6 USD or 1e-9 shares, 0 without a hold."""
        sql = "SELECT amount FROM holds WHERE reference = ?"
        return self._database.scalar(int, sql, (reference,)) or 0

    def held_shares(self, book: str, symbol: str) -> Nanos:
        """Return how many of a book's shares are held."""
        sql = "SELECT held FROM balances WHERE book = ? AND unit = ?"
        return Nanos(self._database.scalar(int, sql, (book, symbol)) or 0)

    def available_cash(self, book: str) -> Micros:
        """Return the balance of cash less everything held."""
        return Micros(self.available(book, USD))

    def available_shares(self, book: str, symbol: str) -> Nanos:
        """Return the balance of a symbol's shares less everything held."""
        return Nanos(self.available(book, symbol))

    def available(self, book: str, unit: str) -> int:
        """Return the balance less everything held; for callers that move either cash or shares."""
        sql = "SELECT amount - held FROM balances WHERE book = ? AND unit = ?"
        return self._database.scalar(int, sql, (book, unit)) or 0
