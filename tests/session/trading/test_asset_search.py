"""Finding an asset by what one remembers of it."""

import pytest

from ribbit_tui.session.trading.asset_search import (
    DEFAULT_SYMBOLS,
    search_assets,
    without_blocked,
)
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.assets import Asset
from tests.session.support import asset, state_of

NAMES = {
    "A": "Agilent Technologies Inc.",
    "AA": "Alcoa Corporation",
    "AAPL": "Apple Inc. Common Stock",
    "APLE": "Apple Hospitality REIT",
    "CAR": "Avis Budget Group",
    "COKE": "Coca-Cola Consolidated",
    "KO": "Coca-Cola Company (The)",
    "MCO": "Moody's Corporation",
    "SNAP": "Snap Inc. of apple street",
}
ASSETS = {name: Asset.model_validate(asset(name, name=text)) for name, text in NAMES.items()} | {
    "BTC/USD": Asset.model_validate(
        asset("BTC/USD", name="Bitcoin apple", **{"class": "crypto"}),
    )
}


def found(query: str, limit: int = 50) -> list[str]:
    return [one.symbol for one in search_assets(ASSETS, query, limit)]


def test_the_symbol_itself_comes_first_then_its_start_then_names() -> None:
    assert found("a") == ["A", "AA", "AAPL", "APLE", "CAR", "BTC/USD", "SNAP"]
    assert found("aapl") == ["AAPL"]
    assert found("APPLE") == ["AAPL", "APLE", "BTC/USD", "SNAP"]


def test_words_may_be_beginnings_in_any_order() -> None:
    assert found("company coca") == ["KO"]
    assert found("coca-c") == ["COKE", "KO"]
    assert found("apple zebra") == []


@pytest.mark.parametrize("query", ["btc", "BTC/USD", "btcusd", "bitcoin"])
def test_B4_a_pair_is_found_by_its_coin_in_either_form_and_by_name(query: str) -> None:
    assert found(query) == ["BTC/USD"]


def test_B4_a_pair_is_offered_where_the_account_may_trade_it_or_else_the_reason_is_given() -> None:
    everything = search_assets(ASSETS, "apple")
    state = state_of()
    assert state.account is not None
    for status, word in (
        (None, "agreement"),
        ("INACTIVE", "agreement"),
        ("SUBMITTED", "not approved yet"),
        ("REJECTED", "not approved."),
        ("DISABLED", "blocked"),
    ):
        state.account.crypto_status = status
        allowed, reason = without_blocked(everything, state)
        assert [one.symbol for one in allowed] == ["AAPL", "APLE", "SNAP"]
        assert word in reason
        assert without_blocked(allowed, state) == (allowed, "")
    state.account.crypto_status = AccountStatus.ACTIVE
    assert without_blocked(everything, state) == (everything, "")


def test_the_limit_keeps_the_best() -> None:
    assert found("a", limit=2) == ["A", "AA"]


def test_an_empty_search_shows_familiar_ones_in_their_order() -> None:
    assert (
        found("  ") == [symbol for symbol in DEFAULT_SYMBOLS if symbol in NAMES] == ["AAPL", "KO"]
    )
    assert found("", limit=1) == ["AAPL"]
