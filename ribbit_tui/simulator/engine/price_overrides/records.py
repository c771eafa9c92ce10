"""Records of price changes, and every write of their table. Changes are never deleted."""

from collections.abc import Collection
from fractions import Fraction
from typing import NamedTuple

from ribbit_tui.simulator.clock import Timestamp
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.market.timeline import ChangeKind
from ribbit_tui.simulator.simulation import Simulation


class PriceChangeRecord(NamedTuple):
    """Change of a symbol's prices, with the prices seen before and after it, if known."""

    symbol: str
    at: Timestamp
    kind: ChangeKind
    numerator: int
    denominator: int
    price_before: Micros | None
    price: Micros | None

    @property
    def factor(self) -> Fraction:
        """Factor of a move or a split; 1 for other kinds."""
        return Fraction(self.numerator, self.denominator)


def insert(simulation: Simulation, change: PriceChangeRecord) -> None:
    """Add a change."""
    simulation.database.insert("market_changes", change)


def set_price_of_last(simulation: Simulation, price: Micros) -> None:
    """Store the price that the last change has led to."""
    simulation.database.execute(
        "UPDATE market_changes SET price = ?"
        " WHERE sequence = (SELECT max(sequence) FROM market_changes)",
        (price,),
    )


def all_changes(simulation: Simulation) -> list[PriceChangeRecord]:
    """Return every change, oldest first."""
    return simulation.database.fetch_all(PriceChangeRecord, "FROM market_changes ORDER BY sequence")


def last_change(
    simulation: Simulation, symbol: str, kinds: Collection[ChangeKind] = tuple(ChangeKind)
) -> PriceChangeRecord | None:
    """Return a symbol's last change of one of these kinds."""
    marks = ", ".join("?" * len(kinds))
    return simulation.database.fetch_one(
        PriceChangeRecord,
        f"FROM market_changes WHERE symbol = ? AND kind IN ({marks})"
        " ORDER BY sequence DESC LIMIT 1",
        (symbol, *kinds),
    )


def changed_symbols(simulation: Simulation) -> list[str]:
    """Return the symbols that have changes, in order."""
    return simulation.database.scalars(
        str, "SELECT DISTINCT symbol FROM market_changes ORDER BY symbol"
    )
