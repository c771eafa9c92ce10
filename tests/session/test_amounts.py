"""Amounts as people type them: one meaning, or words that say how to write it."""

from decimal import Decimal

import pytest

from ribbit_tui.session.amounts import AmountError, parse_dollars, parse_shares


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100", "100"),
        ("$100", "100"),
        (" 99.50 ", "99.50"),
        ("99.", "99"),
        (".5", "0.5"),
        ("1,000", "1000"),
        ("1 000.50", "1000.50"),
        ("1\N{NARROW NO-BREAK SPACE}000", "1000"),
        ("$1,234,567.89", "1234567.89"),
        ("$ 100.00", "100.00"),
        ("100 USD", "100"),
        ("USD 100", "100"),
        ("US$100", "100"),
        ("100$", "100"),
        ("$100 usd", "100"),
        ("100 dollars", "100"),
    ],
)
def test_U1_A20_dollars_with_one_meaning_are_taken(text: str, amount: str) -> None:
    assert str(parse_dollars(text)) == amount


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-5", "without a sign"),
        ("−5", "without a sign"),
        ("+5", "without a sign"),
        ("$-5", "without a sign"),
        ("-$5", "without a sign"),
        ("(5)", "without a sign"),
        ("1e9", "out in digits"),
        ("1.5E3", "out in digits"),
        ("10.123", "two decimal places"),
        ("0,125", "write 0.125"),
        ("99,50", "write 99.50"),
        ("1.000,50", "write 1000.50"),
        (",5", "write 0.5"),
        ("1234567890123", "At most 12 digits"),
        ("9" * 10_000, "At most 12 digits"),
        ("100 EUR", "dollars and cents"),
        ("€100", "dollars and cents"),
        ("$", "dollars and cents"),
        ("100 $ 5", "dollars and cents"),
        ("", "dollars and cents"),
        (".", "dollars and cents"),
        ("1_000", "dollars and cents"),
        ("1 00", "dollars and cents"),
        ("1,00,000", "dollars and cents"),
        ("1,", "dollars and cents"),
        ("1.2.3", "dollars and cents"),
        ("NaN", "dollars and cents"),
        ("٣", "dollars and cents"),
        ("ten", "dollars and cents"),
    ],
)
def test_U1_dollars_that_are_refused_say_why(text: str, words: str) -> None:
    with pytest.raises(AmountError, match=words):
        parse_dollars(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0.42", "0.42"), ("1,000,000", "1000000"), ("1,000.5", "1000.5"), ("2 shares", "2")],
)
def test_A5_shares_with_one_meaning_are_taken(text: str, amount: str) -> None:
    assert parse_shares(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,125", "write 0.125"),
        ("0,42", "write 0.42"),
        ("1,125", "Write 1125 or 1.125"),
        ("$1", "choose Dollars"),
        ("1 USD", "choose Dollars"),
        ("0.1234567891", "9 decimal places"),
        ("-1", "without a sign"),
        ("1e3", "out in digits"),
        ("lots", "Type a number"),
        ("٣", "Type a number"),
    ],
)
def test_A5_shares_that_are_refused_say_why(text: str, words: str) -> None:
    with pytest.raises(AmountError, match=words):
        parse_shares(text)
