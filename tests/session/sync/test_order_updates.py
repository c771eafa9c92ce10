"""Orders with legs: no leg is lost or told twice, in whatever way it becomes known."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.sync.dependents import out_of_date, statuses
from ribbit_tui.session.sync.order_updates import keep_newer_order, replace_orders
from ribbit_tui.session.sync.reducers import Effect, apply_event
from ribbit_tui.wire.events import TradeEvent
from ribbit_tui.wire.orders import Order
from tests.session.support import TRADES, Stage, at, state_of, trade_event, until
from tests.wire.samples import MAYA, Json, order

ORDERS = f"GET /v1/trading/accounts/{MAYA}/orders"


def part(order_id: str, status: str, second: int = 5, **more: Any) -> Json:
    return order(
        order_id,
        status=status,
        updated_at=at(second),
        order_class="bracket",
        **({"qty": "1"} | more),
    )


def bracket(entry: str = "new", profit: str = "held", stop: str = "held", second: int = 5) -> Json:
    legs = [part("profit", profit, second), part("stop", stop, second)]
    return part("entry", entry, second, legs=legs)


def event(number: int, order_id: str, status: str, **more: Any) -> TradeEvent:
    facts = {"order_class": "bracket", "qty": "1"} | more
    return TradeEvent.model_validate(
        trade_event(number, status, id=order_id, status=status, **facts)
    )


def known(body: Json) -> State:
    state = state_of()
    keep_newer_order(state, Order.model_validate(body))
    return state


def shown(state: State) -> dict[str, list[str]]:
    """Return the ids of each order's legs, by the order's id, as a screen lists them."""
    return {one.id: [leg.id for leg in state.legs_of(one)] for one in state.newest_orders}


def told(state: State) -> dict[str, str]:
    return {one.id: str(one.status) for one in state.orders.values()}


GROUPED = {"entry": ["profit", "stop"]}


def test_B3_a_response_with_legs_lists_them_under_their_order() -> None:
    state = known(bracket())
    assert shown(state) == GROUPED
    assert told(state) == {"entry": "new", "profit": "held", "stop": "held"}


def test_B3_an_event_of_the_parent_without_legs_or_with_older_ones_loses_none() -> None:
    state = known(bracket())
    apply_event(state, event(6, "stop", "canceled"))
    assert apply_event(state, event(7, "entry", "filled", legs=None)).changed == Change.ORDERS
    assert shown(state) == GROUPED
    old = [part("profit", "held"), part("stop", "held")]
    apply_event(state, event(8, "entry", "filled", filled_qty="1", legs=old))
    assert shown(state) == GROUPED
    assert told(state) == {"entry": "filled", "profit": "held", "stop": "canceled"}
    apply_event(state, event(9, "entry", "filled", filled_qty="1", legs=[part("new", "new")]))
    assert shown(state) == {"entry": ["profit", "stop", "new"]}


def test_B3_an_event_of_a_leg_changes_it_below_its_order() -> None:
    state = known(bracket())
    effect = apply_event(state, event(6, "profit", "filled", filled_qty="1"))
    assert effect.changed == Change.ORDERS
    assert Change.POSITIONS | Change.MONEY in effect.stale
    assert Change.ORDERS not in effect.stale
    assert (shown(state), told(state)["profit"]) == (GROUPED, "filled")
    assert apply_event(state, event(6, "profit", "filled", filled_qty="1")) == Effect()


def test_B3_an_order_that_belongs_to_unknown_ones_has_the_list_loaded_once() -> None:
    state = state_of()
    assert Change.ORDERS in apply_event(state, event(6, "stop", "held")).stale
    assert Change.ORDERS not in apply_event(state, event(7, "stop", "new")).stale
    alone = event(8, "other", "new", order_class="simple")
    assert Change.ORDERS not in apply_event(state, alone).stale
    replace_orders(state, [Order.model_validate(bracket("filled"))], is_complete=True)
    assert shown(state) == GROUPED
    assert told(state)["stop"] == "new", "the event is newer than the list"


def test_B3_a_reload_drops_a_leg_that_its_order_has_no_more() -> None:
    listed = bracket("filled", "new", second=9)
    listed["legs"][1]["id"] = "stop-2"
    for is_complete in (True, False):
        state = known(bracket())
        replace_orders(state, [Order.model_validate(listed)], is_complete=is_complete)
        assert shown(state) == {"entry": ["profit", "stop-2"]}


def test_B3_a_list_that_is_not_complete_keeps_older_orders_with_their_legs() -> None:
    state = known(bracket())
    newer = Order.model_validate(order("order-9"))
    replace_orders(state, [newer], is_complete=False)
    assert shown(state) == {"order-9": [], **GROUPED}
    replace_orders(state, [newer], is_complete=True)
    assert shown(state) == {"order-9": []}


def test_B3_what_depends_on_a_leg_is_out_of_date_when_the_leg_is_filled_elsewhere() -> None:
    state = known(bracket("filled", "new"))
    before = {Change.ORDERS: statuses(state, Change.ORDERS)}
    replace_orders(
        state, [Order.model_validate(bracket("filled", "filled", second=9))], is_complete=True
    )
    assert Change.MONEY | Change.POSITIONS in out_of_date(state, before)


STEPS = [
    event(6, "entry", "filled", filled_qty="1"),
    event(7, "profit", "new"),
    event(8, "profit", "filled", filled_qty="1"),
    event(9, "stop", "canceled"),
]


@given(st.permutations([*STEPS, STEPS[2], bracket(), bracket()]))
def test_B3_in_whatever_order_a_bracket_is_told_it_ends_true(steps: list[Any]) -> None:
    state = state_of()
    for step in steps:
        if isinstance(step, TradeEvent):
            apply_event(state, step)
        else:
            keep_newer_order(state, Order.model_validate(step))
    assert shown(state) == GROUPED
    assert told(state) == {"entry": "filled", "profit": "filled", "stop": "canceled"}


async def test_B3_the_list_is_asked_for_with_legs_and_found_after_a_legs_event(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    async with stage.running():
        assert stage.broker.sent(ORDERS)[0].url.params["nested"] == "true"
        stage.broker.orders[MAYA] = [bracket("filled", "new")]
        stage.broker.feed(TRADES).send(
            trade_event(6, "new", id="profit", status="new", order_class="bracket", qty="1")
        )
        await until(lambda: stage.state.orders and stage.is_quiet())
        assert shown(stage.state) == GROUPED
