"""Orders: the filter of the list, and what is told of the selected order."""

from collections.abc import Callable

from tests.tui import states
from tests.tui.screens.orders.test_snapshots import two_fills
from tests.tui.stage import LARGE, Stage

Build = Callable[..., Stage]


async def test_the_filter_shows_open_orders_those_of_today_and_all(stage: Build) -> None:
    orders = [
        states.order(1, "filled", symbol="KO", created_at=states.ago(60 * 48)),
        states.order(2, "new", symbol="MSFT", created_at=states.ago(60 * 48)),
        states.order(3, "canceled", symbol="NVDA"),
    ]
    on = stage(states.loaded(orders=orders))
    async with on.running("orders") as pilot:
        for shown in ({"KO", "MSFT", "NVDA"}, {"MSFT"}, {"NVDA"}, {"KO", "MSFT", "NVDA"}):
            table = "\n".join(on.text.splitlines()[2:12])
            assert {one for one in ("KO", "MSFT", "NVDA") if f" {one} " in table} == shown
            assert "open 1  today 1  all 3" in on.text
            await pilot.press("f")
            await on.rest(pilot)


async def test_a_filter_without_orders_says_how_to_see_others(stage: Build) -> None:
    on = stage(states.loaded(orders=[states.order(1, "canceled")]))
    async with on.running("orders") as pilot:
        await pilot.press("f")
        await on.until_seen(pilot, "No orders here. Press f to see others.")


async def test_the_fills_of_an_order_and_their_sum_are_told(stage: Build) -> None:
    on = stage(two_fills())
    async with on.running("orders", LARGE) as pilot:
        await pilot.press("down" if "Buy 3 NVDA" in on.text else "up")
        await on.until_seen(
            pilot, "Bought 0.9169 AAPL for $250.00", "$109.06", "$140.94", "In all", "Paid"
        )
        await on.until_seen(pilot, "Worth now", "$218.36")


async def test_an_order_says_how_far_its_price_is_away(stage: Build) -> None:
    on = stage(two_fills())
    async with on.running("orders", LARGE) as pilot:
        await on.until_seen(pilot, "3.56% away")


async def test_an_order_in_a_closed_market_says_when_it_opens(stage: Build) -> None:
    on = stage(states.loaded(orders=[states.order()], is_open=False, always_open=False))
    async with on.running("orders", LARGE) as pilot:
        await on.until_seen(pilot, "opens Fri 09:00")


async def test_the_prices_since_the_order_are_drawn(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("orders", LARGE) as pilot:
        await pilot.press("down")
        await on.until_seen(pilot, "Bought 0.42 AAPL", "$0.00  0.00%  since the order", "09:45")
        await pilot.press("1")
        await on.rest(pilot)
        assert on.session is not None and on.session.are_series_loaded
