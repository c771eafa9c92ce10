"""Bars of a fixed width that show how large the parts of a whole are."""

from collections.abc import Sequence
from decimal import Decimal

from textual.content import Content

BAR = "━"


def meter(fraction: Decimal, width: int, style: str = "$primary") -> Content:
    """Draw a bar that is filled from the left by a fraction between 0 and 1.

    What is more than nothing takes at least one cell, and what is less than all leaves one.
    """
    filled = _cells(fraction, width)
    return Content.assemble((BAR * filled, style), (BAR * (width - filled), "$grid"))


def share_bar(parts: Sequence[tuple[Decimal, str]], width: int) -> Content:
    """Draw parts of a whole beside each other, each an amount of at least 0 and its style.

    The widths add up to `width` unless all amounts are 0, which leaves an empty bar.
    """
    total = sum((amount for amount, _ in parts), Decimal(0))
    if total <= 0:
        return Content.styled(BAR * width, "$grid")
    drawn, start, passed = [], 0, Decimal(0)
    for amount, style in parts:
        passed += amount
        end = round(passed / total * width)
        drawn.append(Content.styled(BAR * (end - start), style))
        start = end
    return Content("").join(drawn)


def _cells(fraction: Decimal, width: int) -> int:
    if fraction <= 0 or width <= 0:
        return 0
    if fraction >= 1:
        return width
    return min(max(1, round(fraction * width)), max(1, width - 1))
