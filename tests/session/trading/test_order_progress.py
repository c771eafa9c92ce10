"""The events of an order, its distance from its price, and the worth of its fills."""

from datetime import UTC, date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import (
    OrderFilter,
    distance,
    filled_worth,
    filtered_orders,
    order_events,
    time_to_fill,
)
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.orders import Order
from tests.session.support import at, state_of
from tests.wire import samples


def order(name: str = "order-1", **more: Any) -> Order:
    return Order.model_validate(samples.order(name, **more))


def fill(qty: str, price: str, second: int, order_id: str = "order-1") -> Activity:
    return Activity.model_validate(
        {
            "id": f"fill-{second}",
            "activity_type": "FILL",
            "order_id": order_id,
            "qty": qty,
            "price": price,
            "transaction_time": at(second),
        }
    )


def state_with(**more: Any) -> State:
    state = state_of(prices={"AAPL": "100"})
    for name, value in more.items():
        setattr(state, name, value)
    return state


def test_each_fill_is_an_event_the_oldest_first() -> None:
    state = state_with(
        activities=[fill("0.5", "11", 2), fill("0.5", "10", 1), fill("9", "9", 3, "x")]
    )
    events = order_events(state, order(status="filled", filled_qty="1", filled_avg_price="10.5"))
    assert [event.name for event in events] == ["placed", "fill", "fill"]
    assert [event.value for event in events] == [None, Decimal("5.00"), Decimal("5.50")]


def test_without_all_activities_the_fills_are_one_event() -> None:
    state = state_with(activities=[fill("0.5", "11", 2)])
    events = order_events(state, order(status="filled", filled_qty="1", filled_avg_price="10.5"))
    (one,) = events[1:]
    assert (one.name, one.quantity, one.price) == ("fill", Decimal(1), Decimal("10.5"))


@pytest.mark.parametrize(
    ("status", "time"),
    [("rejected", "failed_at"), ("canceled", "canceled_at"), ("expired", "expired_at")],
)
def test_an_end_without_a_fill_is_an_event(status: str, time: str) -> None:
    events = order_events(State(), order(status=status, **{time: at(5)}))
    assert [event.name for event in events] == ["placed", status]
    assert events[1].at is not None and events[1].at.second == 5


@pytest.mark.parametrize(
    ("terms", "away"),
    [
        ({"side": "buy", "limit_price": "90"}, "0.1"),
        ({"side": "buy", "limit_price": "110"}, "0"),
        ({"side": "sell", "limit_price": "110"}, "0.1"),
        ({"side": "buy", "stop_price": "110"}, "0.1"),
        ({"side": "sell", "stop_price": "90", "limit_price": "89"}, "0.1"),
        ({"side": "sell", "stop_price": "110"}, "0"),
        ({"side": "buy"}, None),
        ({"side": "buy", "limit_price": "90", "symbol": "KO"}, None),
        ({"side": "buy", "limit_price": "90", "status": "canceled"}, None),
    ],
)
def test_how_far_the_price_is_away(terms: dict[str, str], away: str | None) -> None:
    found = distance(state_with(), order(**terms))
    assert found == (None if away is None else Decimal(away))


def test_the_worth_of_what_is_filled() -> None:
    bought = order(filled_qty="0.5", filled_avg_price="80")
    worth = filled_worth(state_with(), bought)
    assert worth is not None
    assert (worth.paid, worth.now) == (Decimal("40.00"), Decimal("50.00"))
    assert worth.change == 10
    assert worth.fraction == Decimal("0.25")
    assert filled_worth(state_with(), order()) is None
    assert filled_worth(State(), bought) is None


def test_the_time_that_an_order_took() -> None:
    filled = order(status="filled", submitted_at=at(1), filled_at=at(3))
    assert time_to_fill(filled) == timedelta(seconds=2)
    assert time_to_fill(order(status="filled", submitted_at=at(3), filled_at=at(1))) == timedelta(0)
    assert time_to_fill(order(status="canceled", filled_at=at(3))) is None


def test_the_orders_that_a_filter_shows() -> None:
    old = "2026-03-04T23:30:00Z"
    orders = [
        order("filled", status="filled", created_at=old),
        order("parent", status="filled", created_at=old),
        order("leg", status="held", created_at=old),
        order("canceled", status="canceled"),
    ]
    state = State(orders={one.id: one for one in orders}, legs={"parent": ("leg",)})

    def names(shown: OrderFilter) -> set[str]:
        return {one.id for one in filtered_orders(state, shown, date(2026, 3, 5), UTC)}

    assert names(OrderFilter.OPEN) == {"parent"}, "one of its legs is open"
    assert names(OrderFilter.TODAY) == {"canceled"}
    assert names(OrderFilter.ALL) == {"filled", "parent", "canceled"}
