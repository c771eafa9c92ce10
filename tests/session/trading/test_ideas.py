"""The shares that the first money buys."""

from decimal import Decimal

from ribbit_tui.session.state import Change
from ribbit_tui.session.trading.ideas import Idea, Offer, offer
from tests.tui.states import asset, loaded, money, order, position, snapshot

PRICES = {"AAPL": snapshot("238.15", "230"), "VTI": snapshot("3", "3")}


def test_cash_buys_shares_rounded_down() -> None:
    state = loaded(cash=money("10.00"), prices=PRICES)
    found = (
        Idea("AAPL", "Apple", Decimal("238.15"), Decimal("0.041990342")),
        Idea("VTI", "Total US stock market", Decimal(3), Decimal("3.333333333")),
    )
    assert offer(state) == Offer(Decimal(10), True, found)
    assert offer(loaded(cash=money("0.99"), prices=PRICES)) == Offer(Decimal(10), False, found)


def test_nothing_is_offered_that_cannot_be_bought() -> None:
    assert offer(loaded("SUBMITTED", cash=money("10"), prices=PRICES)) is None
    assert offer(loaded(cash=money("10"), prices=PRICES, orders=[order()])) is None
    owned = [position("AAPL", "1", "200", "238.15")]
    assert offer(loaded(cash=money("10"), prices=PRICES, positions=owned)) is None
    other = {"KO": snapshot("70.02", "70")}
    assert offer(loaded(cash=money("10"), prices=other)) is None, "their prices are not known"
    loading = loaded(cash=money("10"), prices=PRICES, not_loaded=Change.ORDERS)
    assert offer(loading) is None, "there may be orders"
    whole_only = [asset("AAPL", "Apple Inc.", fractionable=False)]
    found = offer(loaded(cash=money("10"), prices=PRICES, assets=whole_only))
    assert found is not None
    assert [idea.symbol for idea in found.ideas] == ["VTI"]
