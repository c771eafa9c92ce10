"""Figures as a person reads them."""

from decimal import Decimal

import pytest

from ribbit_tui.tui.words.formats import age, percent, plain, price, shares, signed_usd, usd


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("47.625", "$47.63"),
        ("-47.625", "−$47.63"),
        ("47.635", "$47.64"),
        ("1234567.5", "$1,234,567.50"),
        ("-0.004", "$0.00"),
        ("0", "$0.00"),
    ],
)
def test_dollars_round_halves_up_as_the_broker_books_them(amount: str, shown: str) -> None:
    assert usd(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("65123.456", "$65,123.46"),
        ("1", "$1.00"),
        ("0.5", "$0.50"),
        ("0.2145", "$0.2145"),
        ("0.00000840", "$0.0000084"),
        ("0", "$0.00"),
    ],
)
def test_a_price_below_a_dollar_has_all_of_its_decimals(amount: str, shown: str) -> None:
    assert price(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("-47.625", "−$47.63"), ("0.005", "+$0.01"), ("0.004", "$0.00"), ("-1200", "−$1,200.00")],
)
def test_a_change_has_its_sign(amount: str, shown: str) -> None:
    assert signed_usd(Decimal(amount)) == shown


def test_shares_have_no_idle_zeros() -> None:
    assert shares(Decimal("0.420000000")) == "0.42"
    assert shares(Decimal(1200)) == "1,200"
    assert shares(None) == "–"


def test_a_fraction_is_shown_in_percent_with_its_sign() -> None:
    assert percent(Decimal("0.0125")) == "+1.25%"
    assert percent(Decimal("-0.3")) == "−30.00%"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (200000, "2 d")],
)
def test_an_age_is_told_in_its_largest_unit(seconds: float, shown: str) -> None:
    assert age(seconds) == shown


def test_external_text_is_one_visible_line() -> None:
    assert plain("a\nb\x1b[31m\u202ec") == "a b[31mc"
    assert plain("abcdef", 4) == "abc…"
