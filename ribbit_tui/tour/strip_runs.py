"""The lines of the screen as runs of cells that look the same."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.strip import Strip

_FAINT = 0.4
"""Share of the background in a faint colour, as in Textual's own SVG."""


class Look(NamedTuple):
    """Colours as hex, and the CSS classes of the type: b, i, u and s."""

    fill: str
    background: str
    classes: str


class Run(NamedTuple):
    """Adjacent cells of the same look."""

    at: int
    width: int
    text: str
    look: Look


def runs(strip: Strip) -> Iterator[Run]:
    """Yield the runs of a line, with leading spaces as a run of their own."""
    at = 0
    for look, segments in groupby(strip, lambda segment: _look(segment.style or Style.null())):
        parts: list[Segment] = list(segments)
        text, width = "".join(part.text for part in parts), sum(part.cell_length for part in parts)
        blanks = len(text) - len(text.lstrip(" "))
        if 0 < blanks < len(text):
            yield Run(at, blanks, "", look)
        else:
            blanks = 0
        yield Run(at + blanks, width - blanks, text[blanks:], look)
        at += width


def grounds(of: Iterable[Run]) -> Iterator[Run]:
    """Merge adjacent runs of the same background."""
    for _, same in groupby(of, lambda run: run.look.background):
        parts = list(same)
        yield parts[0]._replace(width=sum(part.width for part in parts))


def _look(style: Style) -> Look:
    fill = _triplet(style.color, foreground=True)
    background = _triplet(style.bgcolor, foreground=False)
    if style.reverse:
        fill, background = background, fill
    if style.dim:
        fill = blend_rgb(fill, background, _FAINT)
    marks = (style.bold, "b"), (style.italic, "i"), (style.underline, "u"), (style.strike, "s")
    names = " ".join(name for has_it, name in marks if has_it)
    return Look(fill.hex, background.hex, f' class="{names}"' if names else "")


def _triplet(color: Color | None, *, foreground: bool) -> ColorTriplet:
    """Return a color's RGB; the terminal's default if there is none, as below a scrollbar."""
    return (color or Color.default()).get_truecolor(SVG_EXPORT_THEME, foreground=foreground)
