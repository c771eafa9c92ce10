"""The rows and columns of a table."""

import pytest
from textual.color import Color

from ribbit_tui.tui.theme import textual_theme
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from tests.waiting import until

from .support import ROWS, WIDTH, TableApp, lines, row, shown


async def test_the_header_and_the_rows_are_lines() -> None:
    async with shown(ROWS[:3]) as (_, table, _pilot):
        # 50 = 1 + 8 + 2 + 27 + 2 + 9 + 1: the name takes what the other columns leave.
        assert lines(table) == [
            f"{'Symbol':8}  {'Name':27}  {'Price':>9}",
            f"{'A':8}  {'Apple':27}  {'$1.00':>9}",
            f"{'B':8}  {'Boeing':27}  {'$1.00':>9}",
            f"{'C':8}  {'Cisco':27}  {'$1.00':>9}",
            " " * (WIDTH - 2),
            " " * (WIDTH - 2),
        ]


async def test_longer_text_takes_the_spare_width_first() -> None:
    async with shown([row("Apple", "$1,234,567.00")]) as (_, table, _pilot):
        assert lines(table)[1] == f"{'A':8}  {'Apple':23}  $1,234,567.00"


async def test_text_that_does_not_fit_is_cut() -> None:
    columns = (Column("First", 6), Column("Second", 6, right=True), Column("Third", 32))
    cells = (Cell("1234567"), Cell("1234567"), Cell("x" * 32))
    async with shown([Row("a", cells)], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"12345…  12345…  {'x' * 32}"


@pytest.mark.parametrize(("text", "drawn"), [("123456", "123456"), ("株式会社", "株式 …")])
async def test_a_text_fills_its_width_in_cells(text: str, drawn: str) -> None:
    columns = (Column("First", 6), Column("Second", 40))
    async with shown([Row("a", (Cell(text), Cell("x" * 40)))], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"{drawn}  {'x' * 40}"


async def test_columns_that_grow_share_the_spare_width() -> None:
    columns = (Column("First", 4, grows=True), Column("Second", 10, grows=True), Column("3rd", 5))
    async with shown([Row("a", (Cell("a"), Cell("b"), Cell("c")))], *columns) as (_, table, _pilot):
        # 25 spare cells: 12 each, and one at the end.
        assert lines(table)[1] == f"{'a':16}  {'b':22}  {'c':5} "


@pytest.mark.parametrize(("width", "is_shown"), [(89, False), (90, True)])
async def test_a_narrow_table_leaves_out_columns(width: int, is_shown: bool) -> None:
    columns = (Column("First", 10), Column("Second", 10, from_width=NARROW))
    async with shown([Row("a", (Cell("a"), Cell("b")))], *columns) as (_, table, pilot):
        table.styles.width = width
        await until(lambda: table.size.width == width)
        assert ("Second" in lines(table)[0]) is is_shown
        assert ("b" in lines(table)[1]) is is_shown
        await pilot.pause()


async def test_a_column_that_is_left_out_leaves_no_gap() -> None:
    columns = (Column("First", 4), Column("Second", 4, from_width=NARROW), Column("Third", 4))
    cells = (Cell("a"), Cell("b"), Cell("c"))
    async with shown([Row("a", cells)], *columns) as (_, table, _pilot):
        assert lines(table)[1].rstrip() == f"{'a':4}  c"


async def test_columns_that_fill_the_width_do_not_grow() -> None:
    columns = (Column("First", 6, grows=True), Column("Second", 40))
    async with shown([Row("a", (Cell("a"), Cell("b")))], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"{'a':6}  {'b':40}"


async def test_a_column_alone_grows_to_the_edge() -> None:
    async with shown([Row("a", (Cell("a"),))], Column("1", 4, right=True, grows=True)) as (
        _,
        table,
        _pilot,
    ):
        assert lines(table)[1] == f"{'a':>{WIDTH - 2}}"


async def test_a_column_of_one_cell_shows_that_its_text_is_cut() -> None:
    columns = (Column("1", 1), Column("Second", 45))
    async with shown([Row("a", (Cell("ab"), Cell("c" * 45)))], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"…  {'c' * 45}"


async def test_a_table_may_be_given_rows_before_it_is_mounted() -> None:
    app = TableApp()
    app.table.show_rows(ROWS[:2])
    async with app.run_test(size=(120, 12)):
        await until(lambda: app.table.size.width > 0)
        assert [line[:1] for line in lines(app.table)[1:3]] == ["A", "B"]


async def test_the_empty_text_is_quiet() -> None:
    async with shown([]) as (_, table, _pilot):
        quiet = Color.parse(textual_theme().variables["quiet"]).rich_color
        coloured = [p.text for p in table.render_line(1) if p.style and p.style.color == quiet]
        assert "".join(coloured).strip() == "Nothing here."


async def test_a_cell_has_the_colour_of_its_tone() -> None:
    async with shown([row("Apple"), row("Boeing", "$2.00", "loss")]) as (_, table, _pilot):
        loss = Color.parse(textual_theme().variables["loss"]).rich_color
        coloured = [p.text for p in table.render_line(2) if p.style and p.style.color == loss]
        assert coloured == [f"{'$2.00':>9}"]


async def test_without_rows_the_empty_text_is_shown() -> None:
    async with shown([]) as (app, table, pilot):
        assert lines(table)[1] == f"{'Nothing here.':{WIDTH - 2}}"
        assert lines(table)[2] == " " * (WIDTH - 2)
        assert table.cursor_key is None
        await pilot.press("down", "enter")
        assert (app.highlighted, app.selected) == ([], [])
        table.forget()
        table.show_empty("Nothing here.")
        assert table.full_refreshes == 0
        table.show_empty("x" * (WIDTH + 1))
        assert table.full_refreshes == 1
        assert lines(table)[1] == "x" * (WIDTH - 2)
        assert table.render_line(1).text.endswith("x…")
        table.show_rows(ROWS[:1])
        assert "x" not in lines(table)[1]
