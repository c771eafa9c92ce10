"""A whole chart as cells: the line or the candles, the scale at its right, the times below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from .candles import Candle, aggregated, candle_cells, candle_columns, volume_cells
from .cells import EMPTY, Cell, Grid, Role, write
from .line import line_cells, point_columns
from .time_axis import time_labels
from .value_scale import ValueScale, value_scale

_MOST_FOR_VOLUME = 10
"""Rows of a chart from which two are for the volume."""
_VOLUME_ROWS = 2
_GRID, _BASE, _CURSOR = "─", "┈", "╎"
_ASCII_MARKS = {_GRID: "-", _BASE: ".", _CURSOR: "|"}


@dataclass(frozen=True)
class PlotPoint:
    """A value and its time (UTC); with the other prices it can be a candle."""

    at: datetime
    value: float | None
    open: float | None = None
    high: float | None = None
    low: float | None = None
    volume: float | None = None


@dataclass(frozen=True)
class PlotOptions:
    """Choices of a drawing. `slots` is the number of points that would fill the width."""

    zone: tzinfo
    label: Callable[[float, int], str]
    """Writes a value of the scale with a number of decimals."""
    tag: str = ""
    """The latest value, exactly."""
    base: float | None = None
    """The value that a gain is measured from."""
    base_label: str = ""
    slots: int = 0
    glyphs: str = "braille"
    is_candles: bool = False
    filled: bool = True


@dataclass(frozen=True)
class Plot:
    """A drawn chart: its cells, and what stands in which column."""

    grid: Grid
    plot_width: int
    plot_height: int
    """The size of the part without scale and times."""
    columns: tuple[int, ...]
    """The column of each point shown."""
    points: tuple[PlotPoint, ...]
    """The points shown; candles can have been merged."""

    def with_cursor(self, index: int, glyphs: str) -> Grid:
        """Return the cells with a vertical line through a point."""
        mark = _CURSOR if glyphs != "ascii" else _ASCII_MARKS[_CURSOR]
        column = self.columns[index]
        grid = [list(row) for row in self.grid]
        for row in grid[: self.plot_height]:
            cell = row[column]
            if cell.role in (Role.NONE, Role.GRID, Role.BASE):
                row[column] = cell._replace(glyph=mark, role=Role.CURSOR)
        return grid

    def nearest(self, column: int) -> int:
        """Return the index of the point nearest to a column."""
        return min(range(len(self.columns)), key=lambda i: abs(self.columns[i] - column))


def plot(points: Sequence[PlotPoint], width: int, height: int, options: PlotOptions) -> Plot:
    """Draw points into `width` times `height` cells, of which the last row is for the times."""
    rows = max(1, height - 1)
    has_volume = options.is_candles and rows >= _MOST_FOR_VOLUME
    drawn_rows = rows - _VOLUME_ROWS if has_volume else rows
    scale = _scale(points, drawn_rows, options)
    gutter = _gutter(scale, options)
    across = max(2, width - gutter)
    if options.is_candles:
        shown = _candles_shown(points, across, options)
        columns = candle_columns(len(shown), across)
        candles = [_candle(point) for point in shown]
        grid = candle_cells(candles, scale, across, drawn_rows, glyphs=options.glyphs)
        below = (
            volume_cells(candles, across, _VOLUME_ROWS, glyphs=options.glyphs) if has_volume else []
        )
    else:
        shown = list(points)
        slots = max(options.slots, len(shown))
        columns = point_columns(len(shown), slots, across)
        values = [point.value for point in shown]
        below = []
        grid = line_cells(
            values, slots, scale, across, drawn_rows, glyphs=options.glyphs, filled=options.filled
        )
    _draw_marks(grid, scale, options)
    grid = [[*row, *([EMPTY] * gutter)] for row in (*grid, *below)]
    _draw_scale(grid, scale, across, drawn_rows, shown, options)
    times = [point.at for point in shown]
    grid.append(_time_row(times, columns, across, gutter, options.zone))
    return Plot(grid, across, rows, tuple(columns), tuple(shown))


def _scale(points: Sequence[PlotPoint], rows: int, options: PlotOptions) -> ValueScale:
    values = [point.value for point in points if point.value is not None]
    if options.is_candles:
        values += [one for point in points for one in (point.high, point.low) if one is not None]
    if options.base is not None and not options.is_candles:
        values.append(options.base)
    return value_scale(values, rows)


def _candles_shown(
    points: Sequence[PlotPoint], width: int, options: PlotOptions
) -> list[PlotPoint]:
    candles = [_candle(point) for point in points if point.value is not None]
    return [
        PlotPoint(one.at, one.close, one.open, one.high, one.low, one.volume)
        for one in aggregated(candles, width, options.zone)
    ]


def _candle(point: PlotPoint) -> Candle:
    """Return the candle of a point; prices that are not known are those of its end."""
    value = point.value or 0.0
    begin = value if point.open is None else point.open
    high = max(value, begin) if point.high is None else point.high
    low = min(value, begin) if point.low is None else point.low
    return Candle(point.at, begin, high, low, value, point.volume or 0.0)


def _gutter(scale: ValueScale, options: PlotOptions) -> int:
    labels = [options.label(tick, scale.decimals) for tick in scale.ticks]
    labels += [options.tag, options.base_label]
    return 2 + max(map(len, labels), default=0)


def _draw_marks(grid: Grid, scale: ValueScale, options: PlotOptions) -> None:
    """Draw the lines of the scale and of the base where nothing else is drawn."""
    marks = [(tick, _GRID, Role.GRID) for tick in scale.ticks]
    if options.base is not None and scale.low <= options.base <= scale.high:
        marks.append((options.base, _BASE, Role.BASE))
    for value, glyph, role in marks:
        row = grid[scale.place(value, len(grid))]
        shown = _ASCII_MARKS[glyph] if options.glyphs == "ascii" else glyph
        for column, cell in enumerate(row):
            is_free = cell.role in (Role.NONE, Role.GRID)
            if is_free and (role is Role.BASE or not cell.fill):
                row[column] = cell._replace(glyph=shown, role=role)


def _draw_scale(
    grid: Grid,
    scale: ValueScale,
    across: int,
    rows: int,
    shown: Sequence[PlotPoint],
    options: PlotOptions,
) -> None:
    """Write the steps at the right, over them the base, and over all the latest value."""
    width = len(grid[0]) if grid else 0

    def put(value: float, text: str, role: Role) -> None:
        row = scale.place(value, rows)
        if role is Role.TAG:
            grid[row][across:] = [Cell(" ", Role.TAG)] * (width - across)
        else:
            grid[row][across:] = [EMPTY] * (width - across)
        write(grid[row], width - 1 - len(text), text, role)

    for tick in scale.ticks:
        put(tick, options.label(tick, scale.decimals), Role.LABEL)
    if options.base is not None and scale.low <= options.base <= scale.high:
        put(options.base, options.base_label, Role.LABEL)
    last = next((point.value for point in reversed(shown) if point.value is not None), None)
    if last is not None and options.tag:
        put(last, options.tag, Role.TAG)


def _time_row(
    times: Sequence[datetime], columns: Sequence[int], across: int, gutter: int, zone: tzinfo
) -> list[Cell]:
    row = [EMPTY] * (across + gutter)
    for label in time_labels(times, columns, across, zone):
        write(row, label.column, label.text, Role.LABEL)
    if times:
        name = times[-1].astimezone(zone).strftime("%Z")
        write(row, across + gutter - 1 - len(name), name, Role.LABEL)
    return row
