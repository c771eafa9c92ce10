"""A table for values that change often: it repaints only the lines that have changed."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from ribbit_tui.tui.keys.bindings import bind

from .column_widths import EDGE, GAP, column_at, column_widths, fitted
from .flashes import FLASH_SECONDS, ChangedColumns, Flashes
from .row_lines import RowLines
from .row_order import RowOrder
from .table_rows import TONES, Cell, Column, Row

CURSOR_BAR = "▌"
_PAGE_ROWS = 10


class LiveTable(ScrollView, can_focus=True):
    """A table of rows. The cursor stays on the key of its row when rows are replaced."""

    HELP = "A list. What a key does here, it does with the selected row."

    DEFAULT_CSS = """
    LiveTable {
        height: auto;
        scrollbar-size-horizontal: 0;
        & > .live-table--header { color: $quiet; }
        & > .live-table--cursor { background: $cursor-row; }
        & > .live-table--bar { color: $primary; }
        & > .live-table--flash { background: $cursor-row; text-style: bold; }
        & > .live-table--empty { color: $quiet; }
        & > .live-table--strong { text-style: bold; }
        & > .live-table--label { color: $label; }
        & > .live-table--quiet { color: $quiet; }
        & > .live-table--gain { color: $gain; }
        & > .live-table--loss { color: $loss; }
        & > .live-table--good { color: $success; }
        & > .live-table--bad { color: $error; }
        & > .live-table--waiting { color: $info; }
        & > .live-table--attention { color: $warning; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"live-table--{part}" for part in ("header", "cursor", "bar", "flash", "empty", *TONES)
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("table.up", "move(-1)"),
        bind("table.down", "move(1)"),
        bind("table.first", "move(-100000)"),
        bind("table.last", "move(100000)"),
        bind("table.page-up", f"move(-{_PAGE_ROWS})"),
        bind("table.page-down", f"move({_PAGE_ROWS})"),
        bind("table.open", "select"),
        bind("table.order-by", "order_by_next"),
        bind("table.reverse", "reverse"),
    ]

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class RowHighlighted(Message):
        """Posted when the user has moved the cursor to another row."""

        table: "LiveTable"
        key: str

        @property
        def control(self) -> "LiveTable":
            return self.table

    @dataclass
    class RowSelected(Message):
        """Posted when the user has pressed Enter on a row or clicked it."""

        table: "LiveTable"
        key: str

        @property
        def control(self) -> "LiveTable":
            return self.table

    def __init__(self, *columns: Column, empty: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._given: list[Row] = []
        self._rows: list[Row] = []
        self._row_order = RowOrder()
        self._lines = RowLines()
        self._empty = empty
        self._content_widths = tuple(column.width for column in columns)
        """The width of each column at which none of its cells is cut."""
        self._flashes = Flashes()

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor; None without rows that can be selected."""
        return self._rows[self.cursor].key if self._lines.can_select(self.cursor) else None

    def show_empty(self, text: str) -> None:
        """Set the text that is shown when there are no rows."""
        if text != self._empty:
            self._empty = text
            self.refresh()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows and repaint the lines that differ."""
        before, key = self._rows, self.cursor_key
        self._given, rows = list(rows), self._row_order.sort(rows)
        lines, self._lines = self._lines, RowLines(rows)
        self._rows = rows
        widths = tuple(
            max(
                cell_len(self._row_order.title(i, column)) if i == self._row_order.column else 1,
                max((cell_len(row.cells[i].text) for row in rows), default=1),
            )
            for i, column in enumerate(self._columns)
        )
        if widths != self._content_widths:
            self._content_widths = widths
            self.refresh()
        if lines.starts != self._lines.starts or lines.count != self._lines.count:
            self.virtual_size = Size(self.size.width, self._height())
            self.refresh(layout=lines.count != self._lines.count)
        keys = [row.key for row in rows]
        at = keys.index(key) if key in keys else self._lines.selectable(self.cursor)
        self.set_reactive(LiveTable.cursor, at)
        for index, (old, new) in enumerate(zip(before, self._rows, strict=False)):
            if old != new:
                self._refresh_row(index)
        if self.is_mounted and self.app.animation_level != "none":
            self._flash(before)

    def _flash(self, before: Sequence[Row]) -> None:
        """Flash the cells that have changed, and repaint their rows afterwards."""
        changed = self._flashes.start(self._columns, before, self._rows)
        if changed:
            self.set_timer(FLASH_SECONDS, lambda: self._end_flash(changed))

    def _end_flash(self, changed: ChangedColumns) -> None:
        self._flashes.end(changed)
        for index, row in enumerate(self._rows):
            if row.key in changed:
                self._refresh_row(index)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._height()

    def _height(self) -> int:
        return 1 + max(1, self._lines.count)

    def on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(event.size.width, self._height())

    def _refresh_row(self, index: int) -> None:
        if index >= len(self._rows):
            return
        start = self._lines.starts[index] + 1 - int(self.scroll_y)
        end = min(start + self._lines.heights[index], self.size.height)
        start = max(1, start)
        if start < end:
            self.refresh(Region(0, start, self.size.width, end - start))

    def watch_cursor(self, before: int, now: int) -> None:
        self._refresh_row(before)
        self._refresh_row(now)
        if self.cursor_key is not None:
            self.post_message(self.RowHighlighted(self, self.cursor_key))

    def action_move(self, by: int) -> None:
        if self._rows:
            self.cursor = self._lines.selectable(self.cursor + by, by)
            self._scroll_to_cursor()

    def _scroll_to_cursor(self) -> None:
        """Scroll the row under the cursor into sight, and headings above the first such row."""
        starts, heights = self._lines.starts, self._lines.heights
        is_first = not any(self._lines.can_select(index) for index in range(self.cursor))
        top = 0 if is_first else starts[self.cursor]
        height = starts[self.cursor] - top + heights[self.cursor] + 1
        self.scroll_to_region(Region(0, top, 1, height), animate=False)

    def action_select(self) -> None:
        if self.cursor_key is not None:
            self.post_message(self.RowSelected(self, self.cursor_key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "order_by_next":
            return any(column.sorts for column in self._columns)
        if action == "reverse":
            return self._row_order.column is not None
        return True

    def action_order_by_next(self) -> None:
        """Put the rows in the order of the next column; behind the last, in that given."""
        sizes = self._widths(self.size.width)
        shown = [i for i, column in enumerate(self._columns) if column.sorts and sizes[i]]
        at = -1 if self._row_order.column is None else self._row_order.column
        following = next((i for i in shown if i > at), None)
        self._order_by(
            RowOrder() if following is None else self._row_order.by(following, self._given)
        )

    def action_reverse(self) -> None:
        self._order_by(self._row_order.reverse())

    def _order_by(self, order: RowOrder) -> None:
        self._row_order = order
        self.show_rows(self._given)
        self.refresh()
        self.refresh_bindings()

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            column = column_at(self._widths(self.size.width), event.x)
            if column is not None and self._columns[column].sorts:
                self._order_by(self._row_order.by(column, self._given))
            return
        place = self._lines.row_at(event.y + int(self.scroll_y) - 1)
        if place is not None and self._lines.can_select(place[0]):
            self.cursor = place[0]
            self.action_select()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.rich_style
        if y == 0:
            style = base + self._style("header")
            titles = [self._row_order.title(i, column) for i, column in enumerate(self._columns)]
            return self._line([Cell(title) for title in titles], style, width)
        place = self._lines.row_at(y - 1 + int(self.scroll_y))
        if not self._rows and y == 1:
            text = fitted(" " * EDGE + self._empty, width)
            return Strip([Segment(text, base + self._style("empty"))], width)
        if place is None:
            return Strip.blank(width, base)
        index, line = place
        row, is_chosen = self._rows[index], index == self.cursor and self.has_focus
        if line:
            return self._line_below(row, line - 1, width)
        if row.is_heading:
            base += self._style("header")
        style = base + self._style("cursor") if is_chosen else base
        bar = Segment(CURSOR_BAR, style + self._style("bar")) if is_chosen else None
        return self._line(row.cells, style, width, bar, self._flashes.columns_of(row.key))

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"live-table--{part}", partial=True)

    def _line(
        self,
        cells: Sequence[Cell],
        style: Style,
        width: int,
        bar: Segment | None = None,
        flashing: Container[int] = (),
    ) -> Strip:
        segments = [bar or Segment(" " * EDGE, style)]
        sizes = self._widths(width)
        for i, (column, size, cell) in enumerate(zip(self._columns, sizes, cells, strict=True)):
            if size == 0:
                continue
            text = fitted(cell.text, size, right=column.right)
            toned = style + self._style(cell.tone) if cell.tone else style
            if i in flashing:
                toned += self._style("flash")
            segments += [Segment(text, toned), Segment(" " * GAP, style)]
        return Strip(segments).adjust_cell_length(width, style)

    def _line_below(self, row: Row, line: int, width: int) -> Strip:
        if row.below is None:
            return Strip.blank(width, self.rich_style)
        content = row.below.lines(width - 2 * EDGE)[line]
        (strip,) = Visual.to_strips(self, content, width - 2 * EDGE, 1, self.visual_style)
        edge = Strip.blank(EDGE, self.rich_style)
        return Strip.join((edge, strip)).adjust_cell_length(width, self.rich_style)

    def _widths(self, width: int) -> list[int]:
        return column_widths(self._columns, self._content_widths, width)

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)
