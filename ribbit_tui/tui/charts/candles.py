"""Candles in half cells, and the volume below them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from .cells import Cell, Grid, Role, blank
from .value_scale import ValueScale


class Candle(NamedTuple):
    """The prices of a time (USD), and the volume (shares or coins)."""

    at: datetime
    open: float
    high: float
    low: float
    close: float
    volume: float


_NONE, _WICK, _BODY = 0, 1, 2
_GLYPHS = {
    (_WICK, _WICK): "│",
    (_BODY, _BODY): "┃",
    (_NONE, _WICK): "╷",
    (_WICK, _NONE): "╵",
    (_NONE, _BODY): "╻",
    (_BODY, _NONE): "╹",
    (_WICK, _BODY): "╽",
    (_BODY, _WICK): "╿",
}
_ASCII = {_NONE: " ", _WICK: "|", _BODY: "#"}
_EIGHTHS = "▁▂▃▄▅▆▇█"
_ASCII_EIGHTHS = "..::||##"


def candle_step(count: int, width: int) -> int:
    """Return the columns that each of `count` candles takes: two while they fit, else one."""
    return 2 if count * 2 <= width else 1


def aggregated(candles: Sequence[Candle], most: int, zone: tzinfo) -> list[Candle]:
    """Merge candles of the same hour, day, week, month or year of `zone`, until `most` fit."""
    merged = list(candles)
    for unit in _UNITS:
        if len(merged) <= most:
            break
        merged = _merged(candles, unit, zone)
    return merged[-most:] if most > 0 else []


_UNITS: tuple[Callable[[datetime], object], ...] = (
    lambda at: (at.date(), at.hour),
    lambda at: (at.date(), at.hour // 4),
    lambda at: at.date(),
    lambda at: at.isocalendar()[:2],
    lambda at: (at.year, at.month),
    lambda at: at.year,
)


def _merged(
    candles: Sequence[Candle], unit: Callable[[datetime], object], zone: tzinfo
) -> list[Candle]:
    groups: dict[object, Candle] = {}
    for one in candles:
        name = unit(one.at.astimezone(zone))
        before = groups.get(name)
        groups[name] = (
            one
            if before is None
            else Candle(
                before.at,
                before.open,
                max(before.high, one.high),
                min(before.low, one.low),
                one.close,
                before.volume + one.volume,
            )
        )
    return list(groups.values())


def candle_columns(count: int, width: int) -> list[int]:
    """Return the column of each candle."""
    step = candle_step(count, width)
    return [index * step for index in range(count)]


def candle_cells(
    candles: Sequence[Candle], scale: ValueScale, width: int, height: int, *, glyphs: str
) -> Grid:
    """Draw a candle a column: a thick body from open to close, and a thin wick."""
    grid = blank(width, height)
    down = 1 if glyphs == "ascii" else 2
    for candle, column in zip(candles, candle_columns(len(candles), width), strict=True):
        role = Role.GAIN if candle.close >= candle.open else Role.LOSS
        halves = _halves(candle, scale, height * down)
        for row in range(height):
            if glyphs == "ascii":
                glyph = _ASCII[halves[row]]
            else:
                glyph = _GLYPHS.get((halves[2 * row], halves[2 * row + 1]), " ")
            if glyph != " ":
                grid[row][column] = Cell(glyph, role)
    return grid


def _halves(candle: Candle, scale: ValueScale, size: int) -> list[int]:
    """Return which part of a candle is at each of `size` places from the top."""
    top, bottom = scale.place(candle.high, size), scale.place(candle.low, size)
    body = sorted((scale.place(candle.open, size), scale.place(candle.close, size)))
    return [
        _BODY if body[0] <= place <= body[1] else _WICK if top <= place <= bottom else _NONE
        for place in range(size)
    ]


def volume_cells(candles: Sequence[Candle], width: int, height: int, *, glyphs: str) -> Grid:
    """Draw the volume of each candle as a bar."""
    grid = blank(width, height)
    most = max((candle.volume for candle in candles), default=0.0)
    if most <= 0:
        return grid
    steps = _ASCII_EIGHTHS if glyphs == "ascii" else _EIGHTHS
    for candle, column in zip(candles, candle_columns(len(candles), width), strict=True):
        eighths = round(candle.volume / most * height * 8)
        if candle.volume > 0:
            eighths = max(1, eighths)
        for row in range(height):
            here = min(8, eighths - (height - 1 - row) * 8)
            if here > 0:
                grid[row][column] = Cell(steps[here - 1], Role.VOLUME)
    return grid
