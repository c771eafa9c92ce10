"""The lines of a table's rows, and the rows that can be selected."""

import pytest

from ribbit_tui.tui.widgets.row_lines import RowLines
from ribbit_tui.tui.widgets.table_rows import Cell, Row


def rows(kinds: str) -> RowLines:
    """Return rows, `h` for a heading and `.` for any other."""
    made = [Row(str(at), (Cell(kind),), is_heading=kind == "h") for at, kind in enumerate(kinds)]
    return RowLines(made)


@pytest.mark.parametrize(
    ("kinds", "index", "step", "found"),
    [
        ("...", 1, 1, 1),
        ("...", 9, 1, 2),
        ("...", -9, -1, 0),
        (".hh", 2, -1, 0),
        ("h.h", 2, 1, 1),
        ("h..", 0, -1, 1),
        (".h.", 1, 1, 2),
        (".h.", 1, -1, 0),
        ("hh", 1, 1, 1),
        ("", 3, -1, 0),
    ],
)
def test_the_nearest_row_that_can_be_selected(
    kinds: str, index: int, step: int, found: int
) -> None:
    assert rows(kinds).selectable(index, step) == found


def test_a_line_behind_the_last_row_belongs_to_none() -> None:
    lines = rows("..")
    assert [lines.row_at(line) for line in (-1, 0, 1, 2)] == [None, (0, 0), (1, 0), None]
