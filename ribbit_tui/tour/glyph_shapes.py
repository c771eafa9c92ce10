"""Characters that fonts draw with seams or not at all, as paths of an SVG.

Blocks, braille, lines, dots and ticks fill their cells here as a terminal draws them.
"""

from collections.abc import Callable
from typing import NamedTuple

WIDTH, HEIGHT = 12, 24
"""The size of a cell."""
_MIDDLE = HEIGHT // 2
_BRAILLE = 0x2800
_DOT = 1.6
_BRAILLE_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of the dot of each bit."""


class Shape(NamedTuple):
    """The path of a character, and the width of its line; 0 fills it."""

    path: str
    stroke: float = 0


def is_shape(character: str) -> bool:
    """Whether a character is drawn as a path."""
    return character in _SHAPES or _is_braille(character)


def shapes(character: str, count: int, column: int, row: int) -> list[Shape]:
    """Return the paths of a character that is `count` times in a row, from this cell on."""
    x, y = column * WIDTH, row * HEIGHT
    if character in _BLOCKS:
        left, top, right, bottom = _BLOCKS[character]
        if (left, right) == (0, 1):
            return [Shape(_rectangle(x, y + top * HEIGHT, count * WIDTH, (bottom - top) * HEIGHT))]
    if character in _BARS:
        return [Shape(f"M{x} {y + _MIDDLE}h{count * WIDTH}", _BARS[character])]
    draw = _braille(ord(character)) if _is_braille(character) else _SHAPES[character]
    return [one for place in range(count) for one in draw(x + place * WIDTH, y)]


_Draw = Callable[[float, float], list[Shape]]
"""Draws a character in the cell whose upper left corner is at x and y."""


def _is_braille(character: str) -> bool:
    return _BRAILLE < ord(character) <= _BRAILLE + 0xFF


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f"M{_number(x)} {_number(y)}h{_number(width)}v{_number(height)}h{_number(-width)}z"


def _circle(x: float, y: float, radius: float) -> str:
    across, r = _number(2 * radius), _number(radius)
    start = f"M{_number(x - radius)} {_number(y)}"
    return f"{start}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0-{across} 0"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _braille(code: int) -> _Draw:
    dots = [place for bit, place in enumerate(_BRAILLE_DOTS) if code & 1 << bit]

    def draw(x: float, y: float) -> list[Shape]:
        circles = (_circle(x + 3 + 6 * across, y + 3 + 6 * down, _DOT) for across, down in dots)
        return [Shape("".join(circles))]

    return draw


def _block(left: float, top: float, right: float, bottom: float) -> _Draw:
    def draw(x: float, y: float) -> list[Shape]:
        width, height = (right - left) * WIDTH, (bottom - top) * HEIGHT
        return [Shape(_rectangle(x + left * WIDTH, y + top * HEIGHT, width, height))]

    return draw


def _line(*steps: str, stroke: float = 1.5) -> _Draw:
    """Draw a path that begins in the upper left corner of the cell."""

    def draw(x: float, y: float) -> list[Shape]:
        moved = (f"M{_number(x)} {_number(y)}{step}" for step in steps)
        return [Shape("".join(moved), stroke)]

    return draw


def _filled(*steps: str) -> _Draw:
    return _line(*steps, stroke=0)


def _ring(*inner: Callable[[float, float], str]) -> _Draw:
    """Draw a circle, and what is filled in it."""

    def draw(x: float, y: float) -> list[Shape]:
        middle = (x + WIDTH / 2, y + _MIDDLE)
        filled = [Shape(one(*middle)) for one in inner]
        return [Shape(_circle(*middle, 4), 1.5), *filled]

    return draw


def _disc(radius: float) -> _Draw:
    return lambda x, y: [Shape(_circle(x + WIDTH / 2, y + _MIDDLE, radius))]


_BLOCKS = {
    "█": (0, 0, 1, 1),
    "▀": (0, 0, 1, 0.5),
    "▔": (0, 0, 1, 0.125),
    **{chr(0x2580 + part): (0, 1 - part / 8, 1, 1) for part in range(1, 8)},
    **{chr(0x2590 - part): (0, 0, part / 8, 1) for part in range(1, 8)},
    "▐": (0.5, 0, 1, 1),
    "▕": (0.875, 0, 1, 1),
    "▖": (0, 0.5, 0.5, 1),
    "▗": (0.5, 0.5, 1, 1),
    "▘": (0, 0, 0.5, 0.5),
    "▝": (0.5, 0, 1, 0.5),
}
"""Left, top, right and bottom of each block, as parts of the cell."""
_BARS = {"─": 1.5, "━": 3}
"""Lines from edge to edge, and their width."""
_SHAPES: dict[str, _Draw] = {
    **{character: _block(*sides) for character, sides in _BLOCKS.items()},
    **{character: _line("m0 12h12", stroke=width) for character, width in _BARS.items()},
    "│": _line("m6 0v24"),
    "┃": _line("m6 0v24", stroke=3),
    "╭": _line("m6 24v-6q0-6 6-6"),
    "╮": _line("m6 24v-6q0-6-6-6"),
    "╰": _line("m6 0v6q0 6 6 6"),
    "╯": _line("m6 0v6q0 6-6 6"),
    "┌": _line("m6 24v-12h6"),
    "┐": _line("m6 24v-12h-6"),
    "└": _line("m6 0v12h6"),
    "┘": _line("m6 0v12h-6"),
    "├": _line("m6 0v24m0-12h6"),
    "┤": _line("m6 0v24m0-12h-6"),
    "┬": _line("m0 12h12m-6 0v12"),
    "┴": _line("m0 12h12m-6 0v-12"),
    "┼": _line("m0 12h12m-6-12v24"),
    "┄": _line("m.5 12h2.5m1.5 0h2.5m1.5 0h2.5"),
    "┈": _line("m.5 12h1.5m1.5 0h1.5m1.5 0h1.5m1.5 0h1.5"),
    "╎": _line("m6 1v9m0 4v9"),
    "●": _disc(4.5),
    "•": _disc(2),
    "○": _ring(),
    "◉": _ring(lambda x, y: _circle(x, y, 2)),
    "◐": _ring(lambda x, y: f"M{_number(x)} {_number(y - 4)}a4 4 0 0 0 0 8z"),
    "◌": _line("m6 7.5v1.5m3 0l-1 1m2.5 2h-1.5m0 3l-1-1m-2 2.5v-1.5m-3 0l1-1m-2.5-2h1.5m0-3l1 1"),
    "▲": _filled("m1 17l5-10 5 10z"),
    "▼": _filled("m1 8l5 10 5-10z"),
    "✓": _line("m2 13l3 4 5-10", stroke=2),
    "✗": _line("m2.5 8l7 9m0-9l-7 9", stroke=2),
}
