"""The screen as an SVG that looks like a terminal everywhere, with or without a font.

A page that shows an SVG loads no font for it, and fonts differ in blocks, braille and ticks: these
are drawn as shapes, and every run of text is as wide as its cells.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from rich.cells import cell_len
from textual.app import App

from ribbit_tui.tui.textual_private.strips import screen_strips

from .glyph_shapes import HEIGHT, WIDTH, is_shape, shapes
from .strip_runs import Run, grounds, runs

_MARGIN, _TITLE = 8, 36
"""Around the screen, and the height of the window's title bar."""
_LIGHTS = ("#ff5f57", "#febc2e", "#28c840")
_BASELINE = 18
_WORDS = re.compile(r"\S+(?: \S+)*")
_STYLE = (
    "text { font: 20px 'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace;"
    " font-variant-ligatures: none; white-space: pre } "
    ".b { font-weight: bold } .i { font-style: italic } "
    ".u { text-decoration: underline } .s { text-decoration: line-through }"
)


def picture(app: App[None]) -> str:
    """Return the screen as it is now, in a window with the app's title."""
    columns, rows = app.size
    lines = enumerate(list(runs(strip)) for strip in screen_strips(app))
    width, height = columns * WIDTH + 2 * _MARGIN, rows * HEIGHT + _TITLE + _MARGIN
    ground = app.theme_variables["background"].lower()
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
            f"<style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" rx="10" fill="{ground}"'
            ' stroke="#888" stroke-opacity=".4"/>',
            *(
                f'<circle cx="{22 + 20 * place}" cy="18" r="6" fill="{colour}"/>'
                for place, colour in enumerate(_LIGHTS)
            ),
            f'<text x="{width // 2}" y="24" text-anchor="middle" fill="#888">{escape(app.title)}'
            "</text>",
            f'<g transform="translate({_MARGIN} {_TITLE})">',
            *(part for y, line in lines for part in _line(y, line)),
            "</g>",
            "</svg>\n",
        ]
    )


def _line(y: int, parts: list[Run]) -> Iterator[str]:
    top = y * HEIGHT
    for run in grounds(parts):
        yield (
            f'<rect x="{run.at * WIDTH}" y="{top}" width="{run.width * WIDTH}" height="{HEIGHT}"'
            f' fill="{run.look.background}" shape-rendering="crispEdges"/>'
        )
    for run in parts:
        if run.text.strip():
            yield from _cells(y, run)


def _cells(y: int, run: Run) -> Iterator[str]:
    """Draw the characters of a run: shapes as paths, the rest as text."""
    at, strokes = run.at, dict[float, str]()
    for drawn, same in groupby(run.text, lambda one: one if is_shape(one) else ""):
        text = "".join(same)
        if drawn:
            for shape in shapes(drawn, len(text), at, y):
                strokes[shape.stroke] = strokes.get(shape.stroke, "") + shape.path
        else:
            yield from _texts(text, at, y, run)
        at += cell_len(text)
    for stroke, path in strokes.items():
        fill, line = ("none", run.look.fill) if stroke else (run.look.fill, "none")
        yield f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="{stroke:g}"/>'


def _texts(text: str, at: int, y: int, run: Run) -> Iterator[str]:
    """Write each group of words in its place: viewers treat leading and many spaces differently."""
    for words in _WORDS.finditer(text):
        x, width = at + cell_len(text[: words.start()]), cell_len(words[0])
        place = f'x="{x * WIDTH}" y="{y * HEIGHT + _BASELINE}" textLength="{width * WIDTH}"'
        yield f'<text {place} fill="{run.look.fill}"{run.look.classes}>{escape(words[0])}</text>'
