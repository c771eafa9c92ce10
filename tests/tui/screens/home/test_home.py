"""Home leads on: to the ticket of a holding, and to what comes next."""

from collections.abc import Callable

from tests.tui import states
from tests.tui.stage import Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


async def test_enter_on_a_holding_opens_its_ticket(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home") as pilot:
        await pilot.press("enter")
        await on.until_seen(pilot, "AAPL  Apple Inc.", "$238.15 a share")
        await pilot.press(*"0.1")
        await on.until_seen(pilot, "0.1", "About $23.82")


async def test_what_comes_next_goes_there(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("home") as pilot:
        await on.until_seen(pilot, "Link a bank to deposit money.")
        on.app.screen.query_one("#next-button").focus()
        await pilot.press("enter")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "money")
