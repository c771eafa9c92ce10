"""The lines of a table on which its rows stand."""

from bisect import bisect_right
from collections.abc import Sequence

from .table_rows import Row


class RowLines:
    """The first line of each row, counted from 0 below the head of the table."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._can_select = [not row.is_heading for row in rows]
        self.heights = [row.height for row in rows]
        self.starts: list[int] = []
        self.count = 0
        """The number of lines of all rows."""
        for height in self.heights:
            self.starts.append(self.count)
            self.count += height

    def row_at(self, line: int) -> tuple[int, int] | None:
        """Return the index of the row on a line, and the line within it; None behind the last."""
        if not 0 <= line < self.count:
            return None
        index = bisect_right(self.starts, line) - 1
        return index, line - self.starts[index]

    def can_select(self, index: int) -> bool:
        """Whether there is a row with this index that is not a heading."""
        return 0 <= index < len(self._can_select) and self._can_select[index]

    def selectable(self, index: int, step: int = 1) -> int:
        """Return the nearest row that is not a heading, at first in the direction of `step`.

        Without any, return `index` within the bounds.
        """
        index = max(0, min(len(self._can_select) - 1, index))
        down = range(index, len(self._can_select))
        up = range(min(index, len(self._can_select) - 1), -1, -1)
        order = (*down, *up) if step > 0 else (*up, *down)
        return next((i for i in order if self._can_select[i]), index)
