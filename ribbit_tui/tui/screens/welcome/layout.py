"""The parts of Welcome that a terminal has room for."""

from typing import NamedTuple

from ribbit_tui.tui.screens.base import WIDE

_CARD_WIDTH = 38
"""Columns of the narrowest card."""
_LOGO, _REFLECTION, _CLAIM, _HEADING, _HINT = 6, 2, 2, 2, 2
_TALL, _TALLEST, _LOW = 11, 14, 5
"""Rows of a card with its curve, at most, and without it."""
_ROW_BORDER = 2
_DOORS, _BUTTON = 10, 3
_JOURNEY = 8


class Layout(NamedTuple):
    """The parts that are shown, and the size of the cards."""

    columns: int
    card_height: int
    rows: int
    """Visible rows of cards."""
    has_logo: bool = True
    has_reflection: bool = False
    has_doors: bool = False
    """Whether the ways in are panels with words, or one button."""
    has_journey: bool = False
    """Whether the stages that follow are shown, in place of cards."""


def choose_layout(width: int, height: int, cards: int, *, are_tall: bool = True) -> Layout:
    """Return the layout with most in it that fits. `are_tall` says that cards have a picture.

    The reflection goes first, then the curves, then the words of the doors, then the logo.
    """
    if width < WIDE:
        return _narrow(height, cards)
    columns = max(1, min(cards, (width - 4) // _CARD_WIDTH))
    rows = -(-cards // columns)
    for reflection in (True, False):
        spare = height - _taken(reflection, _TALL * rows, has_doors=True)
        if spare >= 0 and (are_tall or not cards):
            card = _TALL + min(spare // max(1, 2 * rows), _TALLEST - _TALL)
            has_journey = not cards and spare >= _JOURNEY
            return Layout(columns, card, rows, True, reflection, True, has_journey)
    for reflection, doors in ((True, True), (False, True), (False, False)):
        seen = min(rows, 2)
        spare = height - _taken(reflection, _LOW * seen, doors)
        if spare >= 0:
            seen += min(spare // _LOW, rows - seen)
            return Layout(columns, _LOW, seen, True, reflection, doors)
    return Layout(columns, _LOW, min(rows, 1), has_logo=False)


def _narrow(height: int, cards: int) -> Layout:
    border = _ROW_BORDER if cards else 0
    least = min(cards, 3)
    for reflection, doors in ((True, not cards), (True, False), (False, False)):
        spare = height - _taken(reflection, least + border, doors)
        if spare >= 0:
            return Layout(1, 1, least + min(spare, cards - least), True, reflection, doors)
    spare = height - _taken(has_reflection=False, cards=border, has_doors=False) + _LOGO
    return Layout(1, 1, min(cards, max(1, spare)), has_logo=False)


def _taken(has_reflection: bool, cards: int, has_doors: bool) -> int:
    """Return the rows of everything, with `cards` rows of cards."""
    heading = _HEADING if cards else 0
    doors = _DOORS if has_doors else _BUTTON
    return _LOGO + _REFLECTION * has_reflection + _CLAIM + heading + cards + doors + _HINT + 1
