"""Invest: each order is reviewed first, and sent once however often Enter is pressed."""

from collections.abc import Callable

from textual.widgets import Input

from tests.tui.screens.support import press_while_sending
from tests.tui.stage import Stage
from tests.tui.states import MAYA, loaded

Build = Callable[..., Stage]

ORDERS = f"POST /v1/trading/accounts/{MAYA}/orders"


async def test_an_order_is_sent_once_and_only_after_its_review(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order", "Buy 0.42 shares")
        assert on.server.writes == []
        await press_while_sending(on, pilot, "enter", "enter", "enter")
        await on.until_seen(pilot, "Latest order")
    assert [call for call, _ in on.server.writes] == [ORDERS]


async def test_a_review_left_with_escape_sends_nothing(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order")
        await pilot.press("escape")
        await on.until(pilot, lambda: "Review your order" not in on.text)
        assert "0.42" in on.text, "what was typed is still there"
    assert on.server.writes == []


async def test_A5_a_decimal_comma_is_no_order(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0,125", "enter")
        await on.until_seen(pilot, "write 0.125")
        assert on.app.screen.query_one("#order-amount", Input).value == "0,125"
        assert not on.app.screen.is_modal
