"""Pictures made of characters: large text, and the ring."""

from decimal import Decimal

import pytest
from textual.color import Color
from textual.content import Content

from ribbit_tui.tui.drawing.disc import ring
from ribbit_tui.tui.drawing.large_text import can_be_large, large_lines, large_width
from ribbit_tui.tui.drawing.logo import WIDTH, logo

FULL, REST, GROUND = Color(0, 255, 0), Color(0, 0, 255), Color(0, 0, 0)


def drawn(fraction: str, rows: int = 17) -> list[Content]:
    return list(ring(Decimal(fraction), rows, full=FULL, rest=REST, ground=GROUND))


def dots(lines: list[Content], colour: Color) -> int:
    """Return the number of dots that have a colour, without any of another one."""
    styles = [str(span.style) for line in lines for span in line.spans]
    return sum(part == colour.hex for style in styles for part in style.split(" on "))


def test_every_digit_is_four_cells_wide_and_has_a_shape_of_its_own() -> None:
    shapes = {digit: tuple(large_lines(digit)) for digit in "0123456789"}
    assert {len(line) for lines in shapes.values() for line in lines} == {4}
    assert len(set(shapes.values())) == 10


@pytest.mark.parametrize(
    "text", ["You own 0.42", "You sold 3", "You bought 12", "$12,480.57", "−$98.36", "–"]
)
def test_large_text_has_three_lines_of_its_width(text: str) -> None:
    assert can_be_large(text)
    lines = large_lines(text)
    assert [len(line) for line in lines] == [large_width(text)] * 3


def test_a_character_without_a_large_form_is_told() -> None:
    assert not can_be_large("0.42 €")


@pytest.mark.parametrize("fraction", ["0.1", "0.42", "0.75", "0.9"])
def test_the_ring_is_filled_by_its_fraction(fraction: str) -> None:
    lines = drawn(fraction)
    full, rest = dots(lines, FULL), dots(lines, REST)
    assert abs(full / (full + rest) - float(fraction)) < 0.03
    assert [len(line) for line in lines] == [34] * 17


def test_nothing_and_everything_have_no_gap() -> None:
    assert dots(drawn("0"), FULL) == dots(drawn("1"), REST) == 0
    assert dots(drawn("1"), FULL) == dots(drawn("0"), REST) > 400


@pytest.mark.parametrize(("reflected", "fades", "rows"), [(True, True, 7), (False, True, 5)])
def test_the_logo_fades_into_the_water(reflected: bool, fades: bool, rows: int) -> None:
    drawn = logo(with_reflection=reflected, fades=fades)
    lines = drawn.split("\n")
    assert [line.cell_length for line in lines] == [WIDTH] * rows
    assert len({str(span.style) for span in drawn.spans if "primary" in str(span.style)}) == rows


def test_the_logo_has_one_green_where_there_are_16_colours() -> None:
    drawn = logo(with_reflection=True, fades=False)
    assert len(drawn.split("\n")) == 5
    assert {str(span.style) for span in drawn.spans} == {"$primary 100%", "$accent"}
