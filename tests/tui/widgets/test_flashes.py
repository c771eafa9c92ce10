"""The cells that flash because they have changed."""

from ribbit_tui.tui.widgets.flashes import Flashes
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row

COLUMNS = (Column("Symbol", 8), Column("Price", 9, flashes=True))


def row(key: str, price: str) -> Row:
    return Row(key, (Cell(key), Cell(price)))


def test_a_change_leaves_the_flashes_of_other_rows_alone() -> None:
    flashes = Flashes()
    before = [row("AAPL", "1"), row("KO", "1")]
    first = flashes.start(COLUMNS, before, [row("AAPL", "2"), row("KO", "1")])
    second = flashes.start(COLUMNS, before, [row("AAPL", "1"), row("KO", "2")])
    assert flashes.columns_of("AAPL") == flashes.columns_of("KO") == {1}
    flashes.end(first)
    assert flashes.columns_of("AAPL") == frozenset()
    assert flashes.columns_of("KO") == {1}
    flashes.end(second)
    assert flashes.columns_of("KO") == frozenset()


def test_a_cell_that_changes_again_flashes_anew() -> None:
    flashes = Flashes()
    first = flashes.start(COLUMNS, [row("AAPL", "1")], [row("AAPL", "2")])
    flashes.start(COLUMNS, [row("AAPL", "2")], [row("AAPL", "3")])
    flashes.end(first)
    assert flashes.columns_of("AAPL") == {1}


def test_a_new_row_and_a_column_that_does_not_flash_stay_as_they_are() -> None:
    renamed = [Row("AAPL", (Cell("APPL"), Cell("1"))), row("KO", "1")]
    assert Flashes().start(COLUMNS, [row("AAPL", "1")], renamed) == {}
