"""A table in an app of its own, which records what it repaints."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from ribbit_tui.tui.theme import textual_theme
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
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
