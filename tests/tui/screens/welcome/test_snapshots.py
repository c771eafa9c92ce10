"""The first screen, in each environment and with everything that it can list."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.stores.customers import LastSeen
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import NOW

Build = Callable[..., Stage]


@pytest.mark.parametrize("environment", ["simulated", "sandbox", "live"])
async def test_newcomer(stage: Build, snapshots: Snapshots, environment: str) -> None:
    on = stage(environment=environment)
    async with on.running() as pilot:
        await snapshots.take_at_sizes(on, pilot, "newcomer")


def fill_lists(on: Stage) -> None:
    """Save two drafts and three customers."""
    for number, name in enumerate(("Maya", "")):
        draft = Draft.start(NOW, f"draft-{number}")
        draft.answer("identity.given_name", name)
        on.drafts.save(draft, NOW - timedelta(hours=number))
    for number, (name, status) in enumerate(
        (("Ada Okafor", "ACTIVE"), ("Lena Brandt", "ACTION_REQUIRED"), ("Jo Li", "REJECTED"))
    ):
        on.add_customer(
            name,
            account_id=f"account-{number}",
            account_number=f"88000{number}",
            status=status,
            email=f"customer.{number}@example.com",
            opened_at=NOW - timedelta(days=number),
        )
    curve = tuple(Decimal(2000 + 7 * number + 90 * (number % 5)) for number in range(40))
    seen = LastSeen(NOW - timedelta(minutes=4), Decimal("2363.00"), curve)
    on.customers.update("account-0", last_seen=seen)


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_with_drafts_and_customers(stage: Build, snapshots: Snapshots) -> None:
    on = stage()
    fill_lists(on)
    async with on.running() as pilot:
        await snapshots.take_at_sizes(on, pilot, "all")
        await pilot.press("delete")
        await on.until_seen(pilot, "Delete this draft?")
        await snapshots.take_at_sizes(on, pilot, "delete")


@pytest.mark.sizes(LARGE)
async def test_in_light(stage: Build, snapshots: Snapshots) -> None:
    on = stage(theme="light")
    fill_lists(on)
    async with on.running() as pilot:
        await snapshots.take_at_sizes(on, pilot, "light")


async def test_without_a_server(stage: Build, snapshots: Snapshots) -> None:
    on = stage(no_server="The simulator could not use port 8765: it is taken by another program.")
    async with on.running() as pilot:
        await on.until_seen(pilot, "The server could not be started")
        await snapshots.take_at_sizes(on, pilot, "problem")
        await pilot.press("escape")
        await on.until_seen(pilot, "Press Ctrl+R")
        await snapshots.take_at_sizes(on, pilot, "hint")
