"""A terminal that is too small says so, and nothing is lost in it."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from ribbit_tui.tui.dialogs.base import MIN_SIZE
from tests.sweeps import some_of

from .places import PLACES
from .plain_text import assert_plain_text
from .stage import Stage

Build = Callable[..., Stage]

NOTICE = f"Ribbit needs at least {MIN_SIZE[0]}x{MIN_SIZE[1]}."
WIDTH, HEIGHT = MIN_SIZE
SHRINKING = ((WIDTH, HEIGHT - 1), (WIDTH - 1, HEIGHT), (60, 15), (40, 10), (20, 5), (5, 2))
SCREENS = [name for name in PLACES if name not in ("problem", "question", "agreement")]


@pytest.mark.parametrize("name", some_of(PLACES, "money", "question"))
async def test_shrinking_and_growing_loses_nothing(stage: Build, name: str) -> None:
    place = PLACES[name]
    on = stage(place.state())
    async with on.running(place.screen) as pilot:
        await place.arrive(on, pilot)
        before = on.text
        typed = [field.value for field in on.app.screen.query(Input)]
        # Once all of an agreement was on screen, it can be accepted: that may stay.
        growing = () if name == "agreement" else ((200, 60),)
        for size in (*SHRINKING, *growing, (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert_plain_text(on.text)
            if name in SCREENS and len(NOTICE) <= size[0] < 80:
                assert NOTICE in on.text
                assert len(on.text.split()) == len(NOTICE.split()), "and nothing else"
        assert [field.value for field in on.app.screen.query(Input)] == typed
        await on.until(pilot, lambda: on.text == before)


@pytest.mark.parametrize("name", some_of(("application", "ticket", "money", "home"), "ticket"))
async def test_starting_small(stage: Build, name: str) -> None:
    place = PLACES[name]
    on = stage(place.state())
    async with on.running(place.screen, size=MIN_SIZE) as pilot:
        await place.arrive(on, pilot)
        assert NOTICE not in on.text
        lines = on.text.split("\n")
        assert max(map(len, lines)) <= MIN_SIZE[0]
        await pilot.press("tab", "tab", "down", "escape")
        assert_plain_text(on.text)


@pytest.mark.parametrize("name", ["problem", "question", "agreement"])
async def test_a_dialog_that_does_not_fit_shows_its_buttons(stage: Build, name: str) -> None:
    place = PLACES[name]
    on = stage(place.state())
    async with on.running(place.screen, size=MIN_SIZE) as pilot:
        await place.arrive(on, pilot)
        await pilot.press("tab")
        await pilot.pause()
        button = {"problem": "Close", "question": "Agree", "agreement": "Accept"}[name]
        assert button in on.text
