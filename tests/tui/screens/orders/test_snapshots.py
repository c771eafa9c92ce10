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


def two_fills() -> State:
    """Return an order that filled in two parts, and open and rejected ones above it."""
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
                filled_at=states.ago(38.98),
            ),
            states.order(0, "new", symbol="NVDA", type="limit", limit_price="175", qty="3"),
        ],
        positions=[states.position("AAPL", "0.9169", "272.66", "238.15")],
        activities=[
            states.fill(
                2, qty="0.5169", price="272.67", transaction_time=states.ago(38.98), **mine
            ),
            states.fill(1, qty="0.4", price="272.65", transaction_time=states.ago(38.99), **mine),
        ],
    )


def longest() -> State:
    """Return texts of 10,000 characters, wide and from right to left, and 12 digits."""
    digits = "123456789012.123456789"
    return loaded(
        orders=[
            states.order(
                2,
                "filled",
                symbol="漢" * 10_000,
                qty=digits,
                filled_qty=digits,
                filled_avg_price="999999999999.99",
            ),
            states.order(1, symbol="שלום", side="s" * 10_000, type="t" * 10_000),
        ]
    )


ORDERS: Mapping[str, Callable[[], State]] = {
    "mixed": mixed_orders,
    "bracket": bracket_orders,
    "two-fills": two_fills,
    "market-closed": lambda: loaded(orders=[states.order()], is_open=False, always_open=False),
    "longest": longest,
    "empty": loaded,
    "loading": states.nothing_loaded,
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "orders", ORDERS)


async def test_light(stage: Build, snapshots: Snapshots) -> None:
    on = stage(two_fills(), theme="light")
    async with on.running("orders", LARGE):
        snapshots.take(on, "light")
