"""Records of journals, and every write of their table."""

import json
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.exact import Micros, Nanos
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.journals import JournalEntryType, JournalStatus, Transmitter


class Cash(NamedTuple):
    """Amount of cash that a journal moves."""

    amount: Micros


class Shares(NamedTuple):
    """Shares that a journal moves."""

    symbol: str
    qty: Nanos


class JournalRecord(NamedTuple):
    """Journal: `amount` for JNLC; `symbol`, `qty` and, once it is executed, `price` for JNLS.

    `transmitter` is a JSON object. `corrects` is the id of the journal that this one replaces.
    """

    id: str
    entry_type: JournalEntryType
    from_account: str
    to_account: str
    status: JournalStatus
    amount: Micros | None
    symbol: str | None
    qty: Nanos | None
    description: str | None
    created_at: Timestamp
    transmitter: str | None
    corrects: str | None
    price: Micros | None = None
    executed_at: Timestamp | None = None

    @property
    def moved(self) -> Cash | Shares:
        """Cash or shares that the journal moves."""
        if self.amount is not None:
            return Cash(self.amount)
        assert self.symbol is not None and self.qty is not None
        return Shares(self.symbol, self.qty)

    def transmitter_body(self) -> Transmitter:
        """Return the transmitter's fields; all are None if there is no transmitter."""
        return Transmitter(**json.loads(self.transmitter or "{}"))


def insert(simulation: Simulation, journal: JournalRecord) -> None:
    """Add a journal."""
    simulation.database.insert("journals", journal)


def by_id(simulation: Simulation, journal_id: str) -> JournalRecord | None:
    """Return a journal by its id in lower case."""
    return simulation.database.fetch_one(JournalRecord, "FROM journals WHERE id = ?", (journal_id,))


def find(
    simulation: Simulation, conditions: list[str], values: list[int | str], limit: int
) -> list[JournalRecord]:
    """Return the journals that fulfil all conditions (SQL), newest first."""
    return simulation.database.fetch_all(
        JournalRecord,
        f"FROM journals WHERE {' AND '.join(conditions)} ORDER BY sequence DESC LIMIT ?",
        (*values, limit),
    )


def held_in(simulation: Simulation, symbol: str) -> list[JournalRecord]:
    """Return the journals that hold shares of a symbol, oldest first."""
    return simulation.database.fetch_all(
        JournalRecord,
        "FROM journals WHERE symbol = ? AND id IN (SELECT reference FROM holds) ORDER BY sequence",
        (symbol,),
    )


def executed_since(simulation: Simulation, account_id: str, since: Timestamp) -> Micros:
    """Return the cash that journals moved to and from an account since then."""
    total = simulation.database.scalar(
        int,
        "SELECT sum(amount) FROM journals WHERE (from_account = ? OR to_account = ?)"
        " AND status = ? AND executed_at >= ?",
        (account_id, account_id, JournalStatus.EXECUTED, since),
    )
    return Micros(total or 0)


def set_status(simulation: Simulation, journal_id: str, status: JournalStatus) -> None:
    """Store a new status."""
    simulation.database.execute("UPDATE journals SET status = ? WHERE id = ?", (status, journal_id))


def set_executed(simulation: Simulation, journal_id: str, price: Micros | None) -> None:
    """Store that the journal was executed now, and the price of its shares."""
    simulation.database.execute(
        "UPDATE journals SET price = ?, executed_at = ? WHERE id = ?",
        (price, to_timestamp(simulation.now()), journal_id),
    )


def set_qty(simulation: Simulation, journal_id: str, qty: Nanos) -> None:
    """Store the number of shares after a split."""
    simulation.database.execute("UPDATE journals SET qty = ? WHERE id = ?", (qty, journal_id))
