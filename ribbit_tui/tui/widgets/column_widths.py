"""The widths of a table's columns, and text fitted into them."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from .table_rows import Column

GAP = 2
"""Blank cells after each column."""
EDGE = 1
"""Cells at the left and the right of the columns. The cursor's bar stands in the left one."""


def column_widths(columns: Sequence[Column], needed: Sequence[int], width: int) -> list[int]:
    """Share `width` cells among columns; one that is left out has 0.

    `needed` is the width of each column at which none of its cells is cut. Before one is cut,
    columns for wide tables are left out, those for the widest first, and the others give what
    they do not need.
    """
    shown = _that_fit(columns, needed, width)
    gaps = GAP * max(0, sum(1 for size in shown if size) - 1)
    spare = max(0, width - 2 * EDGE - sum(shown) - gaps)
    growing = [i for i, column in enumerate(columns) if column.grows and shown[i]]
    fixed = [i for i, size in enumerate(shown) if size and i not in growing]
    if sum(max(0, needed[i] - shown[i]) for i in fixed) > spare:
        for i in [*fixed, *growing]:
            unneeded = max(0, shown[i] - max(1, needed[i]))
            shown[i] -= unneeded
            spare += unneeded
    for i in fixed:
        more = min(spare, max(0, needed[i] - shown[i]))
        shown[i] += more
        spare -= more
    for i in growing:
        shown[i] += spare // len(growing)
    return shown


def _that_fit(columns: Sequence[Column], needed: Sequence[int], width: int) -> list[int]:
    """Return the least width of each column, and 0 for those that are left out."""
    shown = [0 if width < column.from_width else column.width for column in columns]

    def total() -> int:
        wanted = [
            size if column.grows else max(size, least)
            for column, size, least in zip(columns, shown, needed, strict=True)
            if size
        ]
        return 2 * EDGE + sum(wanted) + GAP * max(0, len(wanted) - 1)

    while total() > width:
        spared = [i for i, column in enumerate(columns) if shown[i] and column.from_width]
        if not spared:
            break
        shown[max(spared, key=lambda i: columns[i].from_width)] = 0
    return shown


def column_at(widths: Sequence[int], x: int) -> int | None:
    """Return the index of the column at a cell of a line; None between columns."""
    start = EDGE
    for index, size in enumerate(widths):
        if size and start <= x < start + size:
            return index
        start += size + GAP if size else 0
    return None


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """Pad the text to this width, or cut it with `…`."""
    spare = width - cell_len(text)
    if spare < 0:
        return f"{set_cell_size(text, width - 1)}…" if width > 0 else ""
    return " " * spare + text if right else text + " " * spare
