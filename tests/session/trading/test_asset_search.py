"""Finding an asset by what one remembers of it."""

from ribbit_tui.session.trading.asset_search import DEFAULT_SYMBOLS, search_assets
from ribbit_tui.wire.assets import Asset
from tests.session.support import asset

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
    assert found("a") == ["A", "AA", "AAPL", "APLE", "CAR", "SNAP"]
    assert found("aapl") == ["AAPL"]
    assert found("APPLE") == ["AAPL", "APLE", "SNAP"]


def test_words_may_be_beginnings_in_any_order() -> None:
    assert found("company coca") == ["KO"]
    assert found("coca-c") == ["COKE", "KO"]
    assert found("apple zebra") == []


def test_only_shares_are_found() -> None:
    assert "BTC/USD" not in found("btc") + found("apple") + found("bitcoin")


def test_the_limit_keeps_the_best() -> None:
    assert found("a", limit=2) == ["A", "AA"]


def test_an_empty_search_shows_familiar_ones_in_their_order() -> None:
    assert (
        found("  ") == [symbol for symbol in DEFAULT_SYMBOLS if symbol in NAMES] == ["AAPL", "KO"]
    )
    assert found("", limit=1) == ["AAPL"]
