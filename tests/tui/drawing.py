"""The screen as an SVG with a line of text for each line of the terminal.

Textual's own is several times as long, and its ids change with every byte. This one is made to be
kept by the hundred, and its diff shows which lines of a screen have changed.
"""

from xml.sax.saxutils import escape

from textual.geometry import Size
from textual.strip import Strip

from ribbit_tui.tour.strip_runs import grounds, runs
from ribbit_tui.tui.app import RibbitApp

CELL_WIDTH, CELL_HEIGHT = 12, 24
NO_BREAK = "\N{NO-BREAK SPACE}"
"""A viewer shows several of them as several, unlike spaces."""
_STYLE = (
    "text { font: 19.6px 'Fira Code', monospace } "
    ".b { font-weight: bold } .i { font-style: italic } "
    ".u { text-decoration: underline } .s { text-decoration: line-through }"
)


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
    parts = list(runs(strip))
    top = y * CELL_HEIGHT
    behind = (
        f'<rect x="{_x(run.at)}" y="{top}" width="{_x(run.width)}" height="{CELL_HEIGHT}"'
        f' fill="{run.look.background}"/>'
        for run in grounds(parts)
        if run.look.background != ground
    )
    texts = (
        f'<tspan x="{_x(run.at)}" fill="{run.look.fill}"{run.look.classes}>'
        f"{escape(run.text.rstrip()).replace(' ', NO_BREAK)}</tspan>"
        for run in parts
        if run.text.strip()
    )
    return f'{"".join(behind)}<text y="{top + 18}">{"".join(texts)}</text>'


def _x(cells: int) -> str:
    return f"{cells * CELL_WIDTH}"
