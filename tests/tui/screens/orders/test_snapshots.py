"""Orders, in each state."""

from collections.abc import Callable, Mapping

import pytest

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


def mixed_orders() -> State:
    return loaded(
        orders=[
            states.order(1, "filled", filled_qty="0.42", filled_avg_price="238.15"),
            states.order(
                2, "partially_filled", qty="1000", filled_qty="999.123456789", side="sell"
            ),
            states.order(3, "rejected", symbol="BRK.A", qty="1"),
            states.order(4, "canceled", qty=None, notional="1250000.50"),
            states.order(5, "held_for_review", symbol="SPY"),
            states.order(6, "pending_new", symbol="KO"),
            states.order(7, "new", symbol="MSFT"),
        ]
    )


def bracket_orders() -> State:
    return loaded(
        orders=[
            states.order(9, "new", symbol="MSFT"),
            states.bracket(),
            states.order(0, "filled", filled_qty="0.42", filled_avg_price="238.15"),
        ]
    )


ORDERS: Mapping[str, Callable[[], State]] = {
    "mixed": mixed_orders,
    "bracket": bracket_orders,
    "empty": loaded,
    "loading": states.nothing_loaded,
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "orders", ORDERS)
