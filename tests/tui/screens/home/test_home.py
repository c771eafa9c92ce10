"""Home leads on: to the ticket of a holding, and to what comes next."""

from collections.abc import Callable

from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.tolerance import read
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


async def test_C3b_a_position_without_a_price_has_dashes_and_the_others_stay(stage: Build) -> None:
    unpriced = read(Position, {"symbol": "HALT", "qty": "2", "market_value": None, "side": None})
    on = stage(loaded(positions=[states.position("AAPL", "1", "200", "238.15"), unpriced]))
    async with on.running("home") as pilot:
        await on.until_seen(pilot, "AAPL", "$238.15", "HALT")
        (row,) = [line for line in on.text.splitlines() if "HALT" in line]
        assert set(row.split()[2:]) == {"–"}
