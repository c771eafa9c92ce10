"""Invest: the asset under the cursor, the search, the ticket with its errors, and the review."""

from collections.abc import Callable

import pytest

from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

from .test_asset import rich

Build = Callable[..., Stage]


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_invest(stage: Build, snapshots: Snapshots) -> None:
    on = stage(rich())
    async with on.running("invest") as pilot:

        async def look(name: str, *keys: str, sees: str) -> None:
            await pilot.press(*keys)
            await on.until_seen(pilot, sees)
            await snapshots.take_at_sizes(on, pilot, name, kind=name)

        await look("asset", sees="AAPL")
        await look("ticket", "enter", *"0.42", sees="About $100.02")
        await look("review", "enter", sees="Review your order")


async def test_states(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded(cash=states.money("12.34")))
    async with on.running("invest", LARGE) as pilot:

        async def look(name: str, *keys: str, sees: str) -> None:
            await pilot.press(*keys)
            await on.until_seen(pilot, sees)
            await on.until_painted(pilot)
            snapshots.take(on, name)

        await look("nothing-found", "slash", *"zzz", sees="Nothing found")
        await pilot.press("ctrl+u")
        await look("too-much", *"apple", "enter", *"100", sees="✗ That is more")
        closed = loaded(is_open=False, always_open=False)
        closed.orders["one"] = states.order(1, "accepted", symbol="KO", qty=None, notional="25")
        await pilot.press("escape", "slash", "ctrl+u")
        await on.show(pilot, closed)
        await look("market-closed", *"micro", "enter", *"0.5", sees="The market is closed")
        await pilot.press("escape", "slash", "ctrl+u")
        await on.show(pilot, states.nothing_loaded())
        await look("nothing-loaded", sees="Loading")


async def test_light(stage: Build, snapshots: Snapshots) -> None:
    on = stage(rich(), theme="light")
    async with on.running("invest", LARGE) as pilot:
        await pilot.press("enter", *"0.42")
        await on.until_seen(pilot, "About $100.02")
        snapshots.take(on, "ticket")
