"""Home, in each state."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


def five_holdings() -> State:
    return loaded(
        customer=states.account(created_at=states.ago(60 * 24 * 200)),
        cash=states.money("1234567.89", buying_power="2469135.78"),
        banks=[states.bank()],
        transfers=[states.transfer(1, "COMPLETE")],
        orders=[states.order(1, "filled")],
        positions=[
            states.position(
                "NVDA", "125000.123456789", "12.50", "181.46", unrealized_intraday_pl="-31250.03"
            ),
            states.position("MSFT", "1200", "455.10", "432.11", unrealized_intraday_pl="1830"),
            states.position("AAPL", "0.42", "238.15", "238.15", unrealized_intraday_pl="0.31"),
            states.position("SPY", "3.000000001", "598.00", "601.77", unrealized_intraday_pl="0"),
            states.position("KO", "17", "71.20", "70.02", unrealized_intraday_pl="4.25"),
        ],
        activities=[states.fill(number, symbol) for number, symbol in enumerate(states.PRICES)],
    )


HOMES: Mapping[str, Callable[[], State]] = {
    "five-holdings": five_holdings,
    "loading": states.nothing_loaded,
    "error": partial(states.nothing_loaded, "the server answered 503 Service Unavailable"),
    "empty": loaded,
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "home", HOMES)
