"""The series of charts: asked for once, kept fresh, led up to now, and asked for again."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.session.history import watch
from ribbit_tui.session.history.latest import change, series_up_to_now
from ribbit_tui.session.series import Point, Series, SeriesKey, SeriesStatus, Span
from ribbit_tui.wire.model import rfc3339
from tests.session.support import (
    NOW,
    Stage,
    answer,
    asset,
    coins,
    position,
    refusal,
    state_of,
    until,
)
from tests.wire.samples import MAYA

BARS = "GET /v2/stocks/bars"
CRYPTO_BARS = "GET /v1beta3/crypto/us/bars"
HISTORY = f"GET /v1/trading/accounts/{MAYA}/account/portfolio/history"
MONTH = SeriesKey(Span.MONTH, "AAPL")
EQUITY = SeriesKey(Span.MONTH)
DAY = timedelta(days=1)


def bar(at: datetime, price: str) -> dict[str, Any]:
    return {"t": rfc3339(at), "o": price, "h": price, "l": price, "c": price, "v": 5}


def bars(**prices: list[tuple[datetime, str]]) -> dict[str, Any]:
    return {"bars": {name: [bar(*one) for one in found] for name, found in prices.items()}}


def history(*rows: tuple[datetime, float | None, float], base: float = 0) -> dict[str, Any]:
    return {
        "timestamp": [int(at.timestamp()) for at, _, _ in rows],
        "equity": [equity for _, equity, _ in rows],
        "profit_loss": [profit for _, _, profit in rows],
        "base_value": base,
    }


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(watch, "CHECK_SECONDS", 0.005)
    return Stage(tmp_path)


async def test_the_prices_of_several_assets_are_one_request(stage: Stage) -> None:
    stage.broker.next(BARS, answer(bars(AAPL=[(NOW - DAY, "99")], MSFT=[(NOW, "7")])))
    async with stage.running():
        keys = [MONTH, SeriesKey(Span.MONTH, "MSFT")]
        stage.session.watch_series("home", keys)
        assert not stage.session.is_idle
        await until(lambda: all(key in stage.state.series for key in keys))
        await until(lambda: stage.session.is_idle)
        (request,) = stage.broker.sent(BARS)
        assert request.url.params["symbols"] == "AAPL,MSFT"
        assert [point.value for point in stage.state.series[MONTH].points] == [Decimal(99)]


async def test_one_unknown_symbol_does_not_take_the_others_with_it(stage: Stage) -> None:
    good = answer(bars(AAPL=[(NOW, "99")]))
    stage.broker.next(BARS, refusal(400, "invalid symbol: NOPE"), good, refusal(400, "NOPE"))
    async with stage.running():
        stage.session.watch_series("home", [MONTH, SeriesKey(Span.MONTH, "NOPE")])
        await until(lambda: len(stage.state.series) == 2)
        assert stage.state.series[MONTH].status is SeriesStatus.LOADED
        failed = stage.state.series[SeriesKey(Span.MONTH, "NOPE")]
        assert failed.status is SeriesStatus.FAILED
        assert "NOPE" in failed.error


async def test_what_failed_is_asked_for_again_by_itself_and_by_key(stage: Stage) -> None:
    stage.broker.next(BARS, refusal(503, "down"), *[refusal(503, "down")] * 20)
    async with stage.running():
        stage.session.watch_series("home", [MONTH])
        await until(lambda: MONTH in stage.state.series)
        assert stage.state.series[MONTH].status is SeriesStatus.FAILED
        await until(lambda: stage.session.is_idle)
        stage.broker._steps[BARS] = [answer(bars(AAPL=[(NOW, "99")]))]
        stage.session.retry_now()
        await until(lambda: stage.state.series[MONTH].status is SeriesStatus.LOADED)


async def test_a_series_is_loaded_again_when_it_is_out_of_date(stage: Stage) -> None:
    key = SeriesKey(Span.DAY, "AAPL")
    stage.broker.next(BARS, *[answer(bars(AAPL=[(NOW, str(price))])) for price in (1, 2)])
    async with stage.running():
        stage.session.watch_series("home", [key])
        await until(lambda: key in stage.state.series)
        stage.clock.advance(61)
        await until(lambda: stage.state.series[key].points[-1].value == 2)


async def test_a_held_coin_has_the_prices_of_its_pair(stage: Stage) -> None:
    stage.broker.positions[MAYA] = [coins()]
    stage.broker.next(CRYPTO_BARS, answer({"bars": {"BTC/USD": [bar(NOW, "60000")]}}))
    key = SeriesKey(Span.MONTH, "BTCUSD")
    async with stage.running():
        await until(lambda: stage.state.positions)
        await stage.session.load_assets()
        stage.session.watch_series("home", [key])
        await until(lambda: key in stage.state.series)
        assert stage.state.series[key].points[-1].value == 60000
        assert not stage.broker.sent(BARS)


async def test_the_equity_begins_with_the_first_money(stage: Stage) -> None:
    rows = [(NOW - DAY * 3, 0.0, 0.0), (NOW - DAY * 2, 100.0, 0.0), (NOW - DAY, 104.0, 4.0)]
    stage.broker.next(HISTORY, answer(history(*rows, base=100)))
    async with stage.running():
        stage.session.watch_series("home", [EQUITY])
        await until(lambda: EQUITY in stage.state.series)
        found = stage.state.series[EQUITY]
        assert [point.value for point in found.points] == [Decimal(100), Decimal(104)]
        assert (found.base, found.profit) == (Decimal(100), Decimal(4))


@pytest.mark.parametrize(
    ("age", "span", "asked"),
    [
        (timedelta(minutes=5), Span.MONTH, {"timeframe": "1Min"}),
        (DAY * 5, Span.YEAR, {"timeframe": "15Min"}),
        (DAY * 400, Span.ALL, {"timeframe": "1D"}),
        (DAY * 400, Span.MONTH, {"timeframe": "1H", "period": "1M"}),
        (DAY * 400, Span.DAY, {"timeframe": "5Min", "period": "1D"}),
    ],
)
async def test_a_young_account_has_a_curve_of_small_steps_from_its_first_moment(
    stage: Stage, age: timedelta, span: Span, asked: dict[str, str]
) -> None:
    created = stage.clock.now() - age
    stage.broker.accounts[MAYA]["created_at"] = rfc3339(created)
    stage.broker.next(HISTORY, answer(history((NOW, 100.0, 0.0))))
    async with stage.running():
        stage.session.watch_series("home", [SeriesKey(span)])
        await until(lambda: stage.broker.sent(HISTORY))
        sent = dict(stage.broker.sent(HISTORY)[0].url.params)
        if "period" not in asked:
            asked = asked | {"start": rfc3339(created)}
        assert {name: sent.get(name) for name in ("timeframe", "period", "start")} == {
            "timeframe": None,
            "period": None,
            "start": None,
        } | asked


async def test_a_deposit_loads_the_equity_again(stage: Stage) -> None:
    rows = [(NOW - DAY, 100.0, 0.0)]
    stage.broker.next(HISTORY, *[answer(history(*rows, base=100))] * 4)
    async with stage.running():
        stage.session.watch_series("home", [EQUITY])
        await until(lambda: EQUITY in stage.state.series and stage.session.is_idle)
        asked = len(stage.broker.sent(HISTORY))
        stage.broker.cash[MAYA] = "600"
        stage.session.retry_now()
        await until(lambda: len(stage.broker.sent(HISTORY)) > asked)


def test_the_equity_ends_with_what_it_is_now() -> None:
    state = state_of(cash="100", positions=(position(qty="2", price="10"),), prices={"AAPL": "12"})
    points = (Point(NOW - DAY, Decimal(110)), Point(NOW - DAY / 2, Decimal(120)))
    state.series[EQUITY] = Series(
        EQUITY, SeriesStatus.LOADED, points, Decimal(110), Decimal(10), cash=Decimal(100)
    )
    series = series_up_to_now(state, EQUITY, NOW)
    assert series.points[-1] == Point(NOW, Decimal("124.00"))
    gained = change(series)
    assert gained is not None
    assert gained.amount == 14
    assert gained.fraction == Decimal(14) / Decimal(110)


def test_a_deposit_is_never_shown_as_a_gain() -> None:
    state = state_of(cash="600")
    state.series[EQUITY] = Series(
        EQUITY,
        SeriesStatus.LOADED,
        (Point(NOW - DAY, Decimal(100)),),
        Decimal(100),
        Decimal(0),
        cash=Decimal(100),
    )
    assert change(series_up_to_now(state, EQUITY, NOW)) is None


def test_prices_end_with_the_latest_trade() -> None:
    at = datetime(2020, 1, 1, tzinfo=UTC)
    state = state_of(assets=(asset(),), prices={"AAPL": "120"})
    bar_of_today = Point(at, *map(Decimal, (100, 99, 101, 98, 5)))
    state.series[MONTH] = Series(MONTH, SeriesStatus.LOADED, (bar_of_today,), Decimal(99))
    (point,) = series_up_to_now(state, MONTH, NOW).points
    assert (point.value, point.high, point.low) == (Decimal(120), Decimal(120), Decimal(98))
    gained = change(series_up_to_now(state, MONTH, NOW))
    assert gained is not None
    assert gained.amount == 21


def test_what_is_not_loaded_has_no_points_and_no_gain() -> None:
    series = series_up_to_now(state_of(), MONTH, NOW)
    assert (series.points, series.status) == ((), SeriesStatus.LOADING)
    assert change(series) is None
