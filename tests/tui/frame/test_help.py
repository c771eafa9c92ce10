"""The help: of what has the focus, of the screen and of the app, on top of the screen."""

from collections.abc import Callable

import pytest

from ribbit_tui.tui.dialogs.help import HelpDialog
from tests.tui.places import PLACES
from tests.tui.stage import SMALL, Stage
from tests.tui.states import bank, loaded

Build = Callable[..., Stage]


@pytest.mark.parametrize("close", ["escape", "question_mark", "f1"])
async def test_the_help_of_a_list_its_screen_and_the_app(stage: Build, close: str) -> None:
    on = stage(loaded())
    async with on.running("activity", SMALL) as pilot:
        before = on.text
        await pilot.press("question_mark")
        await on.until_seen(pilot, "Open the selected row", "Trades, deposits")
        dialog = on.app.screen
        await pilot.press("end")
        await on.until_seen(pilot, "All commands", "F4", "Find another customer of the firm")
        assert "F7" not in on.text
        await pilot.press(close)
        await on.until(pilot, lambda: on.app.screen is not dialog)
        await on.until_painted(pilot)
        assert on.text == before, "the screen is as it was"


async def test_the_help_of_a_field_tells_the_keys_of_its_screen_too(stage: Build) -> None:
    on = stage(loaded(banks=[bank()]))
    async with on.running("money", SMALL) as pilot:
        await pilot.press("d", "1", "question_mark", "f1")
        await on.until_seen(pilot, "Esc leaves it", "Withdraw money to your bank")
        await pilot.press("escape")
        await on.until_seen(pilot, "1?")


async def test_the_help_at_the_ticket_leaves_it_alone(stage: Build) -> None:
    place = PLACES["ticket"]
    on = stage(place.state())
    async with on.running(place.screen, SMALL) as pilot:
        await place.arrive(on, pilot)
        before = on.text
        await pilot.press("f1")
        await on.until(pilot, lambda: isinstance(on.app.screen, HelpDialog))
        await pilot.press("f1")
        await on.until(pilot, lambda: not isinstance(on.app.screen, HelpDialog))
        await on.until_painted(pilot)
        assert on.text == before


async def test_the_help_in_a_dialog(stage: Build) -> None:
    place = PLACES["question"]
    on = stage(place.state())
    async with on.running(place.screen, SMALL) as pilot:
        await place.arrive(on, pilot)
        footer = on.text.splitlines()[-1]
        assert footer.split() == ["esc", "Back", "?", "Help"]
        await pilot.press("question_mark")
        await on.until_seen(pilot, "Close the dialog")
        await pilot.press("escape")
        await on.until_seen(pilot, "A question?")
        await pilot.press("escape")
        await on.until(pilot, lambda: "A question?" not in on.text)


@pytest.mark.parametrize("width", [76, 80, 120])
async def test_the_footer_keeps_help_at_any_width(stage: Build, width: int) -> None:
    on = stage(loaded(banks=[bank()]))
    async with on.running("money", (width, 24)) as pilot:
        await on.rest(pilot)
        footer = on.text.splitlines()[-1]
        assert footer.rstrip().endswith("? Help")
        assert footer.startswith(" d Deposit")
        assert ("f6 Welcome" in footer) == (width == 120), "the least important goes first"
