"""The facts of a receipt: fills, commission, and what is owned after them."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.state import Change, State
from ribbit_tui.session.trading.receipt import Receipt, receipt
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import Position
from tests.session.support import at, position, state_of
from tests.wire import samples


def fill(qty: str, price: str, second: int) -> Activity:
    return Activity.model_validate(
        {
            "id": f"fill-{second}",
            "activity_type": "FILL",
            "order_id": "order-1",
            "qty": qty,
            "price": price,
            "transaction_time": at(second),
        }
    )


def of(owned: str | None, *fills: Activity, **more: Any) -> Receipt:
    """Return the receipt of an order for 0.42 shares, with what is owned after it."""
    state: State = state_of(prices={"AAPL": "100"})
    state.loaded |= Change.POSITIONS
    state.activities = list(fills)
    if owned is None:
        state.positions = {}
    else:
        state.positions = {"AAPL": Position.model_validate(position(qty=owned))}
    facts = {"status": "filled", "qty": "0.42", "filled_qty": "0.42", "filled_avg_price": "238.15"}
    found = receipt(state, Order.model_validate(samples.order("order-1", **(facts | more))))
    assert found is not None
    return found


def test_an_order_without_a_fill_has_no_receipt() -> None:
    assert receipt(State(), Order.model_validate(samples.order("order-1", status="new"))) is None


def test_what_was_paid_is_the_sum_of_the_fills_each_rounded_as_it_is_booked() -> None:
    found = of("0.42", fill("0.2", "238.13", 2), fill("0.22", "238.17", 3))
    assert found.value == Decimal("47.63") + Decimal("52.40")
    assert len(found.fills) == 2


@pytest.mark.parametrize(
    ("terms", "commission", "paid", "received"),
    [
        ({"commission": None}, None, "100.02", "100.02"),
        ({"commission": "0"}, "0", "100.02", "100.02"),
        ({"commission": "1.50"}, "1.50", "101.52", "98.52"),
        ({"commission": "2", "commission_type": "qty"}, "0.84", "100.86", "99.18"),
        ({"commission": "50", "commission_type": "bps"}, "0.50", "100.52", "99.52"),
        ({"commission_bps": "50"}, "0.50", "100.52", "99.52"),
    ],
)
def test_a_commission_adds_to_what_is_paid_and_takes_from_what_is_received(
    terms: dict[str, Any], commission: str | None, paid: str, received: str
) -> None:
    bought, sold = of("0.42", **terms), of("0.42", side="sell", **terms)
    assert bought.commission == (None if commission is None else Decimal(commission))
    assert (bought.total, sold.total) == (Decimal(paid), Decimal(received))


@pytest.mark.parametrize(
    ("owned", "part", "rest"),
    [
        ("0.42", "0.42", "138.13"),
        ("3.42", "0.42", "138.13"),
        ("3", "1", None),
        ("1", "1", None),
        (None, "0", None),
        ("0.999999999", "0.999999999", "0.00"),
    ],
)
def test_the_part_of_the_last_share_and_what_is_missing_to_it(
    owned: str | None, part: str, rest: str | None
) -> None:
    found = of(owned)
    assert found.part_of_last == Decimal(part)
    assert found.cost_of_the_rest == (None if rest is None else Decimal(rest))


def test_what_is_owned_is_not_known_before_the_positions_are_loaded() -> None:
    order = Order.model_validate(
        samples.order("order-1", status="filled", filled_qty="1", filled_avg_price="10")
    )
    state = State()
    found = receipt(state, order)
    assert found is not None
    assert (found.owned, found.part_of_last, found.cost_of_the_rest) == (None, None, None)


def test_coins_are_found_though_their_position_has_another_symbol() -> None:
    state = state_of(prices={})
    state.loaded |= Change.POSITIONS
    coin = {"id": "btc", "class": "crypto", "symbol": "BTC/USD", "name": "Bitcoin / US Dollar"}
    state.assets.add(Asset.model_validate(coin))
    state.positions = {"BTCUSD": Position(asset_id="btc", symbol="BTCUSD", qty=Decimal("0.5"))}
    facts = {"symbol": "BTC/USD", "status": "filled", "filled_qty": "0.5"}
    found = receipt(
        state,
        Order.model_validate(samples.order("order-1", filled_avg_price="60000", **facts)),
    )
    assert found is not None
    assert found.owned == Decimal("0.5")


def test_a_part_of_an_order_of_dollars_has_no_number_of_shares_that_are_missing() -> None:
    found = of("0.42", status="canceled", qty=None, notional="200")
    assert (found.is_whole, found.unfilled) == (False, None)
    assert of("0.42", status="canceled", qty="1").unfilled == Decimal("0.58")
