"""The screen as an SVG with a line of text for each line of the terminal.

Textual's own is several times as long, and its ids change with every byte. This one is made to be
kept by the hundred, and its diff shows which lines of a screen have changed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape

from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import SVG_EXPORT_THEME
from textual.geometry import Size
from textual.strip import Strip

from ribbit_tui.tui.app import RibbitApp

CELL_WIDTH, CELL_HEIGHT = 12, 24
NO_BREAK = "\N{NO-BREAK SPACE}"
"""A viewer shows several of them as several, unlike spaces."""
_FAINT = 0.4
"""Share of the background in a faint colour, as in Textual's own SVG."""
_STYLE = (
    "text { font: 19.6px 'Fira Code', monospace } "
    ".b { font-weight: bold } .i { font-style: italic } "
    ".u { text-decoration: underline } .s { text-decoration: line-through }"
)


class _Look(NamedTuple):
    fill: str
    background: str
    classes: str


class _Run(NamedTuple):
    """Adjacent cells of the same style."""

    at: int
    width: int
    text: str
    look: _Look


def drawing(app: RibbitApp) -> str:
    """Return the screen as it is now."""
    width, height = app.size
    lines = app.screen._compositor.render_strips(Size(width, height))
    ground = app.screen.styles.background.hex.lower()
    all_of_it = f'width="{width * CELL_WIDTH}" height="{height * CELL_HEIGHT}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {all_of_it}>',
            f"<style>{_STYLE}</style>",
            f'<rect {all_of_it} fill="{ground}"/>',
            *(_line(y, strip, ground) for y, strip in enumerate(lines)),
            "</svg>\n",
        ]
    )


def _line(y: int, strip: Strip, ground: str) -> str:
    runs = list(_runs(strip))
    top = y * CELL_HEIGHT
    grounds = (
        f'<rect x="{_x(run.at)}" y="{top}" width="{_x(run.width)}" height="{CELL_HEIGHT}"'
        f' fill="{run.look.background}"/>'
        for run in _merged(runs)
        if run.look.background != ground
    )
    texts = (
        f'<tspan x="{_x(run.at)}" fill="{run.look.fill}"{run.look.classes}>'
        f"{escape(run.text.rstrip()).replace(' ', NO_BREAK)}</tspan>"
        for run in runs
        if run.text.strip()
    )
    return f'{"".join(grounds)}<text y="{top + 18}">{"".join(texts)}</text>'


def _runs(strip: Strip) -> Iterator[_Run]:
    """Yield the runs of a line, with leading spaces as a run of their own."""
    at = 0
    for look, segments in groupby(strip, lambda segment: _look(segment.style or Style.null())):
        parts: list[Segment] = list(segments)
        text, width = "".join(part.text for part in parts), sum(part.cell_length for part in parts)
        blanks = len(text) - len(text.lstrip(" "))
        if 0 < blanks < len(text):
            yield _Run(at, blanks, "", look)
        else:
            blanks = 0
        yield _Run(at + blanks, width - blanks, text[blanks:], look)
        at += width


def _merged(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Merge adjacent runs of the same background."""
    for _, same in groupby(runs, lambda run: run.look.background):
        parts = list(same)
        yield parts[0]._replace(width=sum(part.width for part in parts))


def _look(style: Style) -> _Look:
    fill = _triplet(style.color, foreground=True)
    background = _triplet(style.bgcolor, foreground=False)
    if style.reverse:
        fill, background = background, fill
    if style.dim:
        fill = blend_rgb(fill, background, _FAINT)
    marks = (style.bold, "b"), (style.italic, "i"), (style.underline, "u"), (style.strike, "s")
    names = " ".join(name for has_it, name in marks if has_it)
    return _Look(fill.hex, background.hex, f' class="{names}"' if names else "")


def _triplet(color: Color | None, *, foreground: bool) -> ColorTriplet:
    """Return a color's RGB; the terminal's default if there is none, as below a scrollbar."""
    return (color or Color.default()).get_truecolor(SVG_EXPORT_THEME, foreground=foreground)


def _x(cells: int) -> str:
    return f"{cells * CELL_WIDTH}"
