"""Activity: days with their net, the filter, and the detail beside or above the list."""

from collections.abc import Callable

from tests.tui.screens.activity.test_snapshots import some_days
from tests.tui.stage import LARGE, SMALL, Stage

Build = Callable[..., Stage]


async def test_each_day_has_its_net(stage: Build) -> None:
    on = stage(some_days())
    async with on.running("activity") as pilot:
        await on.rest(pilot)
        lines = [line.strip("│ ") for line in on.text.splitlines()]
        heads = [line.split() for line in lines if line.startswith(("Thu", "Wed", "Tue"))]
        nets = [(head[0], head[-1]) for head in heads]
        assert nets == [("Thu", "+$260.00"), ("Wed", "+$7.10"), ("Tue", "−$250.00")]


async def test_the_filter_goes_through_the_kinds_that_there_are(stage: Build) -> None:
    on = stage(some_days())
    seen = ("Bought 0.4 AAPL", "Welcome gift", "Dividend", "Fee")
    async with on.running("activity") as pilot:
        for shown in (*seen, "all"):
            await pilot.press("f")
            await on.rest(pilot)
            for words in seen:
                assert (words in on.text) == (shown in (words, "all")), (shown, words)


async def test_the_detail_tells_the_order_that_caused_a_fill(stage: Build) -> None:
    on = stage(some_days())
    async with on.running("activity", LARGE) as pilot:
        await on.until_seen(
            pilot,
            "What caused it",
            "Buy $250.00 AAPL",
            "├ fill 0.4 at $272.65",
            "+0.600 s",
            "mine-1",
        )
        assert "╰ fill 0.5169 at $272.67 ←" in on.text
        await pilot.press("down", "down")
        await on.until(pilot, lambda: "What caused it" not in on.text)


async def test_in_a_narrow_terminal_the_detail_opens_by_enter(stage: Build) -> None:
    on = stage(some_days())
    async with on.running("activity", SMALL) as pilot:
        assert "What caused it" not in on.text
        await pilot.press("enter")
        await on.until_seen(pilot, "What caused it", "Buy $250.00 AAPL")
        await pilot.press("escape")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        await pilot.resize_terminal(*LARGE)
        await pilot.press("enter")
        await on.until_seen(pilot, "What caused it")
        assert not on.app.screen.is_modal
