"""The asset under the cursor, the ticket beside or on top of it, and the review."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from ribbit_tui.session.state import State
from ribbit_tui.tui.screens.invest.order_panel import OrderPanel
from ribbit_tui.wire.market import Snapshot
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, Stage
from tests.tui.states import NOW, loaded

Build = Callable[..., Stage]


def prices(**more: Any) -> Snapshot:
    bar = {"t": states.ago(30), "o": "235", "h": "240.10", "l": "233.50", "c": "238", "v": 48210000}
    return Snapshot.model_validate(
        {
            "latestTrade": {"t": NOW, "p": "238.15", "s": 1},
            "latestQuote": {"t": NOW, "bp": "238.14", "bs": 3, "ap": "238.16", "as": 1},
            "dailyBar": bar,
            "prevDailyBar": bar | {"t": states.ago(1500), "c": "235.02"},
        }
        | more
    )


def rich(**more: Any) -> State:
    """Return a state with all that the panel of an asset can show."""
    attributes = ["overnight_tradable"]
    apple = states.asset(
        "AAPL",
        "Apple Inc. Common Stock",
        marginable=True,
        shortable=True,
        attributes=attributes,
    )
    limit = {"side": "sell", "type": "limit", "limit_price": "280", "qty": "2"}
    facts: dict[str, Any] = {
        "assets": [apple, *states.ASSETS[1:]],
        "prices": states.PRICES | {"AAPL": prices()},
        "positions": [states.position("AAPL", "17.42", "230.00", "238.15")],
        "orders": [states.order(2, "new", **limit)],
        "cash": states.money("3395.49"),
    }
    return loaded(**(facts | more))


async def test_the_cursor_alone_fills_the_panel_of_the_asset(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", LARGE) as pilot:
        await on.until_seen(
            pilot,
            *("+$3.13  +1.33% today", "$238.14 × 3", "$238.16 × 1", "$0.02", "$233.50 to $240.10"),
            *("48,210,000", "17.42 Apple shares", "Sell 2  Limit $280.00"),
            *("✓ Fractional", "✓ Overnight", "✓ Marginable", "✓ Shortable", "NASDAQ"),
        )
        await pilot.press("down")
        await on.until_seen(pilot, "MSFT  Microsoft", "You own none of it.", "– not overnight")
        await on.until_seen(pilot, "Buy MSFT", "$432.11 a share")


async def test_a_price_that_is_missing_or_old_says_so(stage: Build) -> None:
    old = prices(latestTrade={"t": NOW - timedelta(hours=2), "p": "238.15", "s": 1})
    on = stage(rich(prices={"AAPL": old}))
    async with on.running("invest", LARGE) as pilot:
        await on.until_seen(pilot, "This price is of 15 Jan 2026 08:00.")
        await pilot.press("enter", *"1", "enter")
        await on.until_seen(pilot, "Review your order", "This price is of 15 Jan 2026 08:00.")
        await pilot.press("escape")
        await on.show(pilot, rich(prices={}))
        await on.until_seen(pilot, "No price is known yet.")
        assert on.text.count("No price is known yet.") == 2, "in the ticket as well"


async def test_a_ticket_in_use_keeps_its_asset(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", LARGE) as pilot:
        await pilot.press("enter", *"0.5", "escape")
        on.screen.query_one("#assets").focus()
        await pilot.press("down")
        await on.until_seen(pilot, "MSFT  Microsoft", "Buy AAPL")
        assert on.screen.query_one(OrderPanel).ticket.symbol == "AAPL"


async def test_the_ticket_shows_the_buying_power_after_it(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", LARGE) as pilot:
        await pilot.press("b", *"2")
        await on.until_seen(pilot, "Estimated cost", "$476.30", "$3,395.49", "$2,919.19")
        on.screen.query_one("#side").focus()
        await pilot.press("right")
        await on.until_seen(pilot, "Estimated proceeds", "Cash after", "$3,871.79", "Sell AAPL")


async def test_a_narrow_terminal_shows_the_ticket_on_top_until_escape(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", SMALL) as pilot:
        assert "Review order" not in on.text
        await pilot.press("enter", *"0.5")
        await on.until_seen(pilot, "Review order", "Amount")
        await pilot.press("escape")
        await on.until(pilot, lambda: "Review order" not in on.text)
        await pilot.press("s")
        await on.until_seen(pilot, "Sell AAPL", "Review order")
        await pilot.press("2", "slash")
        await on.until(pilot, lambda: "Review order" not in on.text)
        assert on.screen.query_one("#search", Input).has_focus
        await pilot.resize_terminal(*LARGE)
        await on.until_seen(pilot, "Review order")


async def review(on: Stage, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys, "enter")
    await on.until_seen(pilot, "Review your order")


async def test_the_review_shows_amounts_total_and_the_cash_after(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", LARGE) as pilot:
        await review(on, pilot, "enter", *"0.42")
        await on.until_seen(
            pilot,
            *("Buy 0.42 of an Apple share", "AAPL · Apple Inc. Common Stock · NASDAQ"),
            *("0.42 × $238.15", "Commission", "You pay about", "$100.02", "$3,295.47"),
            *("97% stays in cash", "3% becomes Apple"),
        )
        amounts = [line for line in on.text.splitlines() if "│" in line and "Cash " in line]
        ends = {line.rindex("$") + len(line[line.rindex("$") :].split()[0]) for line in amounts}
        assert len(ends) == 1, "the amounts end in one column"
        await pilot.press("escape")
        await on.until(pilot, lambda: not on.app.screen.is_modal)
        on.screen.query_one("#side").focus()
        await pilot.press("right")
        on.screen.query_one("#order-amount").focus()
        await review(on, pilot)
        await on.until_seen(pilot, "Sell 0.42 of an Apple share", "You receive about", "$3,495.51")
        assert "stays in cash" not in on.text


async def test_the_review_of_dollars_says_how_many_shares_that_is(stage: Build) -> None:
    on = stage(rich())
    async with on.running("invest", LARGE) as pilot:
        await pilot.press("enter")
        on.screen.query_one("#unit").focus()
        await pilot.press("right")
        on.screen.query_one("#order-amount").focus()
        await review(on, pilot, *"100")
        await on.until_seen(pilot, "Buy $100.00 of Apple", "0.419903422 shares")


async def test_an_order_waits_while_the_market_is_closed(stage: Build) -> None:
    on = stage(rich(is_open=False, always_open=False))
    async with on.running("invest", LARGE) as pilot:
        await on.until_seen(pilot, "◌ Market closed", "◉ Market closed")
        assert "At the market" not in on.text
        await pilot.press("3")
        await on.until_seen(pilot, "◌ Market closed")
        assert "At the market" not in on.text
