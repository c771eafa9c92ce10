"""Rows of the ledger's tables: entries, balances and holds. `double_entry` writes them."""

from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp


class EntryRecord(NamedTuple):
    """An amount added to a book: 1e-6 USD, or 1e-9 shares of a symbol."""

    transaction_id: int
    book: str
    unit: str
    amount: int
    reference: str
    at: Timestamp


class BalanceRecord(NamedTuple):
    """The sum of a book's entries in one unit."""

    book: str
    unit: str
    amount: int


class HoldRecord(NamedTuple):
    """An amount held under a reference: the id of an order, a transfer or a journal."""

    reference: str
    book: str
    unit: str
    amount: int
