"""Activity, in each state."""

from collections.abc import Callable, Mapping

import pytest

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


def some_days() -> State:
    """Return activities of every kind on three days; the first is a fill of a known order."""
    mine = {"order_id": "order-1"}
    return loaded(
        orders=[
            states.order(
                1,
                "filled",
                qty=None,
                notional="250",
                filled_qty="0.9169",
                filled_avg_price="272.66",
                submitted_at=states.ago(39),
            )
        ],
        activities=[
            states.fill(2, qty="0.5169", price="272.67", transaction_time=states.ago(38.9), **mine),
            states.fill(1, qty="0.4", price="272.65", transaction_time=states.ago(38.99), **mine),
            states.activity(3, created_at=states.ago(50)),
            states.activity(4, "JNLC", net_amount="10", description="Welcome gift"),
            states.activity(5, "DIV", net_amount="7.11", created_at=states.ago(60 * 26)),
            states.activity(6, "FEE", net_amount="-0.01", created_at=states.ago(60 * 27)),
            states.activity(
                7,
                net_amount="-250",
                description="R01 insufficient funds",
                created_at=states.ago(60 * 50),
            ),
        ],
    )


def longest() -> State:
    """Return texts of 10,000 characters, wide and from right to left, and 12 digits."""
    digits = "123456789012.123456789"
    return loaded(
        activities=[
            states.fill(1, "漢" * 10_000, qty=digits, price="999999999999.99"),
            states.activity(2, "JNLC", net_amount="-999999999999.99", description="שלום " * 2_000),
            states.activity(3, "X" * 10_000, id="i" * 10_000, net_amount=None),
        ]
    )


ACTIVITIES: Mapping[str, Callable[[], State]] = {
    "some-days": some_days,
    "longest": longest,
    "empty": loaded,
    "not-loaded": lambda: states.nothing_loaded("The server does not respond."),
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "activity", ACTIVITIES)


async def test_light_and_dialog(stage: Build, snapshots: Snapshots) -> None:
    on = stage(some_days(), theme="light")
    async with on.running("activity", LARGE) as pilot:
        snapshots.take(on, "light")
        await pilot.resize_terminal(*SMALL)
        await pilot.press("enter")
        await on.until_seen(pilot, "What caused it")
        snapshots.take(on, "dialog")
