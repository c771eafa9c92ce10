"""Home leads on: to the ticket of a holding, and to what comes next."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.wire.market import Snapshot
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
        (row,) = [line for line in on.text.splitlines() if "HALT  " in line]
        assert set(row.strip(" │").split()[2:]) == {"–"}
        assert "No price of HALT: the broker's figure" in on.text


def invested() -> State:
    """Return a state with a good and a bad day of two holdings."""
    good = states.position("KO", "10", "50", "70.02", unrealized_intraday_pl="6.50")
    bad = states.position("AAPL", "1", "250", "238.15", unrealized_intraday_pl="-4")
    return loaded(positions=[good, bad], cash=states.money("300"), activities=[states.fill(1)])


async def test_the_day_the_whole_profit_and_the_weights_are_shown(stage: Build) -> None:
    on = stage(invested())
    async with on.running("home", size=(160, 50)) as pilot:
        await on.until_seen(pilot, "▲ +$2.50  +0.27%", "▲ +$188.35  +25.11%")
        (row,) = [line for line in on.text.splitlines() if "KO  " in line and "The" in line]
        assert row.split("$70.02")[1].strip(" │").split()[:-1] == [
            *("$700.20", "▲", "+$6.50", "▲", "+0.94%", "▲", "+$200.20", "+40.04%", "56.5%"),
        ]
        assert "Cash" in on.text
        assert "24.2%" in on.text


async def test_o_orders_the_holdings_and_O_reverses(stage: Build) -> None:
    on = stage(invested())
    async with on.running("home") as pilot:
        table = on.app.screen.query_one("#holdings", LiveTable)
        await on.until(pilot, lambda: table.cursor_key == "KO")
        await pilot.press("o")
        await on.until_seen(pilot, "Symbol ▲")
        assert table.render_line(1).text.startswith("▌" if table.cursor == 0 else " AAPL")
        await pilot.press("O")
        await on.until_seen(pilot, "Symbol ▼")
        assert table.render_line(1).text[1:3] == "KO"


async def test_a_price_older_than_an_hour_is_said_to_be_old(stage: Build) -> None:
    at = states.NOW - timedelta(minutes=61)
    old = {"latestTrade": {"t": at.isoformat(), "p": "70.02", "s": 1}}
    state = invested()
    state.snapshots = {"KO": Snapshot.model_validate(old)}
    on = stage(state)
    async with on.running("home") as pilot:
        await on.until_seen(pilot, "Oldest price: KO, ")


@pytest.mark.parametrize("cash", ["999999999999.99", "-999999999999.99"])
async def test_an_equity_of_twelve_digits_is_whole(stage: Build, cash: str) -> None:
    on = stage(loaded(cash=states.money(cash)))
    async with on.running("home", size=(80, 24)) as pilot:
        await on.until_seen(pilot, "$999,999,999,999.99")
        await pilot.resize_terminal(120, 40)
        await on.until_seen(pilot, "$999,999,999,999.99", "Allocation")
