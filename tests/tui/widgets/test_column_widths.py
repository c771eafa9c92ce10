"""The widths of a table's columns."""

import pytest

from ribbit_tui.tui.widgets.column_widths import EDGE, GAP, column_at, column_widths, fitted
from ribbit_tui.tui.widgets.table_rows import Column

LIST = (
    Column("Symbol", 8, grows=True),
    Column("Price", 9, right=True),
    Column("Today", 8, right=True),
)


def total(widths: list[int]) -> int:
    return 2 * EDGE + sum(widths) + GAP * (sum(map(bool, widths)) - 1)


def test_a_column_keeps_its_width_and_one_that_grows_takes_the_rest() -> None:
    assert column_widths(LIST, (4, 7, 6), 31) == [8, 9, 8]
    assert column_widths(LIST, (4, 7, 6), 41) == [18, 9, 8]
    assert column_widths(LIST, (4, 10, 6), 41) == [17, 10, 8]


@pytest.mark.parametrize(
    ("needed", "widths"),
    [
        ((7, 10, 7), [8, 10, 7]),
        ((5, 11, 7), [7, 11, 7]),
        ((5, 12, 8), [5, 12, 8]),
        ((8, 10, 7), [8, 10, 7]),
        ((8, 12, 12), [8, 9, 8]),
    ],
    ids=["bitcoin", "berkshire", "shorter-name", "no-cell-left", "too-much"],
)
def test_no_number_is_cut_beside_cells_that_are_not_needed(
    needed: tuple[int, ...], widths: list[int]
) -> None:
    found = column_widths(LIST, needed, 31)
    assert found == widths
    assert total(found) == 31


def test_columns_for_wide_tables_go_before_a_cell_is_cut() -> None:
    columns = (*LIST, Column("Day", 9, from_width=40), Column("Week", 9, from_width=50))
    assert column_widths(columns, (4, 7, 6, 7, 7), 60) == [15, 9, 8, 9, 9]
    assert column_widths(columns, (4, 7, 6, 7, 7), 50) == [16, 9, 8, 9, 0]
    assert column_widths(columns, (4, 16, 16, 7, 7), 50) == [12, 16, 16, 0, 0]


def test_the_column_of_a_cell_is_none_between_columns() -> None:
    columns = [column_at([4, 0, 3], x) for x in range(11)]
    assert columns == [None, 0, 0, 0, 0, None, None, 2, 2, 2, None]


def test_text_of_a_column_that_is_left_out_is_not_drawn() -> None:
    assert fitted("ab", 0) == ""
    assert fitted("ab", 1) == "…"
    assert fitted("ab", 2) == "ab"
    assert fitted("ab", 4, right=True) == "  ab"
