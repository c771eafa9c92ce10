"""The order of a table's rows by one of its columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .table_rows import Column, Row

ASCENDING, DESCENDING = "▲", "▼"


@dataclass(frozen=True)
class RowOrder:
    """The order by a column. `column` is its index; None keeps the order that was given."""

    column: int | None = None
    is_descending: bool = False

    def title(self, index: int, column: Column) -> str:
        """Return the title of a column, with the direction if the rows are in its order."""
        if index != self.column:
            return column.title
        return f"{column.title} {DESCENDING if self.is_descending else ASCENDING}"

    def sort(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows in this order. Those without a value in the column come last."""
        if self.column is None:
            return list(rows)
        index = self.column
        known = [row for row in rows if row.cells[index].sort_value is not None]
        unknown = [row for row in rows if row.cells[index].sort_value is None]
        known.sort(key=lambda row: _key(row.cells[index].sort_value), reverse=self.is_descending)
        return known + unknown

    def by(self, index: int, rows: Sequence[Row]) -> "RowOrder":
        """Return the order by a column: at first the largest number or the first name on top.

        By the column that the rows are in the order of already, it is the other direction.
        """
        if index == self.column:
            return self.reverse()
        values = (row.cells[index].sort_value for row in rows)
        return RowOrder(index, is_descending=any(isinstance(one, Decimal) for one in values))

    def reverse(self) -> "RowOrder":
        """Return the order in the other direction."""
        return RowOrder(self.column, not self.is_descending)


def _key(value: Decimal | str | None) -> tuple[Decimal, str]:
    return (Decimal(0), value.casefold()) if isinstance(value, str) else (value or Decimal(0), "")
