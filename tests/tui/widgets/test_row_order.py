"""The order of a table's rows."""

from decimal import Decimal

from ribbit_tui.tui.widgets.row_order import RowOrder
from ribbit_tui.tui.widgets.table_rows import Cell, Row


def rows(*values: Decimal | str | None) -> list[Row]:
    return [Row(str(value), (Cell(str(value), sort_value=value),)) for value in values]


def keys(order: RowOrder, *values: Decimal | str | None) -> list[str]:
    return [row.key for row in order.sort(rows(*values))]


def test_zero_stands_among_the_numbers_and_what_is_unknown_comes_last() -> None:
    numbers = (Decimal("0.5"), None, Decimal(0), Decimal(-1))
    assert keys(RowOrder(0), *numbers) == ["-1", "0", "0.5", "None"]
    assert keys(RowOrder(0, is_descending=True), *numbers) == ["0.5", "0", "-1", "None"]


def test_names_are_ordered_without_regard_to_case() -> None:
    assert keys(RowOrder(0), "ebay", "Apple", "apple", "Cisco") == [
        "Apple",
        "apple",
        "Cisco",
        "ebay",
    ]


def test_the_largest_number_or_the_first_name_is_on_top_at_first() -> None:
    assert RowOrder().by(0, rows(Decimal(1))) == RowOrder(0, is_descending=True)
    assert RowOrder().by(0, rows("Apple")) == RowOrder(0)
    assert RowOrder(0).by(0, rows("Apple")) == RowOrder(0, is_descending=True)
