"""The parts of Welcome that terminals of many sizes have room for."""

import pytest

from ribbit_tui.tui.screens.welcome.layout import Layout, choose_layout


def rows_taken(layout: Layout, cards: int, width: int) -> int:
    """Return the rows that the parts take: each with the blank row before it."""
    border = 2 if width < 100 and cards else 0
    return (
        (6 if layout.has_logo else 0)
        + (2 if layout.has_reflection else 0)
        + 2
        + (2 + layout.card_height * layout.rows + border if cards else 0)
        + (8 if layout.has_journey else 0)
        + 1
        + (10 if layout.has_doors else 3)
        + 2
    )


@pytest.mark.parametrize("width", [80, 100, 120, 160, 300])
def test_all_that_is_chosen_fits(width: int) -> None:
    for height in range(22, 80):
        for cards in (0, 1, 2, 3, 4, 7, 30):
            layout = choose_layout(width, height, cards)
            assert rows_taken(layout, cards, width) <= height, (height, cards, layout)
            assert layout.rows * layout.columns >= min(cards, 1)
            assert layout.has_doors or not layout.has_journey


def test_what_goes_first_on_a_smaller_terminal() -> None:
    full = choose_layout(120, 38, 3)
    assert full == Layout(3, 12, 1, True, True, True)
    assert choose_layout(120, 34, 3) == Layout(3, 11, 1, True, False, True), "the reflection"
    assert choose_layout(120, 30, 3) == Layout(3, 5, 1, True, True, True), "the curves"
    assert choose_layout(120, 22, 3) == Layout(3, 5, 1, True, False, False), "the words"
    assert choose_layout(120, 38, 1, are_tall=False).card_height == 5, "no picture, no room for it"
    assert choose_layout(120, 38, 0).has_journey
    assert choose_layout(80, 22, 12) == Layout(1, 1, 4, True, False, False)
