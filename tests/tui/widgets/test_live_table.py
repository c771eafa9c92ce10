"""The table: its rows and columns, its cursor, its scrolling, and the regions it repaints."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from ribbit_tui.tui.theme import textual_theme
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from tests.waiting import until

COLUMNS = (Column("Symbol", 8), Column("Name", 10, grows=True), Column("Price", 9, right=True))
WIDTH, HEIGHT = 50, 6
"""Cells of the table; a header and five rows fit."""
NAMES = ("Apple", "Boeing", "Cisco", "Disney", "Ebay", "Ford", "Garmin", "Hasbro", "Intel", "JPM")


class RecordingTable(LiveTable):
    """Records the regions that it refreshes and the lines that it renders."""

    def __init__(self, *columns: Column) -> None:
        super().__init__(*columns, empty="Nothing here.", id="table")
        self.regions: list[Region] = []
        self.full_refreshes = 0
        self.rendered: list[int] = []

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> "RecordingTable":
        self.regions += regions
        self.full_refreshes += not regions
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def render_line(self, y: int) -> Strip:
        self.rendered.append(y)
        return super().render_line(y)

    def forget(self) -> None:
        """Forget what was recorded."""
        self.regions, self.full_refreshes, self.rendered = [], 0, []


class TableApp(App[None]):
    CSS = f"""
    Screen {{ layout: vertical; }}
    #table {{ width: {WIDTH}; height: {HEIGHT}; }}
    """

    def __init__(self, *columns: Column) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name
        self.table = RecordingTable(*(columns or COLUMNS))
        self.highlighted: list[str] = []
        self.selected: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table
        yield Input()

    def on_live_table_row_highlighted(self, event: LiveTable.RowHighlighted) -> None:
        assert event.control is self.table
        self.highlighted.append(event.key)

    def on_live_table_row_selected(self, event: LiveTable.RowSelected) -> None:
        assert event.control is self.table
        self.selected.append(event.key)


def row(name: str, price: str = "$1.00", tone: str = "") -> Row:
    return Row(name[:1], (Cell(name[:1]), Cell(name), Cell(price, tone)))


ROWS = [row(name) for name in NAMES]


@asynccontextmanager
async def shown(
    rows: Sequence[Row], *columns: Column
) -> AsyncIterator[tuple[TableApp, RecordingTable, Pilot[None]]]:
    """Run a focused table with these rows, at rest and with nothing recorded."""
    app = TableApp(*columns)
    async with app.run_test(size=(120, 12)) as pilot:
        app.table.focus()
        app.table.show_rows(rows)
        await pilot.pause()
        await until(lambda: app.table.has_focus and app.table.size.width > 0)
        await pilot.pause()
        app.highlighted.clear()
        app.table.forget()
        yield app, app.table, pilot


def lines(table: LiveTable) -> list[str]:
    """Return the lines without their first and last cell, which are kept for the cursor's bar."""
    return [table.render_line(y).text[1:-1] for y in range(table.size.height)]


def bars(table: LiveTable) -> list[int]:
    """Return the lines that begin with the cursor's bar."""
    return [y for y in range(table.size.height) if table.render_line(y).text.startswith("▌")]


def cursor_lines(table: LiveTable) -> list[int]:
    """Return the lines that are painted as the row under the cursor."""
    band = Color.parse(textual_theme().variables["cursor-row"]).rich_color
    return [
        y
        for y in range(table.size.height)
        if any(part.style and part.style.bgcolor == band for part in table.render_line(y))
    ]


# Rows and columns


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
    cells = (Cell("1234567"), Cell("1234567"), Cell("x"))
    async with shown([Row("a", cells)], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"12345…  12345…  {'x':32}"


@pytest.mark.parametrize(("text", "drawn"), [("123456", "123456"), ("株式会社", "株式 …")])
async def test_a_text_fills_its_width_in_cells(text: str, drawn: str) -> None:
    columns = (Column("First", 6), Column("Second", 40))
    async with shown([Row("a", (Cell(text), Cell("x")))], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"{drawn}  {'x':40}"


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
    async with shown([Row("a", (Cell("ab"), Cell("c")))], *columns) as (_, table, _pilot):
        assert lines(table)[1] == f"…  {'c':45}"


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


# The cursor


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


# Regions


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
