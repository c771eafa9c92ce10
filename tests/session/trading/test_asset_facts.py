"""The facts of an asset, and the effect of an order on the money."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.asset_facts import asset_facts
from ribbit_tui.session.trading.order_progress import waits_for_opening
from ribbit_tui.session.trading.ticket import OrderTicket, Unit, review_ticket
from ribbit_tui.session.trading.ticket_effect import TicketEffect, ticket_effect
from ribbit_tui.wire.market import Snapshot
from ribbit_tui.wire.orders import OrderSide
from tests.tui import states
from tests.tui.states import NOW, loaded


def amounts(*texts: str | None) -> tuple[Decimal | None, ...]:
    return tuple(None if text is None else Decimal(text) for text in texts)


def snapshot(**more: Any) -> Snapshot:
    bar = {"t": states.ago(60), "o": 100, "h": 110, "l": 90, "c": 105, "v": 1200}
    return Snapshot.model_validate(
        {
            "latestTrade": {"t": NOW, "p": "105", "s": 1},
            "latestQuote": {"t": NOW, "bp": "104.98", "bs": 3, "ap": "105.01", "as": 1},
            "dailyBar": bar,
            "prevDailyBar": bar | {"c": 100},
        }
        | more
    )


def state_with(prices: Snapshot | None) -> State:
    return loaded(
        prices={} if prices is None else {"AAPL": prices},
        orders=[states.order(1, "new"), states.order(2, "filled"), states.order(3, symbol="KO")],
        positions=[states.position("AAPL", "2", "90", "100")],
    )


def test_the_facts_of_an_asset() -> None:
    facts = asset_facts(state_with(snapshot()), "AAPL")
    found = (facts.price, facts.change, facts.change_fraction, facts.spread, facts.previous_close)
    assert found == amounts("105", "5", "0.05", "0.03", "100")
    assert facts.day is not None
    assert (facts.day.day, facts.day.volume) == (date(2026, 1, 15), Decimal(1200))
    assert facts.day.place_of(facts.price) == Decimal("0.75")
    assert facts.holding is not None
    assert facts.holding.value == 210
    assert [order.id for order in facts.open_orders] == ["order-1"]


def test_what_the_market_data_lacks_is_none() -> None:
    for missing in (None, Snapshot()):
        facts = asset_facts(state_with(missing), "AAPL")
        found = (facts.price, facts.change, facts.spread, facts.day, facts.previous_close)
        assert found == (None,) * 5
        assert not facts.is_old(NOW)
    one_sided = snapshot(latestQuote={"t": NOW, "bp": 0, "ap": "105.01"})
    assert asset_facts(state_with(one_sided), "AAPL").spread is None
    assert asset_facts(state_with(snapshot()), "unknown").asset is None


def test_a_price_is_old_after_an_hour() -> None:
    facts = asset_facts(state_with(snapshot()), "AAPL")
    assert not facts.is_old(NOW + timedelta(hours=1))
    assert facts.is_old(NOW + timedelta(hours=1, seconds=1))


def test_the_place_in_a_range_stays_within_it() -> None:
    day = asset_facts(state_with(snapshot()), "AAPL").day
    assert day is not None
    assert (day.place_of(Decimal(200)), day.place_of(Decimal(1))) == amounts("1", "0")
    assert day.place_of(None) is None


def effect(amount: str, side: OrderSide = OrderSide.BUY, **money: Any) -> TicketEffect:
    state = state_with(snapshot())
    state.trading_account = states.money("510.00", **money)
    ticket = OrderTicket("AAPL", side, Unit.DOLLARS, amount)
    return ticket_effect(review_ticket(ticket, state), state)


def test_a_purchase_takes_from_cash_and_buying_power() -> None:
    of = effect("102")
    assert (of.cash_before, of.cash_after) == amounts("510", "408")
    assert (of.power_before, of.power_after) == amounts("510", "408")
    assert of.part_of_cash == Decimal("0.2")
    assert effect("510").part_of_cash == 1


def test_a_sale_adds_to_cash_and_promises_no_buying_power() -> None:
    of = effect("102", OrderSide.SELL)
    assert (of.cash_after, of.power_after, of.part_of_cash) == amounts("612", None, None)


def test_a_purchase_with_borrowed_money_is_no_part_of_the_cash() -> None:
    of = effect("600", buying_power="1020")
    assert (of.cash_after, of.power_after, of.part_of_cash) == amounts("-90", "420", None)


def test_without_an_amount_nothing_is_known_of_the_time_after() -> None:
    of = effect("")
    assert (of.cash_before, of.cash_after, of.power_after) == amounts("510", None, None)


@pytest.mark.parametrize(
    ("status", "more", "waits"),
    [
        ("new", {}, True),
        ("accepted", {}, True),
        ("partially_filled", {}, True),
        ("filled", {}, False),
        ("pending_cancel", {}, False),
        ("new", {"extended_hours": True}, False),
        ("new", {"asset_class": "crypto", "symbol": "BTC/USD"}, False),
    ],
)
def test_an_order_waits_for_the_opening(status: str, more: dict[str, Any], *, waits: bool) -> None:
    order = states.order(1, status, **more)
    assert waits_for_opening(loaded(is_open=False), order) is waits
    assert not waits_for_opening(loaded(is_open=True), order)
