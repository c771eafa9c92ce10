"""The cursor of a table, its scrolling, and both over updates."""

import pytest
from textual.color import Color
from textual.widgets import Input

from ribbit_tui.tui.theme import textual_theme
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from tests.waiting import until

from .support import NAMES, ROWS, WIDTH, bars, cursor_lines, lines, row, shown


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (("down",), "B"),
        (("j", "j"), "C"),
        (("down", "down", "up"), "B"),
        (("down", "k"), "A"),
        (("up",), "A"),
        (("end",), "J"),
        (("end", "down"), "J"),
        (("end", "up"), "I"),
        (("end", "home"), "A"),
        (("pagedown",), "J"),
        (("end", "pageup"), "A"),
    ],
)
async def test_keys_move_the_cursor(keys: tuple[str, ...], cursor: str) -> None:
    async with shown(ROWS) as (_, table, pilot):
        await pilot.press(*keys)
        assert table.cursor_key == cursor
        assert cursor_lines(table) == [ROWS.index(row(_name(cursor))) + 1 - int(table.scroll_y)]


def _name(key: str) -> str:
    return next(name for name in NAMES if name.startswith(key))


async def test_a_page_is_ten_rows() -> None:
    many = [Row(str(n), (Cell(str(n)), Cell(""), Cell(""))) for n in range(30)]
    async with shown(many) as (_, table, pilot):
        await pilot.press("pagedown")
        assert table.cursor_key == "10"
        await pilot.press("pagedown", "pageup", "up")
        assert table.cursor_key == "9"


async def test_each_move_to_another_row_is_announced() -> None:
    async with shown(ROWS[:3]) as (app, _table, pilot):
        await pilot.press("up", "down", "down", "down", "enter")
        assert app.highlighted == ["B", "C"]
        assert app.selected == ["C"]


async def test_a_click_selects_the_row_under_the_mouse() -> None:
    async with shown(ROWS[:3]) as (app, table, pilot):
        await pilot.click(table, offset=(3, 2))
        assert (app.highlighted, app.selected, table.cursor_key) == (["B"], ["B"], "B")
        for y in (0, 4):  # the header, and below the last row
            await pilot.click(table, offset=(3, y))
        assert (app.selected, table.cursor_key) == (["B"], "B")
        for y in (3, 1):
            await pilot.click(table, offset=(3, y))
        assert app.selected == ["B", "C", "A"]


async def test_a_click_on_a_scrolled_table_selects_the_row_under_the_mouse() -> None:
    async with shown(ROWS) as (app, table, pilot):
        await pilot.press("end")
        await until(lambda: table.scroll_y == 5)
        await pilot.click(table, offset=(3, 0))
        assert app.selected == [], "the header is no row"
        await pilot.click(table, offset=(3, 1))
        assert (app.selected, table.cursor_key) == (["F"], "F")


async def test_the_cursor_is_drawn_with_the_focus_only() -> None:
    async with shown(ROWS[:3]) as (app, table, pilot):
        await pilot.press("down")
        assert (cursor_lines(table), bars(table)) == ([2], [2])
        app.query_one(Input).focus()
        await until(lambda: not table.has_focus)
        assert (cursor_lines(table), bars(table)) == ([], [])


async def test_the_band_of_the_cursor_fills_its_line_and_keeps_tones() -> None:
    rows = [row("Apple", "$1.00", "loss"), row("Boeing")]
    async with shown(rows, Column("Symbol", 8), Column("Name", 10), Column("Price", 9)) as (
        _,
        table,
        _pilot,
    ):
        variables = textual_theme().variables
        band = Color.parse(variables["cursor-row"]).rich_color
        parts = [part for part in table.render_line(1) if part.text]
        assert [part.text for part in parts if not part.style or part.style.bgcolor != band] == []
        assert sum(len(part.text) for part in parts) == WIDTH
        loss = Color.parse(variables["loss"]).rich_color
        assert [p.text for p in parts if p.style and p.style.color == loss] == [f"{'$1.00':9}"]
        bar = parts[0]
        assert bar.style
        assert bar.style.color == Color.parse(textual_theme().primary).rich_color


# Scrolling


async def test_the_table_scrolls_no_further_than_the_cursor_needs() -> None:
    async with shown(ROWS) as (_, table, pilot):
        for key, scroll_y, line in (
            *(("down", 0, n) for n in (2, 3, 4, 5)),
            ("down", 1, 5),
            ("down", 2, 5),
            ("up", 2, 4),
            ("end", 5, 5),
            *(("up", 5, n) for n in (4, 3, 2, 1)),
            ("up", 4, 1),
            ("home", 0, 1),
        ):
            await pilot.press(key)
            assert (table.scroll_y, cursor_lines(table)) == (scroll_y, [line]), key
            assert lines(table)[0].startswith("Symbol"), "the header does not scroll"


async def test_the_table_jumps_to_the_cursor() -> None:
    async with shown(ROWS) as (app, table, pilot):
        app.animation_level = "full"
        positions: list[float] = []

        def record(position: float) -> None:
            positions.append(position)

        app.watch(table, "scroll_y", record, init=False)
        await pilot.press("end")
        await until(lambda: table.scroll_y == 5)
        assert positions == [5]


async def test_a_table_that_is_resized_scrolls_as_far_as_its_rows() -> None:
    async with shown(ROWS) as (_, table, pilot):
        table.styles.width, table.styles.height = 40, 4
        await until(lambda: table.size.height == 4)
        await pilot.pause()
        assert table.virtual_size == (table.size.width, 11)
        await pilot.press("end")
        assert [line[:1] for line in lines(table)] == ["S", "H", "I", "J"]


async def test_the_last_rows_are_visible_at_the_end() -> None:
    async with shown(ROWS) as (_, table, pilot):
        await pilot.press("end")
        assert [line[:1] for line in lines(table)] == ["S", "F", "G", "H", "I", "J"]
        assert table.virtual_size.height == 11


# Updates


async def test_the_cursor_stays_on_its_row_when_rows_come_go_and_move() -> None:
    async with shown(ROWS) as (app, table, pilot):
        await pilot.press(*["down"] * 6)
        await until(lambda: table.scroll_y == 2)
        app.highlighted.clear()
        for rows in (ROWS[::-1], [row("Zoom"), *ROWS], ROWS[1:], [ROWS[6]], [ROWS[1], ROWS[6]]):
            table.show_rows(rows)
            assert table.cursor_key == "G"
        assert app.highlighted == []


async def test_the_scroll_position_stays_over_updates() -> None:
    async with shown(ROWS) as (_, table, pilot):
        await pilot.press("end", "up", "up")
        for rows in ([row(name, "$2.00") for name in NAMES], [*ROWS, row("Zoom")], ROWS[::-1]):
            table.show_rows(rows)
            await pilot.pause()
            assert table.scroll_y == 5


async def test_the_cursor_of_a_row_that_is_gone_stays_in_the_table() -> None:
    async with shown(ROWS[:4]) as (_, table, pilot):
        await pilot.press("end")
        table.show_rows(ROWS[:3])
        assert table.cursor_key == "C"
        table.show_rows([])
        assert table.cursor_key is None
        table.show_rows(ROWS[:4])
        assert table.cursor_key == "A"
