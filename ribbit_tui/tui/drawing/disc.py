"""A ring that is filled by a fraction, two dots to a cell."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from math import atan2, cos, pi, sin

from textual.color import Color
from textual.content import Content

_HALF = "▀"
_SAMPLES = (0.125, 0.375, 0.625, 0.875)
_HOLE = 0.62
"""The radius of the hole, of that of the ring."""
_GAP = 0.03
"""Half the width of the gaps between the filled part and the rest, of the radius."""


@lru_cache(maxsize=8)
def ring(
    fraction: Decimal, rows: int, *, full: Color, rest: Color, ground: Color
) -> Sequence[Content]:
    """Draw a ring `rows` high and twice as wide, filled clockwise from the top.

    `fraction` is between 0 and 1. Each dot is mixed of the colours by how much of it they cover.
    """
    size = rows * 2
    filled = min(1.0, max(0.0, float(fraction)))
    dots = [
        [_dot(x, y, size, filled, (full, rest, ground)) for x in range(size)] for y in range(size)
    ]
    return [
        Content.assemble(
            *(
                (" ", "") if above == below == ground else (_HALF, f"{above.hex} on {below.hex}")
                for above, below in zip(dots[2 * row], dots[2 * row + 1], strict=True)
            )
        )
        for row in range(rows)
    ]


def _dot(x: int, y: int, size: int, filled: float, colours: tuple[Color, Color, Color]) -> Color:
    full, rest, ground = colours
    radius = size / 2
    counts = {"full": 0, "rest": 0, "ground": 0}
    for dy in _SAMPLES:
        for dx in _SAMPLES:
            counts[_part((x + dx - radius) / radius, (y + dy - radius) / radius, filled)] += 1
    samples = len(_SAMPLES) ** 2
    ringed = counts["full"] + counts["rest"]
    if not ringed:
        return ground
    colour = rest.blend(full, counts["full"] / ringed)
    return ground.blend(colour, ringed / samples)


def _part(x: float, y: float, filled: float) -> str:
    """Tell what lies at a place, in units of the radius from the centre."""
    distance = (x * x + y * y) ** 0.5
    if not _HOLE <= distance <= 1:
        return "ground"
    if 0 < filled < 1 and (_is_near(x, y, 0) or _is_near(x, y, filled)):
        return "ground"
    turn = (atan2(x, -y) / (2 * pi)) % 1
    return "full" if turn < filled else "rest"


def _is_near(x: float, y: float, turn: float) -> bool:
    """Whether a place is in the gap along the ray from the centre at a part of a whole turn."""
    along, across = sin(2 * pi * turn), -cos(2 * pi * turn)
    return x * along + y * across > 0 and abs(x * across - y * along) < _GAP
