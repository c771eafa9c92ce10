"""The receipt after a fill: when it opens, what it says, and what comes next."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ribbit_tui.session.state import State
from ribbit_tui.tui.screens.invest.receipt_screen import ReceiptScreen
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


def filled(owned: str | None = "0.42", **more: Any) -> State:
    """Return a state with a filled order of 0.42 shares, and what is owned after it."""
    facts: dict[str, Any] = {
        "status": "filled",
        "qty": "0.42",
        "filled_qty": "0.42",
        "filled_avg_price": "238.15",
        "submitted_at": states.ago(1),
        "filled_at": states.ago(0.985),
        "commission": "0",
    }
    order = states.order(1, **(facts | more))
    held = [] if owned is None else [states.position("AAPL", owned, "238.15", "238.15")]
    return loaded(orders=[order], positions=held, cash=states.money("409.98"))


def in_three_fills() -> State:
    here = filled()
    here.activities = [
        states.fill(
            number, order_id="order-1", qty="0.14", transaction_time=states.ago(0.99 - number / 100)
        )
        for number in range(3)
    ]
    return here


def with_coins() -> State:
    here = filled(None, symbol="BTC/USD", asset_class="crypto", commission=None)
    here.assets.add(states.pair())
    here.positions = {"BTCUSD": states.coins("0.42")}
    return here


def is_open(on: Stage) -> bool:
    return isinstance(on.app.screen, ReceiptScreen)


async def open_receipt(on: Stage, pilot: Pilot[None]) -> None:
    await pilot.press("r")
    await on.until(pilot, lambda: is_open(on))
    await on.rest(pilot)


async def place(on: Stage, pilot: Pilot[None]) -> None:
    """Place an order of 0.42 shares in the ticket; it is not filled yet."""
    await pilot.press("slash", *"aapl", "enter", *"0.42", "enter")
    await on.until_seen(pilot, "Review your order")
    await pilot.press("enter")
    await on.until(pilot, lambda: on.state.orders and not on.app.screen.is_modal)
    await on.rest(pilot)
    assert not is_open(on)


def fill_placed(on: Stage, owned: str | None) -> State:
    """Return the state in which the placed order is filled."""
    (placed,) = on.state.orders.values()
    return filled(owned, id=placed.id)


async def test_the_receipt_opens_once_the_order_is_filled_and_owned(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest", LARGE) as pilot:
        await place(on, pilot)
        await on.show(pilot, fill_placed(on, None))
        assert not is_open(on), "the position is still that of before"
        await on.show(pilot, fill_placed(on, "0.42"))
        await on.until(pilot, lambda: is_open(on))
        await on.until_seen(pilot, "of an Apple share", "You paid", "$100.02", "900 ms")
        await pilot.press("escape")
        await on.until(pilot, lambda: not is_open(on))
        await on.show(pilot, fill_placed(on, "0.42"))
        assert not is_open(on), "it opens once"


async def test_the_receipt_does_not_interrupt_typing_and_waits_for_its_key(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest", LARGE) as pilot:
        await place(on, pilot)
        await pilot.press("b", "5")
        await on.show(pilot, fill_placed(on, "0.42"))
        assert not is_open(on)
        await pilot.press("escape", "r")
        await on.until(pilot, lambda: is_open(on))


async def test_the_receipt_does_not_open_for_an_order_placed_elsewhere(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await on.show(pilot, filled())
        assert not is_open(on)


async def test_the_receipt_does_not_open_after_the_screen_was_left(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("invest") as pilot:
        await place(on, pilot)
        await pilot.press("escape", "1")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "home")
        await on.show(pilot, fill_placed(on, "0.42"))
        await pilot.press("2")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "invest")
        await on.rest(pilot)
        assert not is_open(on)


async def test_the_next_steps_of_a_receipt(stage: Build) -> None:
    on = stage(filled())
    async with on.running("invest", LARGE) as pilot:
        await open_receipt(on, pilot)
        await pilot.press("s")
        await on.until_seen(pilot, "Amount")
        assert on.app.screen.query_one("#side").pressed_index == 1  # type: ignore[attr-defined]
        await pilot.press("escape")
        await open_receipt(on, pilot)
        await pilot.press("enter")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "home")
        await pilot.press("2")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "invest")
        assert not is_open(on), "it has closed"
        await pilot.press("escape")
        await open_receipt(on, pilot)
        await pilot.press("6")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "documents")
        await pilot.press("2")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "invest" and not is_open(on))


async def test_the_sentence_is_right_for_each_order(stage: Build) -> None:
    on = stage(filled())
    sold = {"side": "sell"}
    cases: dict[tuple[str, ...], State] = {
        ("of an Apple share", "42% of one", "Another $138.13 at this price makes it a whole"): (
            filled()
        ),
        ("Apple shares", "You bought 0.42 of an Apple share.", "42% of the last", "4 whole"): (
            filled("3.42")
        ),
        ("Apple shares", "whole shares"): filled("3", qty="3", filled_qty="3"),
        ("You received", "You still own 0.58 of an Apple share.", "of 1 share left"): (
            filled("0.58", **sold)
        ),
        ("You received", "You own none now.", "nothing left"): filled(None, **sold),
        ("✗ 0.42 of 0.5 filled · Canceled", "Part filled"): (
            filled(qty="0.5", status="canceled", canceled_at=states.ago(0.5))
        ),
        ("over 3 fills", "4 events", "0.14 at $238.15"): in_three_fills(),
        ("BTC/USD · Bitcoin / US Dollar", "of 1 BTC", "makes it a whole BTC"): with_coins(),
    }
    async with on.running("invest", LARGE) as pilot:
        await open_receipt(on, pilot)
        for words, state in cases.items():
            await on.show(pilot, state)
            await on.until_seen(pilot, *words)
        assert "Sell" in on.text
        await on.show(pilot, filled(None, **sold))
        await on.until(pilot, lambda: "all or a part" not in on.text)


async def test_a_bar_stands_in_for_the_ring_where_colours_cannot_be_mixed(stage: Build) -> None:
    on = stage(filled())
    on.app.no_color = True
    async with on.running("invest", LARGE) as pilot:
        await open_receipt(on, pilot)
        await on.until_seen(pilot, "42% of one")
        assert "of 1 share" not in on.text
        on.app.no_color = False
        await pilot.resize_terminal(*WIDEST)
        await on.until_seen(pilot, "42% of one", "of 1 share")
        await pilot.resize_terminal(*SMALL)
        await on.until(pilot, lambda: "of 1 share" not in on.text)
        assert "42% of one" in on.text


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_pictures(stage: Build, snapshots: Snapshots) -> None:
    on = stage(filled())
    async with on.running("invest") as pilot:
        await open_receipt(on, pilot)
        shown = {
            "fraction": filled(),
            "more": filled("3.42"),
            "sold": filled(None, side="sell", filled_qty="1234.5", qty="1234.5"),
            "part": filled(qty="0.5", status="canceled", canceled_at=states.ago(0.5)),
            "three-fills": in_three_fills(),
            "coins": with_coins(),
        }
        for name, state in shown.items():
            await on.show(pilot, state)
            await snapshots.take_at_sizes(on, pilot, name)


async def test_pictures_in_the_light_theme(stage: Build, snapshots: Snapshots) -> None:
    on = stage(filled(), theme="light")
    async with on.running("invest", LARGE) as pilot:
        await open_receipt(on, pilot)
        snapshots.take(on, "fraction-light")
