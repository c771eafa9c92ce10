"""The cells of a table that flash because their text has changed."""

from collections.abc import Mapping, Sequence

from .table_rows import Column, Row

FLASH_SECONDS = 0.4

ChangedColumns = Mapping[str, frozenset[int]]
"""The columns whose text has changed, by the key of their row."""


class Flashes:
    """The cells that flash now. A cell that changes again flashes anew."""

    def __init__(self) -> None:
        self._by_key: dict[str, frozenset[int]] = {}

    def columns_of(self, key: str) -> frozenset[int]:
        """Return the columns that flash in the row with this key."""
        return self._by_key.get(key, frozenset())

    def start(
        self, columns: Sequence[Column], before: Sequence[Row], rows: Sequence[Row]
    ) -> ChangedColumns:
        """Flash the changed cells of rows that were there before; return their columns."""
        old = {row.key: row for row in before}
        changed = {
            row.key: found
            for row in rows
            if row.key in old and (found := _changed(columns, old[row.key], row))
        }
        self._by_key |= changed
        return changed

    def end(self, changed: ChangedColumns) -> None:
        """Stop the flashes that `start` has returned, unless they have started anew."""
        self._by_key = {
            key: columns for key, columns in self._by_key.items() if columns is not changed.get(key)
        }


def _changed(columns: Sequence[Column], old: Row, new: Row) -> frozenset[int]:
    return frozenset(
        i
        for i, column in enumerate(columns)
        if column.flashes and old.cells[i].text != new.cells[i].text
    )
