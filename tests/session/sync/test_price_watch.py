"""An idle session has the first price of each watched symbol; the regular polls do not count."""

import asyncio
from pathlib import Path

import httpx
import pytest

from ribbit_tui.session.session import Session
from ribbit_tui.session.state import Change
from ribbit_tui.session.sync import price_watch
from ribbit_tui.session.trading.valuation import holdings
from tests.session.support import Stage, answer, coins, position, refusal, snapshot, until
from tests.wire.samples import MAYA

PRICES = "GET /v2/stocks/snapshots"
CRYPTO_PRICES = "GET /v1beta3/crypto/us/snapshots"


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(price_watch, "PRICE_SECONDS", 0.005)
    stage = Stage(tmp_path)
    stage.broker.snapshots = {"AAPL": snapshot("100"), "MSFT": snapshot("200")}
    return stage


async def test_the_first_price_of_a_watched_symbol_is_published_before_the_session_is_idle(
    stage: Stage,
) -> None:
    async with stage.running():
        release = stage.broker.hold(PRICES)
        stage.session.watch_prices("list", ["AAPL"])
        await until(lambda: stage.broker.sent(PRICES))
        assert not stage.session.is_idle
        release.set()
        await until(lambda: "AAPL" in stage.state.snapshots)
        assert not stage.session.is_idle
        await until(lambda: stage.session.is_idle)
        assert any(Change.PRICES in changes for changes in stage.published)


async def test_a_regular_poll_in_flight_leaves_the_session_idle(stage: Stage) -> None:
    async with stage.running():
        stage.session.watch_prices("list", ["AAPL"])
        await until(lambda: stage.session.is_idle)
        release = stage.broker.hold(PRICES)
        asked = len(stage.broker.sent(PRICES))
        await until(lambda: len(stage.broker.sent(PRICES)) > asked)
        assert stage.session.is_idle
        stage.broker.snapshots["AAPL"] = snapshot("101")
        release.set()
        await until(lambda: _price(stage.session) == 101)
        assert stage.session.is_idle


@pytest.mark.parametrize("fails", [True, False], ids=["refused", "not known there"])
async def test_a_symbol_without_a_price_does_not_keep_the_session_busy(
    stage: Stage, fails: bool
) -> None:
    async with stage.running():
        if fails:
            stage.broker.next(PRICES, refusal(500), refusal(500), refusal(500), refusal(500))
        stage.session.watch_prices("list", ["AAPL" if fails else "GONE"])
        assert not stage.session.is_idle
        await until(lambda: stage.session.is_idle)


async def test_after_the_simulators_clock_has_moved_the_prices_are_asked_for_anew(
    stage: Stage,
) -> None:
    async with stage.running():
        stage.session.watch_prices("list", ["AAPL"])
        await until(lambda: stage.session.is_idle)
        old = stage.broker.hold(PRICES)
        asked = len(stage.broker.sent(PRICES))
        await until(lambda: len(stage.broker.sent(PRICES)) > asked)
        stage.broker.snapshots["AAPL"] = snapshot("107")
        new = stage.broker.hold(PRICES)
        stage.broker.next("POST /simulator/clock/advance", _ok())
        await stage.session.simulator_actions.advance_clock(60)
        old.set()
        await until(lambda: len(stage.broker.sent(PRICES)) > asked + 1)
        assert not stage.session.is_idle
        new.set()
        await until(lambda: stage.session.is_idle)
        assert _price(stage.session) == 107


async def test_a_symbol_that_was_not_watched_for_a_while_counts_as_new(stage: Stage) -> None:
    async with stage.running():
        stage.session.watch_prices("list", ["AAPL"])
        await until(lambda: stage.session.is_idle)
        stage.session.watch_prices("list", ["MSFT"])
        await until(lambda: stage.session.is_idle)
        stage.session.watch_prices("list", ["AAPL"])
        assert not stage.session.is_idle
        await until(lambda: stage.session.is_idle)


async def test_the_list_of_assets_is_waited_for(stage: Stage) -> None:
    async with stage.running():
        release = stage.broker.hold("GET /v1/assets")
        loading = asyncio.create_task(stage.session.load_assets())
        await until(lambda: stage.broker.sent("GET /v1/assets"))
        assert not stage.session.is_idle
        release.set()
        await loading
        await until(lambda: stage.session.is_idle)


async def test_B4_the_price_of_a_held_coin_comes_from_the_crypto_snapshots(stage: Stage) -> None:
    stage.broker.snapshots["BTC/USD"] = snapshot("61000")
    stage.broker.positions[MAYA] = [position("AAPL", "2"), coins("0.5")]
    async with stage.running():
        await until(lambda: "BTC/USD" in stage.state.snapshots)
        values = {one.symbol: one.value for one in holdings(stage.state)}
        assert values == {"BTCUSD": 30500, "AAPL": 200}
        assert asked(stage, PRICES) == {"AAPL"}
        assert asked(stage, CRYPTO_PRICES) == {"BTC/USD"}
        assert len(stage.broker.sent("GET /v1/assets/asset-BTC")) == 1
        stage.broker.snapshots["BTC/USD"] = snapshot("62000")
        await until(lambda: holdings(stage.state)[0].value == 31000)


async def test_B4_stocks_have_prices_while_those_of_coins_cannot_be_read(stage: Stage) -> None:
    stage.broker.next(CRYPTO_PRICES, *[refusal(403)] * 1000)
    stage.broker.positions[MAYA] = [coins("0.5")]
    async with stage.running():
        stage.session.watch_prices("list", ["AAPL", "ETH/USD"])
        await until(lambda: "AAPL" in stage.state.snapshots and stage.session.is_idle)


async def test_B4_a_coin_that_the_server_does_not_list_is_asked_for_once(stage: Stage) -> None:
    stage.broker.positions[MAYA] = [coins("0.5", asset_id="asset-GONE")]
    async with stage.running():
        stage.session.watch_prices("list", ["AAPL"])
        polls = len(stage.broker.sent(PRICES))
        await until(lambda: len(stage.broker.sent(PRICES)) > polls + 3)
        assert len(stage.broker.sent("GET /v1/assets/asset-GONE")) == 1
        assert holdings(stage.state)[0].price == 60000, "the broker's own price"
        assert asked(stage, PRICES) == {"AAPL"}


def asked(stage: Stage, call: str) -> set[str]:
    """Return the symbols that the requests of a call have named."""
    queries = [one.url.params["symbols"] for one in stage.broker.sent(call)]
    return {symbol for query in queries for symbol in query.split(",")}


def _price(session: Session) -> object:
    trade = session.state.snapshots["AAPL"].latest_trade
    return trade.price if trade is not None else None


def _ok() -> httpx.Response:
    return answer({"now": "2026-03-05T14:01:00Z"})
