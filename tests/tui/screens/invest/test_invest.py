"""Invest: each order is reviewed first, and sent once however often Enter is pressed."""

from collections.abc import Callable
from typing import Any

from textual.widgets import Input

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.screens.support import press_while_sending
from tests.tui.stage import Stage, answer, refusal
from tests.tui.states import MAYA, loaded

Build = Callable[..., Stage]

ORDERS = f"POST /v1/trading/accounts/{MAYA}/orders"


async def test_an_order_is_sent_once_and_only_after_its_review(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
        await on.until_seen(pilot, "Review your order", "Buy 0.42 of an Apple share")
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


def with_coins(crypto_status: str | None = "ACTIVE", **more: Any) -> State:
    return loaded(
        customer=states.account(crypto_status=crypto_status),
        assets=[*states.ASSETS, states.pair()],
        prices=states.PRICES | {"BTC/USD": states.snapshot("61234.5", "60000")},
        positions=[states.coins(), states.position("AAPL", "2", "230", "238.15")],
        is_open=False,
        **more,
    )


async def test_B4_a_holding_of_coins_is_sold_from_its_row(stage: Build) -> None:
    on = stage(with_coins())
    async with on.running("home") as pilot:
        await on.until_seen(pilot, "BTCUSD", "$61,234.50")
        await pilot.press("enter")
        await on.until_seen(pilot, "BTC/USD  Bitcoin / US Dollar", "$61,234.50 for 1 BTC")
        on.app.screen.query_one("#side").focus()
        await pilot.press("right", "enter")
        on.app.screen.query_one("#order-amount").focus()
        await pilot.press(*"0.123456789", "enter")
        await on.until_seen(pilot, "Sell 0.123456789 BTC", "Market order, good until canceled")
        await pilot.press("enter")
        await on.until(pilot, lambda: on.server.writes)
    sent = on.server.writes[0][1]
    assert (sent["symbol"], sent["time_in_force"], sent["side"]) == ("BTC/USD", "gtc", "sell")


async def test_B4_a_search_finds_the_coin_or_says_why_it_is_not_offered(stage: Build) -> None:
    on = stage(with_coins())
    async with on.running("invest") as pilot:
        await pilot.press("slash", *"BTC")
        await on.until_seen(pilot, "BTC/USD", "Bitcoin")
        assert "Crypto" not in on.text
        await on.show(pilot, with_coins(None))
        await on.until_seen(pilot, "Nothing found for “BTC”", "Crypto needs an agreement")
        await pilot.press("ctrl+a", *"AAPL")
        await on.until(pilot, lambda: "Crypto" not in on.text)


async def test_stocks_are_offered_while_crypto_cannot_be_loaded_and_crypto_once_it_can(
    stage: Build,
) -> None:
    on = stage(loaded(customer=states.account(crypto_status="ACTIVE"), assets=()))
    stocks = answer([one.to_wire() for one in states.ASSETS])
    on.server.next("GET /v1/assets", stocks, refusal(403, "not today"))
    async with on.running("invest") as pilot:
        await on.until_seen(pilot, "AAPL", "Crypto could not be loaded.")
        on.server.next("GET /v1/assets", answer([states.pair().to_wire()]))
        assert on.session is not None
        on.session.retry_now()
        await pilot.press("slash", *"btc")
        await on.until_seen(pilot, "BTC/USD")
        assert "could not be loaded" not in on.text


async def test_a_list_of_assets_that_cannot_be_loaded_is_asked_for_again(stage: Build) -> None:
    on = stage(loaded(assets=()))
    on.server.next("GET /v1/assets", *[refusal(403, "not today")] * 2)
    async with on.running("invest") as pilot:
        await on.until_seen(pilot, "Trying again…")
        on.server.next("GET /v1/assets", answer([one.to_wire() for one in states.ASSETS]))
        await on.until_seen(pilot, "AAPL")  # by itself
