"""Invest: the search, and the ticket with its errors."""

from collections.abc import Callable

from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


async def test_invest(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded(cash=states.money("12.34")))
    async with on.running("invest") as pilot:

        async def look(name: str, *keys: str, sees: str) -> None:
            await pilot.press(*keys)
            await on.until_seen(pilot, sees)
            await snapshots.take_at_sizes(on, pilot, name)

        await look("nothing-found", "slash", *"zzz", sees="Nothing found")
        await pilot.press("ctrl+u")
        await look("too-much", *"apple", "enter", *"100", sees="✗ That is more")
        closed = loaded(is_open=False, always_open=False)
        closed.orders["one"] = states.order(1, "accepted", symbol="KO", qty=None, notional="25")
        await pilot.press("escape", "slash", "ctrl+u")
        await on.show(pilot, closed)
        await look("market-closed", *"micro", "enter", *"0.5", sees="The market is closed")
