"""The day's profit, the weights and the age of the prices of a portfolio."""

from decimal import Decimal

from ribbit_tui.session.trading.portfolio import (
    allocation,
    day_profit,
    oldest_price,
    total_change,
)
from ribbit_tui.session.trading.valuation import holdings
from ribbit_tui.wire.market import Snapshot
from tests.session.support import position, snapshot, state_of
from tests.wire.samples import NOON

AAPL = position("AAPL", "2", "100", unrealized_intraday_pl="-4", current_price="101")
KO = position("KO", "10", "50", unrealized_intraday_pl="6.50")


def test_the_days_profit_moves_on_with_the_price() -> None:
    state = state_of(positions=(AAPL, KO), prices={"AAPL": "104.005"})
    held = holdings(state)
    assert [one.day_profit for one in held] == [Decimal("6.50"), Decimal("2.01")]
    assert [one.day_fraction for one in held] == [
        Decimal("6.5") / Decimal("493.5"),
        Decimal("2.01") / Decimal(206),
    ]
    day = day_profit(held)
    assert day is not None
    assert (day.amount, day.fraction) == (Decimal("8.51"), Decimal("8.51") / Decimal("699.5"))


def test_a_day_that_the_server_does_not_tell_is_not_known_nor_is_the_sum() -> None:
    held = holdings(state_of(positions=(position("AAPL"), KO)))
    assert [one.day_profit for one in held] == [Decimal("6.50"), None]
    assert day_profit(held) is None
    assert day_profit([]) is None


def test_a_short_position_has_a_good_day_when_the_price_falls() -> None:
    short = position("AAPL", "-2", "100", unrealized_intraday_pl="0")
    (held,) = holdings(state_of(positions=(short,), prices={"AAPL": "90"}))
    assert (held.day_profit, held.day_fraction) == (Decimal(20), Decimal("0.1"))


def test_the_whole_profit_is_a_fraction_of_what_was_paid() -> None:
    held = holdings(state_of(positions=(AAPL, KO), prices={"AAPL": "135"}))
    whole = total_change(held)
    assert whole is not None
    assert (whole.amount, whole.fraction) == (Decimal(70), Decimal("0.1"))


def test_a_profit_on_what_cost_nothing_has_no_fraction() -> None:
    whole = total_change(holdings(state_of(positions=(position("AAPL", cost_basis="0"),))))
    assert whole is not None
    assert (whole.amount, whole.fraction) == (Decimal(200), None)


def test_the_allocation_is_every_holding_and_the_cash_behind_them() -> None:
    state = state_of(positions=(AAPL, KO), prices={"AAPL": "100"}, cash="300")
    parts = allocation(state, holdings(state))
    assert [(part.symbol, part.value, part.weight) for part in parts] == [
        ("KO", Decimal(500), Decimal("0.5")),
        ("AAPL", Decimal(200), Decimal("0.2")),
        ("", Decimal(300), Decimal("0.3")),
    ]


def test_without_equity_nothing_has_a_weight_and_an_unknown_value_has_no_part() -> None:
    state = state_of(positions=(), cash="0")
    (cash,) = allocation(state, [])
    assert (cash.value, cash.weight) == (Decimal(0), None)
    unpriced = position("HALT", current_price=None)
    state = state_of(positions=(unpriced,), cash=None)
    assert allocation(state, holdings(state)) == []
    assert total_change(holdings(state)) is None


def test_the_oldest_price_is_that_of_the_holdings_alone() -> None:
    state = state_of(positions=(AAPL, KO), prices={"AAPL": "100"})
    earlier = snapshot("5")
    earlier["latestTrade"]["t"] = "2020-01-02T03:04:05Z"
    state.snapshots["KO"] = state.snapshots["V"] = Snapshot.model_validate(earlier)
    oldest = oldest_price(state, holdings(state))
    assert oldest is not None
    assert (oldest.symbol, oldest.at.year) == ("KO", 2020)
    del state.snapshots["KO"]
    oldest = oldest_price(state, holdings(state))
    assert oldest is not None
    assert (oldest.symbol, oldest.at.isoformat()) == ("AAPL", NOON.replace("Z", "+00:00"))
    assert oldest_price(state, []) is None
