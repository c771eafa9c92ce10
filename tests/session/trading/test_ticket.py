"""An order before it is sent: what may be, what may not, and what it would come to."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.assets import AssetList
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.ticket import OrderTicket, TicketReview, Unit, review_ticket
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.orders import OrderSide
from ribbit_tui.wire.positions import Position
from tests.session.support import asset, coins, pair, position, state_of

BUY, SELL = OrderSide.BUY, OrderSide.SELL
SHARES, DOLLARS = Unit.SHARES, Unit.DOLLARS
ASSETS = (
    asset("AAPL"),
    asset("BRK.A", fractionable=False),
    asset("GONE", tradable=False),
    asset("TINY", fractionable=False),
    asset("NEW"),
)
PRICES = {"AAPL": "200", "BRK.A": "30", "GONE": "5", "TINY": "0.40"}


def market(**more: Any) -> State:
    held = (position("AAPL", "2", qty_available="1.5"),)
    return state_of(**{"assets": ASSETS, "prices": PRICES, "positions": held} | more)


def reviewed(
    amount: str,
    unit: Unit = SHARES,
    side: OrderSide = BUY,
    symbol: str = "AAPL",
    state: State | None = None,
) -> TicketReview:
    return review_ticket(OrderTicket(symbol, side, unit, amount), state or market())


@pytest.mark.parametrize(
    ("amount", "unit", "side", "symbol"),
    [
        ("0.42", SHARES, BUY, "AAPL"),
        (".42", SHARES, BUY, "AAPL"),
        (" 0.42 ", SHARES, BUY, "AAPL"),
        ("0.005", SHARES, BUY, "AAPL"),
        ("0.123456789", SHARES, BUY, "AAPL"),
        ("100", DOLLARS, BUY, "AAPL"),
        ("$99.50", DOLLARS, BUY, "AAPL"),
        ("1", DOLLARS, BUY, "AAPL"),
        ("3", SHARES, BUY, "BRK.A"),
        ("3.0", SHARES, BUY, "BRK.A"),
        ("1", SHARES, BUY, "TINY"),
        ("1.5", SHARES, SELL, "AAPL"),
        ("0.000000001", SHARES, SELL, "AAPL"),
        ("300", DOLLARS, SELL, "AAPL"),
        ("5", SHARES, BUY, "NEW"),
        ("", SHARES, BUY, "AAPL"),
        ("  ", DOLLARS, SELL, "AAPL"),
    ],
)
def test_a_legal_ticket_has_no_error(amount: str, unit: Unit, side: OrderSide, symbol: str) -> None:
    assert reviewed(amount, unit, side, symbol).error is None


@pytest.mark.parametrize(
    ("amount", "unit", "side", "symbol", "words"),
    [
        ("1.5", SHARES, BUY, "BRK.A", "whole shares only"),
        ("50", DOLLARS, BUY, "BRK.A", "order in shares"),
        ("0.004", SHARES, BUY, "AAPL", "at least $1.00"),
        ("0.99", DOLLARS, BUY, "AAPL", "at least $1.00"),
        ("0.99", DOLLARS, SELL, "AAPL", "at least $1.00"),
        ("0.51", SHARES, BUY, "AAPL", "buying power of $100.00"),
        ("100.01", DOLLARS, BUY, "AAPL", "buying power of $100.00"),
        ("0.1234567891", SHARES, BUY, "AAPL", "9 decimal places"),
        ("10.125", DOLLARS, BUY, "AAPL", "two decimal places"),
        ("1", SHARES, BUY, "GONE", "cannot be traded"),
        ("1", SHARES, BUY, "NOPE", "NOPE is not known here"),
        ("1.500000001", SHARES, SELL, "AAPL", "Only 1.5 shares of AAPL can be sold"),
        ("301", DOLLARS, SELL, "AAPL", "Only 1.5 shares"),
        ("1", SHARES, SELL, "BRK.A", "no shares of BRK.A to sell"),
        ("0", SHARES, BUY, "AAPL", "more than zero"),
        ("0.00", DOLLARS, BUY, "AAPL", "more than zero"),
        ("lots", SHARES, BUY, "AAPL", "Type a number"),
        ("-1", SHARES, BUY, "AAPL", "without a sign"),
        ("1e3", SHARES, BUY, "AAPL", "out in digits"),
        ("1_0", SHARES, BUY, "AAPL", "Type a number"),
        (".", SHARES, BUY, "AAPL", "Type a number"),
        ("٣", SHARES, BUY, "AAPL", "Type a number"),
        ("NaN", SHARES, BUY, "AAPL", "Type a number"),
        ("9999999999999", SHARES, BUY, "AAPL", "At most 12 digits"),
        ("0,42", SHARES, BUY, "AAPL", "write 0.42"),
        ("99,50", DOLLARS, BUY, "AAPL", "write 99.50"),
        ("$1", SHARES, BUY, "AAPL", "choose Dollars"),
    ],
)
def test_an_illegal_ticket_says_why(
    amount: str, unit: Unit, side: OrderSide, symbol: str, words: str
) -> None:
    error = reviewed(amount, unit, side, symbol).error
    assert error is not None
    assert words in error


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("SUBMITTED", "Trading opens when the account is active."),
        ("SOMETHING_NEW", "Trading opens when the account is active."),
        ("ACCOUNT_CLOSED", "The account is closed."),
    ],
)
def test_only_an_active_account_trades(status: str, words: str) -> None:
    assert reviewed("0.42", state=market(status=status)).error == words


def test_shares_are_exact_and_dollars_an_estimate_in_cents() -> None:
    review = reviewed("0.123456789")
    assert (review.shares, review.dollars) == (Decimal("0.123456789"), Decimal("24.69"))


def test_dollars_are_exact_and_shares_an_estimate_that_is_never_too_high() -> None:
    review = reviewed("20", DOLLARS, state=market(prices={"AAPL": "30"}))
    assert (review.shares, review.dollars) == (Decimal("0.666666666"), Decimal(20))


def test_thousands_may_be_separated() -> None:
    state = market(cash="5000")
    assert reviewed("1,234.5", DOLLARS, state=state).dollars == Decimal("1234.5")


def test_without_a_price_there_is_no_estimate_and_the_server_decides() -> None:
    in_shares, in_dollars = reviewed("7", symbol="NEW"), reviewed("7", DOLLARS, symbol="NEW")
    assert (in_shares.error, in_shares.dollars) == (None, None)
    assert (in_dollars.error, in_dollars.shares) == (None, None)


def test_what_cannot_be_had_is_not_rounded_up_into_reach() -> None:
    review = reviewed("20", DOLLARS, state=market(cash="19.996"))
    assert review.error == "That is more than the buying power of $19.99."


def test_an_order_in_shares_is_sent_as_typed() -> None:
    creation = reviewed("0.420").to_creation("id-1")
    assert creation.to_wire() == {
        "symbol": "AAPL",
        "qty": "0.420",
        "side": "buy",
        "type": "market",
        "time_in_force": "day",
        "client_order_id": "id-1",
    }
    assert isinstance(creation.qty, Decimal)


def test_an_order_in_dollars_is_sent_in_dollars() -> None:
    wire = reviewed("99.50", DOLLARS, SELL).to_creation("id-2").to_wire()
    assert (wire["notional"], wire["side"]) == ("99.50", "sell")
    assert "qty" not in wire


def test_a_closed_market_is_said_and_forbids_nothing() -> None:
    closed = reviewed("0.42", state=market(is_open=False))
    assert closed.note == "The market is closed: the order waits until it opens."
    assert closed.error is None
    assert reviewed("0.42").note is None


def crypto_market(**more: Any) -> State:
    """Return a state with half a Bitcoin, of which a part is held for an order."""
    state = market(
        assets=(*ASSETS, pair()),
        prices={"BTC/USD": "60000"},
        positions=(coins("0.5", qty_available="0.4"),),
        **more,
    )
    assert state.account is not None
    state.account.crypto_status = AccountStatus.ACTIVE
    return state


def of_coins(amount: str, unit: Unit = SHARES, side: OrderSide = SELL, **more: Any) -> TicketReview:
    return reviewed(amount, unit, side, "BTCUSD", crypto_market(**more))


def test_B4_a_holding_is_sold_from_its_row_under_the_symbol_of_its_asset() -> None:
    review = of_coins("0.123456789")
    assert (review.error, review.price, review.dollars) == (
        None,
        Decimal(60000),
        Decimal("7407.41"),
    )
    assert review.to_creation("id-1").to_wire() == {
        "symbol": "BTC/USD",
        "qty": "0.123456789",
        "side": "sell",
        "type": "market",
        "time_in_force": "gtc",
        "client_order_id": "id-1",
    }
    assert reviewed("0.4", SHARES, SELL, "BTC/USD", crypto_market()).error is None


@pytest.mark.parametrize(
    ("amount", "unit", "side", "words"),
    [
        ("0.400000001", SHARES, SELL, "Only 0.4 BTC can be sold."),
        ("0.00001", SHARES, SELL, "The smallest order is 0.00002 BTC."),
        ("0.0000099", SHARES, BUY, "at least $1.00"),
        ("0.0123456789", SHARES, SELL, "9 decimal places"),
        ("0.99", DOLLARS, SELL, "at least $1.00"),
        ("100.01", DOLLARS, BUY, "buying power of $100.00"),
    ],
)
def test_B4_an_order_of_coins_that_would_be_refused_is_not_sent(
    amount: str, unit: Unit, side: OrderSide, words: str
) -> None:
    assert words in (of_coins(amount, unit, side).error or "")


def test_B4_a_rest_of_coins_is_sold_as_a_whole_however_small_it_is() -> None:
    state = crypto_market()
    rest = coins("0.000000001", qty_available="0.000000001")
    state.positions = {"BTCUSD": Position.model_validate(rest)}
    assert reviewed("0.000000001", SHARES, SELL, "BTCUSD", state).error is None
    state.positions = {}
    assert reviewed("1", SHARES, SELL, "BTC/USD", state).error == "There is no BTC to sell."


def test_B4_coins_are_traded_while_the_market_is_closed() -> None:
    assert of_coins("0.1", is_open=False).note is None


def test_B4_the_ticket_says_why_coins_cannot_be_traded() -> None:
    state = crypto_market()
    assert state.account is not None
    state.account.crypto_status = None
    refused = reviewed("0.1", SHARES, SELL, "BTCUSD", state)
    assert refused.error == "Crypto needs an agreement of its own: see Account."


def test_a_list_of_assets_that_is_not_loaded_is_not_called_unknown() -> None:
    state = market()
    state.assets = AssetList()
    assert reviewed("1", state=state).error == "The list of assets is not loaded yet."
