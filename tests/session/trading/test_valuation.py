"""The value of holdings."""

from decimal import Decimal

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.valuation import day_change, equity, holdings
from ribbit_tui.wire.market import Snapshot
from ribbit_tui.wire.money import spendable, to_cents
from tests.session.support import position, snapshot, state_of

HELD = (position("AAPL", "2", "100"), position("KO", "10", "50"), position("V", "1", "200"))


def test_holdings_are_valued_at_the_latest_price_the_most_valuable_first() -> None:
    state = state_of(positions=HELD, prices={"AAPL": "150.255", "V": "180"})
    found = holdings(state)
    assert [held.symbol for held in found] == ["KO", "AAPL", "V"]
    assert [held.value for held in found] == [Decimal(500), Decimal("300.51"), Decimal(180)]
    assert [held.profit for held in found] == [Decimal(0), Decimal("100.51"), Decimal(-20)]
    assert found[2].profit_fraction == Decimal("-0.1")


def test_equals_go_by_symbol() -> None:
    state = state_of(positions=(position("B", "1", "5"), position("A", "1", "5")))
    assert [held.symbol for held in holdings(state)] == ["A", "B"]


def test_equity_is_cash_and_holdings_in_exact_cents() -> None:
    state = state_of(positions=HELD, prices={"AAPL": "0.335"}, cash="0.10")
    assert equity(state) == Decimal("0.10") + Decimal("0.67") + 500 + 200


def test_equity_is_unknown_before_it_is_read_and_cash_alone_without_holdings() -> None:
    assert equity(State()) is None
    assert equity(state_of(cash="12.34")) == Decimal("12.34")


def test_a_short_position_gains_when_the_price_falls() -> None:
    state = state_of(positions=(position("AAPL", "-1", "100"),), prices={"AAPL": "90"})
    (held,) = holdings(state)
    assert (held.profit, held.profit_fraction) == (Decimal(10), Decimal("0.1"))


def test_what_cost_nothing_has_no_fraction() -> None:
    (held,) = holdings(state_of(positions=(position("AAPL", "1", "5", cost_basis="0"),)))
    assert (held.profit, held.profit_fraction) == (Decimal(5), Decimal(0))


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.005", "0.01"), ("0.0049", "0.00"), ("-0.005", "-0.01"), ("7", "7.00")]
)
def test_halves_of_a_cent_go_away_from_zero(amount: str, cents: str) -> None:
    assert str(to_cents(Decimal(amount))) == cents


@pytest.mark.parametrize(
    ("amount", "words"), [("19.999", "$19.99"), ("1234567", "$1,234,567.00"), ("0", "$0.00")]
)
def test_what_can_be_had_is_never_rounded_up(amount: str, words: str) -> None:
    assert spendable(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("price", "before", "change"),
    [("110", "100", "0.1"), ("95", "100", "-0.05"), ("5", None, None), ("5", "0", None)],
)
def test_the_change_of_the_day(price: str, before: str | None, change: str | None) -> None:
    found = day_change(Snapshot.model_validate(snapshot(price, before)))
    assert found == (None if change is None else Decimal(change))


def test_without_a_trade_there_is_no_change() -> None:
    assert day_change(None) is None
    assert day_change(Snapshot()) is None
