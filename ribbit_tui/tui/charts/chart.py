"""The chart widget: it repaints only the cells that have changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from ribbit_tui.tui.keys.bindings import bind

from .cells import FILL_LEVELS, Cell, Grid, Role, changed_runs
from .plot import Plot, PlotOptions, PlotPoint, plot

_SMALLEST = (24, 4)
"""Columns and rows, header included, below which there is no room for a chart."""
_STEP_FAR = 10


@dataclass(frozen=True)
class ChartContent:
    """The points of a chart, how to draw them, and its words."""

    points: Sequence[PlotPoint]
    options: PlotOptions
    header: Content
    """The line above the chart while no point is chosen."""
    read_out: Callable[[Sequence[PlotPoint], int, int], Content]
    """Returns the line for the chosen one of the points that are shown, in so many columns."""
    note: str = ""
    """Shown in place of a chart without points."""


class Chart(Widget, can_focus=True):
    """A line or candles over time, with a cursor that is moved by keys and by the mouse."""

    HELP = "A chart. Left and right read it point by point, Esc leaves it; so does the mouse."

    DEFAULT_CSS = """
    Chart {
        height: 1fr;
        & > .chart--line { color: $primary; }
        & > .chart--gain { color: $gain; }
        & > .chart--loss { color: $loss; }
        & > .chart--volume { color: $quiet; }
        & > .chart--label { color: $quiet; }
        & > .chart--grid { color: $grid; }
        & > .chart--base { color: $idle-border; }
        & > .chart--cursor { color: $accent; }
        & > .chart--tag { color: $on-colour; background: $primary; text-style: bold; }
        & > .chart--mark { color: $info; }
        & > .chart--fill { background: $chart-fill; }
        & > .chart--note { color: $quiet; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--fill",
        "chart--note",
        *(f"chart--{role}" for role in Role if role is not Role.NONE),
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("chart.left", "move(-1)"),
        bind("chart.right", "move(1)"),
        bind("chart.far-left", f"move(-{_STEP_FAR})"),
        bind("chart.far-right", f"move({_STEP_FAR})"),
        bind("chart.first", "move(-1000000)"),
        bind("chart.last", "move(1000000)"),
        bind("chart.leave", "leave"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content: ChartContent | None = None
        self._plot: Plot | None = None
        self._grid: Grid = []
        self._header = Content()
        self._cursor: int | None = None
        self._styles: dict[tuple[Role, int], Style] = {}

    @property
    def cursor(self) -> int | None:
        """The index of the chosen one of the points that are shown."""
        return self._cursor

    def show(self, content: ChartContent) -> None:
        """Show these points, and repaint the cells that differ."""
        self._content = content
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def _draw(self) -> None:
        content, (width, height) = self._content, self.size
        self._plot = None
        if (
            content is not None
            and content.points
            and width >= _SMALLEST[0]
            and height >= _SMALLEST[1]
        ):
            self._plot = plot(content.points, width, height - 1, content.options)
        self._show_cursor(self._cursor)

    def _show_cursor(self, index: int | None) -> None:
        """Put the cursor on a point, or nowhere, and repaint what differs."""
        content, drawn = self._content, self._plot
        if content is None:
            return
        before, header = self._grid, self._header
        if drawn is None or not drawn.points:
            self._grid, self._header, self._cursor = [], content.header, None
        elif index is None:
            self._grid, self._header, self._cursor = drawn.grid, content.header, None
        else:
            self._cursor = min(len(drawn.points) - 1, max(0, index))
            self._grid = drawn.with_cursor(self._cursor, content.options.glyphs)
            self._header = content.read_out(drawn.points, self._cursor, self.size.width)
        if [len(row) for row in before] != [len(row) for row in self._grid] or not before:
            self.refresh()
            return
        if header != self._header:
            self.refresh(Region(0, 0, self.size.width, 1))
        for run in changed_runs(before, self._grid):
            self.refresh(Region(run.start, run.row + 1, run.width, 1))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave":
            return self._cursor is not None
        return True

    def action_move(self, by: int) -> None:
        """Move the cursor by points; from nowhere it comes in at the newest one."""
        if self._plot is None or not self._plot.points:
            return
        last = len(self._plot.points) - 1
        self._show_cursor((last + 1 if self._cursor is None and by < 0 else self._cursor or 0) + by)
        self.refresh_bindings()

    def action_leave(self) -> None:
        self._show_cursor(None)
        self.refresh_bindings()

    def on_blur(self) -> None:
        self._show_cursor(None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        drawn = self._plot
        if drawn is not None and drawn.points and event.y >= 1 and event.x < drawn.plot_width:
            self._show_cursor(drawn.nearest(event.x))
        elif not self.has_focus:
            self._show_cursor(None)

    def on_leave(self) -> None:
        if not self.has_focus:
            self._show_cursor(None)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            (strip,) = Visual.to_strips(self, self._header, width, 1, self.visual_style)
            return strip.adjust_cell_length(width, self.rich_style)
        if y - 1 < len(self._grid):
            return self._strip(self._grid[y - 1], width)
        return self._note_line(y - self.size.height // 2, width)

    def _note_line(self, number: int, width: int) -> Strip:
        """Draw a line of the note that stands in the middle of a chart without points."""
        note = self._content.note if self._content is not None and not self._grid else ""
        lines = note.split("\n")
        if not 0 <= number < len(lines):
            return Strip.blank(width, self.rich_style)
        style = self.rich_style + self.get_component_rich_style("chart--note", partial=True)
        text = lines[number]
        shown = text if cell_len(text) <= width else f"{set_cell_size(text, max(0, width - 1))}…"
        blanks = (width - cell_len(shown)) // 2
        return Strip([Segment(" " * blanks + shown, style)]).adjust_cell_length(width, style)

    def _strip(self, row: Sequence[Cell], width: int) -> Strip:
        segments: list[Segment] = []
        text, before = "", (Role.NONE, 0)
        for cell in row:
            look = (cell.role, cell.fill)
            if look != before and text:
                segments.append(Segment(text, self._style(*before)))
                text = ""
            text, before = text + cell.glyph, look
        segments.append(Segment(text, self._style(*before)))
        return Strip(segments, len(row)).adjust_cell_length(width, self.rich_style)

    def _style(self, role: Role, fill: int) -> Style:
        """Return the style of a role on a ground that fades from the chart's fill."""
        if (known := self._styles.get((role, fill))) is not None:
            return known
        style = self.rich_style
        if role is not Role.NONE:
            style += self.get_component_rich_style(f"chart--{role}", partial=True)
        if fill:
            full = self.get_component_styles("chart--fill").background
            ground = self.background_colors[1].blend(full, fill / FILL_LEVELS)
            style += Style(bgcolor=ground.rich_color)
        self._styles[role, fill] = style
        return style
