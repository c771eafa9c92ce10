"""A line through points, in dots of braille, in half cells or in ASCII, with a fading ground."""

from collections.abc import Sequence
from typing import NamedTuple

from .cells import FILL_LEVELS, Cell, Grid, Role, blank
from .value_scale import ValueScale, tight_scale


class _Raster(NamedTuple):
    """The dots of a cell."""

    across: int
    down: int


_RASTERS = {"braille": _Raster(2, 4), "blocks": _Raster(1, 2), "ascii": _Raster(1, 1)}
_BRAILLE = 0x2800
_BRAILLE_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille cell, by row and column."""
_HALVES = {1: "▀", 2: "▄", 3: "█"}
_ASCII = "*"


def point_columns(count: int, slots: int, width: int) -> list[int]:
    """Return the column of each of `count` points, of which `slots` would fill the width."""
    return [_place(index, slots, width) for index in range(count)]


def _place(index: int, slots: int, size: int) -> int:
    return 0 if slots <= 1 else round(index * (size - 1) / (slots - 1))


def line_cells(
    values: Sequence[float | None],
    slots: int,
    scale: ValueScale,
    width: int,
    height: int,
    *,
    glyphs: str = "braille",
    filled: bool = True,
) -> Grid:
    """Draw a line; where a value is None it has a gap.

    `glyphs` is `braille`, `blocks` or `ascii`; the last has no ground.
    """
    raster = _RASTERS[glyphs]
    rows = height * raster.down
    tops, dots = _dots(values, slots, scale, (width * raster.across, rows))
    grid = blank(width, height)
    for x, y in dots:
        column, row = x // raster.across, y // raster.down
        grid[row][column] = Cell("", Role.LINE)
    if filled and glyphs != "ascii":
        _fill(grid, tops, raster)
    for row in range(height):
        for column in range(width):
            if grid[row][column].role is Role.LINE:
                glyph = _glyph(dots, raster, column, row)
                grid[row][column] = grid[row][column]._replace(glyph=glyph)
    return grid


def _dots(
    values: Sequence[float | None], slots: int, scale: ValueScale, size: tuple[int, int]
) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """Return the top of the line by column of dots, and its dots. It is two dots thick."""
    across, down = size
    dots: set[tuple[int, int]] = set()
    tops: dict[int, int] = {}
    before: tuple[int, int] | None = None
    for x, value in _by_column(values, slots, across):
        if value is None:
            before = None
            continue
        place = (x, scale.place(value, down))
        for column, y in _between(before or place, place):
            tops[column] = min(y, tops.get(column, down))
            dots.add((column, y))
            if down >= 4 and y + 1 < down:
                dots.add((column, y + 1))
        before = place
    return tops, dots


def _by_column(
    values: Sequence[float | None], slots: int, across: int
) -> list[tuple[int, float | None]]:
    """Return the last value of each column of dots that has any; None where it has a gap."""
    columns: dict[int, float | None] = {}
    for index, value in enumerate(values):
        columns[_place(index, slots, across)] = value
    return sorted(columns.items())


def _between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the dots of a straight line, both ends included."""
    (x0, y0), (x1, y1) = start, end
    steps = max(abs(x1 - x0), abs(y1 - y0))
    if not steps:
        return [end]
    return [
        (round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps))
        for step in range(steps + 1)
    ]


def _fill(grid: Grid, tops: dict[int, int], raster: _Raster) -> None:
    """Fill the ground below the line, and in its own cell if the line is in its upper half."""
    height = len(grid)
    for column in range(len(grid[0]) if grid else 0):
        own = [
            tops[x]
            for x in range(column * raster.across, (column + 1) * raster.across)
            if x in tops
        ]
        if not own:
            continue
        top = sum(own) / len(own)
        first = int(top // raster.down)
        if top - first * raster.down >= raster.down / 2:
            first += 1
        for row in range(first, height):
            level = max(1, round(FILL_LEVELS * (1 - row / height)))
            grid[row][column] = grid[row][column]._replace(fill=level)


def _glyph(dots: set[tuple[int, int]], raster: _Raster, column: int, row: int) -> str:
    x, y = column * raster.across, row * raster.down
    if raster.across == 2:
        bits = sum(
            _BRAILLE_BITS[dy][dx] for dy in range(4) for dx in range(2) if (x + dx, y + dy) in dots
        )
        return chr(_BRAILLE | bits)
    if raster.down == 2:
        return _HALVES[((x, y) in dots) | (((x, y + 1) in dots) << 1)]
    return _ASCII


def sparkline(values: Sequence[float], width: int, glyphs: str = "braille") -> str:
    """Draw a line one row high. Too few values, or all of one height, are a flat line."""
    if not values:
        return " " * width
    down = _RASTERS[glyphs].down
    if glyphs == "ascii":
        return _spark_in_ascii(values, width)
    scale = tight_scale(values)
    raster = _RASTERS[glyphs]
    dots: set[tuple[int, int]] = set()
    before: tuple[int, int] | None = None
    across = width * raster.across
    for x in range(across):
        value = values[_place(x, across, len(values))]
        place = (x, scale.place(value, down))
        dots.add(place)
        if before is not None:
            _join(dots, before, place)
        before = place
    cells = [_glyph(dots, raster, column, 0) for column in range(width)]
    return "".join(cells)


def _join(dots: set[tuple[int, int]], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Fill the steps of a line one column wide, so that it has no holes."""
    (_, y0), (x1, y1) = start, end
    step = 1 if y1 > y0 else -1
    for y in range(y0 + step, y1, step):
        dots.add((x1, y))


def _spark_in_ascii(values: Sequence[float], width: int) -> str:
    low, high = min(values), max(values)
    levels = "_-^"
    if high <= low:
        return "-" * width
    picked = [values[_place(x, width, len(values))] for x in range(width)]
    return "".join(levels[min(2, int((value - low) / (high - low) * 3))] for value in picked)
