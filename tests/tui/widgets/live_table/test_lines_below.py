"""Headings, and lines below a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.content import Content
from textual.geometry import Region

from ribbit_tui.tui.widgets.table_rows import Cell, Row
from tests.waiting import until

from .support import ROWS, WIDTH, lines, shown


@dataclass(frozen=True)
class Notes:
    """Lines of text below a row."""

    texts: tuple[str, ...]

    @property
    def height(self) -> int:
        return len(self.texts)

    def lines(self, width: int) -> Sequence[Content]:
        return [Content.styled(text, "$quiet") for text in self.texts]


@dataclass(frozen=True)
class Ruler:
    """A line below a row that tells the width it may take."""

    height: int = 1

    def lines(self, width: int) -> Sequence[Content]:
        return [Content(str(width).rjust(width))]


def heading(name: str) -> Row:
    return Row(name, (Cell(name), Cell(""), Cell("")), is_heading=True)


def mixed_rows(*notes: str) -> list[Row]:
    """Return two headings, each with rows below it; the row b has these lines below it."""
    with_notes = replace(ROWS[1], below=Notes(notes) if notes else None)
    return [heading("First"), ROWS[0], with_notes, heading("Second"), ROWS[2]]


# Headings, and lines below a row


async def test_the_cursor_skips_headings_and_lines_below_a_row() -> None:
    async with shown(mixed_rows("below b", "and more")) as (_, table, pilot):
        assert table.cursor == 1, "the first row is a heading"
        for key, cursor in (
            *(("up", 1), ("down", 2), ("down", 4), ("down", 4)),
            *(("up", 2), ("end", 4), ("home", 1)),
        ):
            await pilot.press(key)
            assert table.cursor == cursor
        assert lines(table)[1].startswith("First"), "the heading above the first row is in sight"
        await pilot.click("#table", offset=(3, 1))
        assert table.cursor == 1, "a heading is not selected by a click"
        await pilot.click("#table", offset=(3, 4))
        assert table.cursor == 2, "a line below a row belongs to it"


async def test_lines_below_a_row_move_what_follows() -> None:
    async with shown(mixed_rows("below b", "and more")) as (_, table, pilot):
        assert [line.strip() for line in lines(table)[4:6]] == ["below b", "and more"]
        assert table.virtual_size.height == 8
        table.show_rows(mixed_rows())
        await pilot.pause()
        assert lines(table)[4].startswith("Second")
        assert table.virtual_size.height == 6
        table.forget()
        table.show_rows(mixed_rows())
        assert (table.regions, table.full_refreshes) == ([], 0)


async def test_changed_lines_below_a_row_are_repainted_with_it() -> None:
    async with shown(mixed_rows("below b", "and more")) as (_, table, _pilot):
        table.show_rows(mixed_rows("below b", "and else"))
        assert table.regions == [Region(0, 3, WIDTH, 3)]
        assert table.full_refreshes == 0


async def test_a_click_below_lines_selects_the_row_under_the_mouse() -> None:
    async with shown(mixed_rows("below b")) as (app, table, pilot):
        for y, selected in ((2, ["A"]), (5, ["A"])):  # the row a, and the second heading
            await pilot.click("#table", offset=(3, y))
            assert app.selected == selected
        await pilot.click("#table", offset=(3, 3))
        assert (app.selected, table.cursor) == (["A", "B"], 2)


async def test_rows_that_move_between_lines_below_others_are_repainted() -> None:
    note = Notes(("a note",))
    async with shown([replace(ROWS[0], below=note), *ROWS[1:3]]) as (_, table, pilot):
        table.show_rows([*ROWS[:2], replace(ROWS[2], below=note)])
        await until(lambda: 2 in table.rendered)
        await pilot.pause()
        assert [line[:6].strip() for line in lines(table)[1:5]] == ["A", "B", "C", "a note"]


async def test_a_last_row_with_other_lines_below_it_changes_the_height() -> None:
    async with shown(ROWS[:2]) as (_, table, _pilot):
        table.show_rows([ROWS[0], replace(ROWS[1], below=Notes(("a note",)))])
        assert table.virtual_size.height == 4
        assert table.full_refreshes >= 1


async def test_lines_below_a_row_stay_between_the_edges() -> None:
    below = Notes(("x" * 60,))
    async with shown([replace(ROWS[0], below=below), ROWS[1]]) as (_, table, _pilot):
        assert table.render_line(2).text == f" {'x' * (WIDTH - 2)} "
        assert table.render_line(3).text.strip().startswith("B")


async def test_lines_below_a_row_know_the_width_between_the_edges() -> None:
    async with shown([replace(ROWS[0], below=Ruler())]) as (_, table, _pilot):
        assert lines(table)[2] == str(WIDTH - 2).rjust(WIDTH - 2)


async def test_without_a_row_to_select_nothing_is_selected() -> None:
    async with shown([heading("First"), heading("Second")]) as (app, table, pilot):
        await pilot.press("down", "enter")
        assert table.cursor_key is None
        assert app.selected == []


async def test_every_cell_has_a_ground() -> None:
    """A cell without one shows what the terminal has behind it."""
    async with shown(mixed_rows("A note")) as (_, table, _pilot):
        for y in range(table.size.height):
            strip = table.render_line(y)
            assert strip.cell_length == WIDTH
            bare = [part.text for part in strip if not (part.style and part.style.bgcolor)]
            assert bare == [], f"line {y}"
