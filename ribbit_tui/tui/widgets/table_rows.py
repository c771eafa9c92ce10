"""The columns and rows of a table, without a widget."""

from dataclasses import dataclass

TONES = ("strong", "label", "quiet", "gain", "loss", "good", "bad", "waiting", "attention")


@dataclass(frozen=True)
class Column:
    """A column."""

    title: str
    width: int
    """The minimum in cells. Longer text takes spare width, and is then cut with `…`."""
    right: bool = False
    """Whether the text is aligned at the right."""
    grows: bool = False
    """Whether the column takes the width that the others leave."""
    wide_only: bool = False
    """Whether the column is left out of a narrow table."""
    flashes: bool = False
    """Whether a changed cell of a row that was there before flashes."""


@dataclass(frozen=True)
class Cell:
    """Text with its colour."""

    text: str
    tone: str = ""
    """One of `TONES`, or empty."""


@dataclass(frozen=True)
class Row:
    """The cells of a row, one for each column. `key` identifies the row over updates."""

    key: str
    cells: tuple[Cell, ...]
