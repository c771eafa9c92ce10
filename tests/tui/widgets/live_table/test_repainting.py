"""The regions that a table repaints, and its flashes."""

from textual.color import Color
from textual.geometry import Region
from textual.widgets import Input

from ribbit_tui.tui.theme import textual_theme
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import Column
from tests.waiting import until

from .support import ROWS, WIDTH, cursor_lines, lines, row, shown


def line_region(y: int) -> Region:
    return Region(0, y, WIDTH, 1)


async def test_a_changed_row_repaints_its_line_and_nothing_else() -> None:
    async with shown(ROWS[:4]) as (_, table, pilot):
        table.show_rows([ROWS[0], ROWS[1], row("Cisco", "$2.00"), ROWS[3]])
        assert (table.regions, table.full_refreshes) == ([line_region(3)], 0)
        await until(lambda: table.rendered)
        await pilot.pause()
        assert set(table.rendered) == {3}


async def test_the_line_of_a_scrolled_row_is_repainted_where_it_is() -> None:
    async with shown(ROWS) as (_, table, pilot):
        await pilot.press("end")
        await until(lambda: table.scroll_y == 5)
        await pilot.pause()
        table.forget()
        width = table.size.width
        ebay, ford, jpm = (row(name, "$2.00") for name in ("Ebay", "Ford", "JPM"))
        changed = [*ROWS[:4], ebay, ford, *ROWS[6:9], jpm]  # the first of them is out of sight
        table.show_rows(changed)
        assert table.regions == [Region(0, 1, width, 1), Region(0, 5, width, 1)]
        assert table.full_refreshes == 0


async def test_rows_out_of_sight_and_equal_rows_repaint_nothing() -> None:
    async with shown(ROWS) as (_, table, _pilot):
        table.show_rows(list(ROWS))
        table.show_rows([*ROWS[:5], row("Ford", "$2.00"), *ROWS[6:]])
        assert (table.regions, table.full_refreshes) == ([], 0)


async def test_a_move_of_the_cursor_repaints_two_lines() -> None:
    async with shown(ROWS[:4]) as (_, table, pilot):
        await pilot.press("down", "down")
        assert table.regions == [line_region(y) for y in (1, 2, 2, 3)]
        table.forget()
        await pilot.press("end", "end")
        assert table.regions == [line_region(y) for y in (3, 4)]


async def test_the_focus_repaints_the_line_of_the_cursor() -> None:
    async with shown(ROWS[:4]) as (app, table, pilot):
        await pilot.press("down")
        table.forget()
        app.query_one(Input).focus()
        await until(lambda: not table.has_focus)
        await pilot.pause()
        assert line_region(2) in table.regions
        table.forget()
        table.focus()
        await until(lambda: table.has_focus)
        await pilot.pause()
        assert line_region(2) in table.regions


async def test_rows_that_change_places_repaint_their_lines() -> None:
    async with shown(ROWS[:4]) as (_, table, pilot):
        await pilot.press("down")
        table.forget()
        table.show_rows([ROWS[0], ROWS[2], ROWS[1], ROWS[3]])
        assert (table.regions, table.full_refreshes) == ([line_region(2), line_region(3)], 0)
        assert (table.cursor_key, cursor_lines(table)) == ("B", [3])


async def test_other_widths_and_other_counts_of_rows_repaint_the_table() -> None:
    async with shown(ROWS[:4]) as (_, table, _pilot):
        table.show_rows([row("Apple", "$1,234,567.00"), *ROWS[1:4]])
        assert table.full_refreshes == 1
        table.forget()
        table.show_rows([row("Apple", "$1,234,567.00"), *ROWS[1:3]])
        assert table.full_refreshes >= 1
        assert table.virtual_size.height == 4


async def test_a_table_is_as_high_as_its_rows_where_its_screen_lets_it() -> None:
    async with shown([]) as (_, table, pilot):
        table.styles.height = "auto"
        await until(lambda: table.size.height == 2)
        assert lines(table)[1].startswith("Nothing here.")
        for count, height in ((1, 2), (3, 4), (2, 3), (0, 2)):
            table.show_rows(ROWS[:count])
            await pilot.pause()
            assert (table.size.height, table.virtual_size.height) == (height, height)


# Flashes


PRICES = (Column("Symbol", 8), Column("Name", 10), Column("Price", 9, flashes=True))


def flashing(table: LiveTable) -> list[str]:
    """Return the texts of the cells that flash, in rows without the cursor."""
    band = Color.parse(textual_theme().variables["cursor-row"]).rich_color
    return [
        part.text.strip()
        for y in range(2, table.size.height)
        for part in table.render_line(y)
        if part.style and part.style.bgcolor == band
    ]


async def test_a_changed_cell_flashes_alone_and_for_a_moment() -> None:
    async with shown(ROWS[:3], *PRICES) as (app, table, _pilot):
        app.animation_level = "full"
        table.show_rows([ROWS[0], row("Boeing", "$2.00"), ROWS[2]])
        assert flashing(table) == ["$2.00"]
        await until(lambda: not flashing(table))
        table.forget()
        table.show_rows([ROWS[0], row("Boeing", "$2.00"), ROWS[2], row("Disney")])
        assert flashing(table) == [], "a new row is no change"


async def test_the_end_of_a_flash_repaints_its_row_alone() -> None:
    async with shown(ROWS[:3], *PRICES) as (app, table, _pilot):
        app.animation_level = "full"
        table.show_rows([ROWS[0], row("Boeing", "$2.00"), ROWS[2]])
        table.forget()
        await until(lambda: not flashing(table))
        assert (table.regions, table.full_refreshes) == ([line_region(2)], 0)


async def test_a_flash_keeps_the_tone_of_its_cell() -> None:
    async with shown(ROWS[:3], *PRICES) as (app, table, _pilot):
        app.animation_level = "full"
        table.show_rows([ROWS[0], row("Boeing", "$2.00", "loss"), ROWS[2]])
        assert flashing(table) == ["$2.00"]
        loss = Color.parse(textual_theme().variables["loss"]).rich_color
        coloured = [p.text for p in table.render_line(2) if p.style and p.style.color == loss]
        assert coloured == [f"{'$2.00':9}"]


async def test_nothing_flashes_without_animations() -> None:
    async with shown(ROWS[:3], *PRICES) as (app, table, _pilot):
        app.animation_level = "none"
        table.show_rows([ROWS[0], row("Boeing", "$2.00"), ROWS[2]])
        assert flashing(table) == []


async def test_a_cell_that_changes_again_flashes_on() -> None:
    async with shown(ROWS[:3], *PRICES) as (app, table, _pilot):
        app.animation_level = "full"
        table.show_rows([ROWS[0], row("Boeing", "$2.00"), ROWS[2]])
        first = table._flashes.start(PRICES, ROWS[:3], [ROWS[0], row("Boeing", "$3.00"), ROWS[2]])
        table._flashes.end({"B": frozenset({2})})
        assert table._flashes.columns_of("B") == frozenset({2}), "the earlier flash has ended only"
        table._flashes.end(first)
        assert table._flashes.columns_of("B") == frozenset()
