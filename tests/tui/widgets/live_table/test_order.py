"""The order of the rows."""

from decimal import Decimal

from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row

from .support import ROWS, TableApp

SORTED = (
    Column("Symbol", 8, sorts=True),
    Column("Note", 6),
    Column("Worth", 9, right=True, sorts=True),
)


def worth(symbol: str, amount: str | None) -> Row:
    value = None if amount is None else Decimal(amount)
    cells = (Cell(symbol, sort_value=symbol), Cell("x"), Cell(amount or "–", sort_value=value))
    return Row(symbol, cells)


WORTHS = [worth("b", "9"), worth("A", "10"), worth("D", None), worth("c", "-3")]


def order_shown(table: LiveTable) -> str:
    """Return the head of the table, and the first letters of its rows."""
    lines = [table.render_line(y).text for y in range(5)]
    return f"{' '.join(lines[0].split())}: {''.join(line[1] for line in lines[1:])}"


async def test_o_orders_by_each_column_that_sorts_and_then_as_given() -> None:
    app = TableApp(*SORTED)
    async with app.run_test() as pilot:
        app.table.show_rows(WORTHS)
        app.table.focus()
        await pilot.press("down")
        heads = []
        for key in ("o", "O", "o", "O", "o"):
            await pilot.press(key)
            heads.append(order_shown(app.table))
            assert app.table.cursor_key == "A"
    assert heads == [
        "Symbol ▲ Note Worth: AbcD",
        "Symbol ▼ Note Worth: DcbA",
        "Symbol Note Worth ▼: AbcD",
        "Symbol Note Worth ▲: cbAD",
        "Symbol Note Worth: bADc",
    ]


async def test_a_click_on_a_title_orders_by_it_and_the_next_one_reverses() -> None:
    app = TableApp(*SORTED)
    async with app.run_test() as pilot:
        app.table.show_rows(WORTHS)
        heads = []
        for x in (21, 21, 12, 1):
            await pilot.click(app.table, offset=(x, 0))
            heads.append(order_shown(app.table))
    assert heads == [
        "Symbol Note Worth ▼: AbcD",
        "Symbol Note Worth ▲: cbAD",
        "Symbol Note Worth ▲: cbAD",
        "Symbol ▲ Note Worth: AbcD",
    ]
    assert not app.selected


async def test_changed_rows_keep_the_order_that_was_chosen() -> None:
    app = TableApp(*SORTED)
    async with app.run_test() as pilot:
        app.table.show_rows(WORTHS)
        await pilot.click(app.table, offset=(21, 0))
        app.table.show_rows([worth("b", "90"), *WORTHS[1:]])
        assert order_shown(app.table) == "Symbol Note Worth ▼: bAcD"


async def test_a_table_without_columns_that_sort_has_no_such_key() -> None:
    app = TableApp()
    async with app.run_test() as pilot:
        app.table.show_rows(ROWS)
        app.table.focus()
        await pilot.press("o", "O")
        await pilot.click(app.table, offset=(1, 0))
        assert not app.table.check_action("order_by_next", ())
        assert app.table.render_line(0).text.split() == ["Symbol", "Name", "Price"]
