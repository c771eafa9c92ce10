"""The columns and rows of a table, without a widget."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from textual.content import Content

TONES = ("strong", "label", "quiet", "gain", "loss", "good", "bad", "waiting", "attention")
NARROW = 90
"""Cells of a table below which columns for wide tables are left out."""


@dataclass(frozen=True)
class Column:
    """A column."""

    title: str
    width: int
    """The width in cells, less where another column would be cut. Longer text takes spare width."""
    right: bool = False
    """Whether the text is aligned at the right."""
    grows: bool = False
    """Whether the column takes the width that the others leave."""
    from_width: int = 0
    """Cells of the table below which the column is left out."""
    flashes: bool = False
    """Whether a changed cell of a row that was there before flashes."""
    sorts: bool = False
    """Whether the user can put the rows in the order of this column."""


@dataclass(frozen=True)
class Cell:
    """Text with its colour."""

    text: str
    tone: str = ""
    """One of `TONES`, or empty."""
    sort_value: Decimal | str | None = field(default=None, compare=False)
    """The value by which the column sorts; all of a column are of one type."""


class Below(Protocol):
    """Lines below a row, over the whole width of the table. Equal ones look the same."""

    @property
    def height(self) -> int:
        """The number of lines."""

    def lines(self, width: int) -> Sequence[Content]:
        """Draw the lines in `width` cells."""


@dataclass(frozen=True)
class Row:
    """The cells of a row, one for each column. `key` identifies the row over updates."""

    key: str
    cells: tuple[Cell, ...]
    below: Below | None = None
    is_heading: bool = False
    """Whether the cursor skips the row."""

    @property
    def height(self) -> int:
        """The number of lines of the row, with those below it."""
        return 1 + (self.below.height if self.below is not None else 0)
