"""Each screen and the main dialogs in their main state, as Textual itself draws them.

One app for each picture, through pytest-textual-snapshot: where one differs,
`snapshot_report.html` shows both beside each other. Every other state: `test_snapshots.py`.
"""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from tests.tui.places import PLACES
from tests.tui.stage import LARGE, SMALL, Stage

MAIN = [name for name in PLACES if name not in ("problem", "samples")]


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        pytest.param(SMALL, "dark", id="80x24"),
        pytest.param(LARGE, "dark", id="120x40", marks=pytest.mark.sweep),
        pytest.param(LARGE, "light", id="120x40-light", marks=pytest.mark.sweep),
    ],
)
@pytest.mark.parametrize("name", MAIN)
def test_looks_as_pictured(
    snap_compare: Callable[..., bool],
    stage: Callable[..., Stage],
    name: str,
    size: tuple[int, int],
    theme: str,
) -> None:
    place = PLACES[name]
    on = stage(place.state(), theme=theme)

    async def arrive(pilot: Pilot[None]) -> None:
        await on.arrive(pilot, place.screen)
        await place.arrive(on, pilot)

    assert snap_compare(on.app, terminal_size=size, run_before=arrive)
