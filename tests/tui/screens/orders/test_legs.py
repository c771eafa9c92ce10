"""Orders: the legs of an order below it, as they are now, each once."""

from collections.abc import Callable
from typing import Any

from ribbit_tui.session.state import Change
from ribbit_tui.session.sync.reducers import apply_event
from ribbit_tui.wire.events import TradeEvent
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, Stage
from tests.wire.samples import order

Build = Callable[..., Stage]


def event_of(order_id: str, status: str, **more: Any) -> TradeEvent:
    changed = order(order_id, status=status, updated_at=states.NOW, order_class="bracket", **more)
    body = {"event_id": 9, "at": states.NOW, "account_id": states.MAYA, "event": status}
    return TradeEvent.model_validate(body | {"order": changed})


def lines(on: Stage) -> list[str]:
    """Return the rows of the list below its head, without the frame around it."""
    table = on.text.partition("╭─ Order ")[0].splitlines()
    return [line for line in table if any(part in line for part in (" AAPL ", "├ ", "╰ "))]


async def test_B3_legs_are_listed_below_their_order_with_type_price_and_status(
    stage: Build,
) -> None:
    on = stage(states.loaded(orders=[states.bracket()]))
    for size in (SMALL, LARGE):
        async with on.running("orders", size=size) as pilot:
            await on.until_seen(pilot, "Market")
            parent, profit, stop = lines(on)
            assert "Filled" in parent
            assert "├ Limit $110.00" in profit and "At the market" in profit
            assert "╰ Stop $90.00, limit $89.50" in stop and "On hold" in stop
        on = stage(states.loaded(orders=[states.bracket()]))


async def test_B3_an_event_of_a_leg_changes_its_row_and_adds_none(stage: Build) -> None:
    on = stage(states.loaded(orders=[states.bracket()]))
    async with on.running("orders") as pilot:
        apply_event(
            on.state,
            event_of("stop-1", "filled", type="stop", stop_price="90", filled_qty="1"),
        )
        assert on.session is not None
        on.session.store.changed(Change.ORDERS)
        await on.rest(pilot)
        assert len(lines(on)) == 3
        assert "╰ Stop $90.00" in lines(on)[2] and "Filled" in lines(on)[2]


async def test_B3_a_leg_is_canceled_from_its_row(stage: Build) -> None:
    on = stage(states.loaded(orders=[states.bracket()]))
    async with on.running("orders") as pilot:
        await pilot.press("down", "down")
        await on.until_seen(pilot, "order id stop-1", "Stop limit order at $90.00, limit $89.50")
        await pilot.press("c")
        await on.until_seen(pilot, "Cancel this order?", "Stop limit order")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: on.server.writes)
    path = f"/v1/trading/accounts/{states.MAYA}/orders/stop-1"
    assert [call for call, _ in on.server.writes] == [f"DELETE {path}"]


async def test_B3_after_a_reload_each_leg_is_there_once(stage: Build) -> None:
    on = stage(states.loaded(orders=[states.bracket(), states.order(2, symbol="KO")]))
    async with on.running("orders") as pilot:
        await pilot.press("down", "down", "c")
        await on.until_seen(pilot, "Cancel this order?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: on.server.writes)
        await on.rest(pilot)
        assert len(lines(on)) == 3
        assert sorted(on.state.orders) == ["order-1", "order-2", "profit-1", "stop-1"]
