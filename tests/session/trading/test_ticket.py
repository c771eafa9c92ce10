"""An order before it is sent: what may be, what may not, and what it would come to."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.ticket import OrderTicket, TicketReview, Unit, review_ticket
from ribbit_tui.wire.orders import OrderSide
from tests.session.support import asset, position, state_of

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
