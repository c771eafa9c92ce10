"""Items that could not be read are counted below their list, which stays where it is."""

from collections.abc import Callable

import pytest

from ribbit_tui.session.state import Change
from ribbit_tui.tui.widgets.unreadable_note import UnreadableNote
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage

Build = Callable[..., Stage]
LISTS = [
    ("home", Change.POSITIONS, "1 holding could not", "2 holdings could not"),
    ("home", Change.ACTIVITIES, "1 activity could not", "2 activities could not"),
    ("orders", Change.ORDERS, "1 order could not", "2 orders could not"),
    ("money", Change.TRANSFERS, "1 transfer could not", "2 transfers could not"),
    ("money", Change.BANKS, "1 bank could not", "2 banks could not"),
    (
        "money",
        Change.JOURNALS,
        "1 payment from the firm could not",
        "2 payments from the firm could not",
    ),
    ("activity", Change.ACTIVITIES, "1 activity could not", "2 activities could not"),
    ("documents", Change.DOCUMENTS, "1 document could not", "2 documents could not"),
]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_C3_a_list_says_how_many_of_its_items_could_not_be_read(
    stage: Build, size: tuple[int, int]
) -> None:
    on = stage(states.funded())
    async with on.running(size=size) as pilot:
        for screen, part, one, two in LISTS:
            if (screen, part, size) == ("home", Change.ACTIVITIES, SMALL):
                continue  # a short terminal has no room for them on Home
            await on.arrive(pilot, screen)
            before = on.text
            for number, words in ((1, one), (2, two)):
                told = states.funded()
                told.loaded |= part
                told.unreadable[part] = number
                await on.show(pilot, told)
                for note in on.app.screen.query(UnreadableNote):
                    if note.display:
                        note.scroll_visible(animate=False)
                await on.until_seen(pilot, f"{words} be read.")
            readable = states.funded()
            readable.loaded |= part
            await on.show(pilot, readable)
            await on.until(pilot, lambda: "could not be read" not in on.text)
            if part is not Change.DOCUMENTS:
                await on.until(pilot, lambda before=before: on.text == before)  # type: ignore[misc]


async def test_C3_a_list_of_which_nothing_could_be_read_does_not_say_that_there_is_nothing(
    stage: Build,
) -> None:
    told = states.loaded()
    told.unreadable[Change.ORDERS] = 3
    on = stage(told)
    async with on.running("orders") as pilot:
        await on.until_seen(pilot, "Nothing that can be shown.", "3 orders could not be read.")
        assert "No orders yet" not in on.text


@pytest.mark.parametrize("size", [SMALL, LARGE, WIDEST])
async def test_the_last_of_many_holdings_and_the_note_below_them_are_in_sight(
    stage: Build, size: tuple[int, int]
) -> None:
    told = states.loaded(
        positions=[
            states.position(f"S{number}", "1", "10", str(99 - number)) for number in range(60)
        ]
    )
    told.unreadable[Change.POSITIONS] = 1
    on = stage(told)
    async with on.running("home", size=size) as pilot:
        await pilot.press("end")
        await on.until_seen(pilot, "S59 ", "1 holding could not be read.")
