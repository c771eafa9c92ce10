"""The words for assets: short names with their article, and amounts of them."""

from decimal import Decimal

import pytest

from ribbit_tui.tui.words.assets import amount_of, short_name, with_article
from tests.tui.states import asset, pair


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Apple Inc. Common Stock", "Apple"),
        ("Alphabet Inc. Class C Capital Stock", "Alphabet"),
        ("The Coca-Cola Company", "Coca-Cola"),
        ("JPMorgan Chase & Co.", "JPMorgan Chase"),
        ("Alibaba Group Holding Limited American Depositary Shares each of 8", "Alibaba"),
        ("SPDR S&P 500 ETF Trust", "SPDR S&P 500 ETF Trust"),
        ("A name that is much too long to stand in a sentence", "X"),
        ("", "X"),
        ("Inc.", "Inc."),
        ("\u202eevil\nname", "evil name"),
    ],
)
def test_a_name_is_short_in_a_sentence(name: str, short: str) -> None:
    assert short_name(asset("X", name), "X") == short


@pytest.mark.parametrize(
    "words",
    ["an Apple", "a Microsoft", "an NVIDIA", "an AMD", "a KLA", "an Uber", "a Unilever", "a Visa"],
)
def test_the_article_follows_the_sound(words: str) -> None:
    assert with_article(words.partition(" ")[2]) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.42", "0.42 of an Apple share"),
        ("1", "1 Apple share"),
        ("3.42", "3.42 Apple shares"),
        ("3", "3 Apple shares"),
        ("0", "0 Apple shares"),
    ],
)
def test_an_amount_of_shares(amount: str, words: str) -> None:
    assert amount_of(Decimal(amount), asset("AAPL", "Apple Inc."), "AAPL") == words


def test_an_amount_of_coins() -> None:
    assert amount_of(Decimal("0.5"), pair(), "BTC/USD") == "0.5 BTC"
