"""The shares that the first money buys."""

from decimal import Decimal

from ribbit_tui.session.trading.ideas import Idea, ideas
from tests.tui.states import asset, loaded, money, order, snapshot

PRICES = {"AAPL": snapshot("238.15", "230"), "VTI": snapshot("3", "3")}


def test_cash_buys_shares_rounded_down() -> None:
    state = loaded(cash=money("10.00"), prices=PRICES)
    assert ideas(state) == [
        Idea("AAPL", "Apple", Decimal("238.15"), Decimal("0.041990342")),
        Idea("VTI", "Total US stock market", Decimal(3), Decimal("3.333333333")),
    ]


def test_nothing_is_offered_that_cannot_be_bought() -> None:
    assert ideas(loaded("SUBMITTED", cash=money("10"), prices=PRICES)) == []
    assert ideas(loaded(cash=money("0.99"), prices=PRICES)) == []
    assert ideas(loaded(cash=money("10"), prices=PRICES, orders=[order()])) == []
    whole_only = [asset("AAPL", "Apple Inc.", fractionable=False)]
    found = ideas(loaded(cash=money("10"), prices=PRICES, assets=whole_only))
    assert [idea.symbol for idea in found] == ["VTI"]
