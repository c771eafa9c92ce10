"""Pictures that look like a terminal: words in their cells, lines and blocks as shapes."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from ribbit_tui.tour.glyph_shapes import HEIGHT, WIDTH, is_shape, shapes
from ribbit_tui.tour.picture import picture
from ribbit_tui.tui.charts.line import sparkline
from tests.tui.stage import LARGE, SMALL, Stage
from tests.tui.states import account, funded, loaded

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = "█▀▄▌▐▁▂▃▄▅▆▇▔▖─━│┃╭╮╰╯┌┐└┘├┤┬┴┼┄┈╎●•○◉◐◌▲▼✓✗" + sparkline(range(20), 12)


def written(svg: str, size: tuple[int, int]) -> list[str]:
    """Return the lines of text of a picture, each group of words in the cells where it stands."""
    lines = [[" "] * size[0] for _ in range(size[1])]
    screen = ElementTree.fromstring(svg).find(f"{SVG}g")
    assert screen is not None
    for text in screen.iter(f"{SVG}text"):
        words = text.text or ""
        column, row = int(text.attrib["x"]) // WIDTH, int(text.attrib["y"]) // HEIGHT
        assert int(text.attrib["textLength"]) == cell_len(words) * WIDTH
        lines[row][column : column + len(words)] = words
    return ["".join(line).rstrip() for line in lines]


@pytest.mark.parametrize(("screen", "size"), [("home", LARGE), ("money", SMALL)])
async def test_every_word_stands_in_its_cells(
    tmp_path: Path, screen: str, size: tuple[int, int]
) -> None:
    on = Stage(tmp_path, funded())
    async with on.running(screen, size):
        seen = [
            "".join(" " if is_shape(one) else one for one in line) for line in on.text.split("\n")
        ]
        assert written(picture(on.app), size) == [line.rstrip() for line in seen]


async def test_text_from_outside_stays_text(tmp_path: Path) -> None:
    evil = {"given_name": "<b>&amp;", "family_name": "]]>"}
    on = Stage(tmp_path, loaded(customer=account(identity=evil)))
    async with on.running("account", LARGE):
        assert any("<b>&amp; ]]>" in line for line in written(picture(on.app), LARGE))


@pytest.mark.parametrize("character", DRAWN)
def test_shapes_stay_within_their_cells(character: str) -> None:
    for shape in shapes(character, 2, column=3, row=1):
        x, y = 0.0, 0.0
        # Only the first point of each part is absolute: the others are steps from it.
        for command, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", shape.path):
            values = [float(one) for one in re.findall(r"-?\d*\.?\d+", numbers)]
            x, y = moved(command, values, x, y)
            assert 3 * WIDTH <= x <= 5 * WIDTH
            assert HEIGHT <= y <= 2 * HEIGHT


def moved(command: str, values: list[float], x: float, y: float) -> tuple[float, float]:
    """Return the point to which a command of a path goes."""
    steps: dict[str, Callable[[], tuple[float, float]]] = {
        "M": lambda: (values[0], values[1]),
        "h": lambda: (x + sum(values), y),
        "v": lambda: (x, y + sum(values)),
        "a": lambda: (x + values[-2], y + values[-1]),
        "q": lambda: (x + values[-2], y + values[-1]),
        "z": lambda: (x, y),
    }
    relative = sum(values[::2]), sum(values[1::2])
    return steps.get(command, lambda: (x + relative[0], y + relative[1]))()


def test_bars_are_one_path_from_edge_to_edge() -> None:
    [bar] = shapes("━", 5, column=2, row=0)
    assert bar.path == "M24 12h60"
    [block] = shapes("█", 3, column=0, row=2)
    assert block.path == "M0 48h36v24h-36z"
