"""The cells of which a chart is made, and the difference between two charts."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

FILL_LEVELS = 8
"""The grounds below a line, from the surface (0) to the strongest."""
_WIDEST_GAP = 8
"""Equal cells between two changes, up to which both are repainted together."""


class Role(StrEnum):
    """The meaning of a glyph, which decides its colour."""

    NONE = "none"
    LINE = "line"
    GAIN = "gain"
    LOSS = "loss"
    VOLUME = "volume"
    LABEL = "label"
    GRID = "grid"
    BASE = "base"
    CURSOR = "cursor"
    TAG = "tag"
    MARK = "mark"


class Cell(NamedTuple):
    """A glyph, its meaning, and how strongly the ground below it is filled."""

    glyph: str = " "
    role: Role = Role.NONE
    fill: int = 0


EMPTY = Cell()
Grid = list[list[Cell]]


class Run(NamedTuple):
    """Cells beside each other in one row."""

    row: int
    start: int
    width: int


def blank(width: int, height: int) -> Grid:
    """Return a grid of empty cells."""
    return [[EMPTY] * width for _ in range(height)]


def write(row: list[Cell], start: int, text: str, role: Role) -> None:
    """Write text into a row, as far as it fits."""
    for column, glyph in enumerate(text, start):
        if 0 <= column < len(row):
            row[column] = row[column]._replace(glyph=glyph, role=role)


def changed_runs(before: Sequence[Sequence[Cell]], now: Sequence[Sequence[Cell]]) -> list[Run]:
    """Return the cells of `now` that differ from `before`, which has the same size."""
    runs: list[Run] = []
    for row, (old, new) in enumerate(zip(before, now, strict=True)):
        if old == new:
            continue
        start = end = -1
        for column, (one, other) in enumerate(zip(old, new, strict=True)):
            if one == other:
                continue
            if start >= 0 and column - end > _WIDEST_GAP:
                runs.append(Run(row, start, end - start))
                start = -1
            start = column if start < 0 else start
            end = column + 1
        runs.append(Run(row, start, end - start))
    return runs
