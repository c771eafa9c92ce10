"""An account's worth over time, from its dated books."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.simulator.market.calendar import NEW_YORK
from tests.simulator.conftest import WITH_CRYPTO, Api, Json, OpenApi, application


async def history(api: Api, account_id: str, **parameters: Any) -> Json:
    path = f"/v1/trading/accounts/{account_id}/account/portfolio/history"
    found: Json = await api.get(path, **parameters)
    assert {len(found[name]) for name in ("equity", "profit_loss", "profit_loss_pct")} == {
        len(found["timestamp"])
    }
    return found


async def test_history_ends_with_the_equity_of_now(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2)
    day = await history(api, account_id, period="1D", timeframe="1Min")
    assert day["equity"][-1] == Decimal((await api.account(account_id))["equity"])
    await api.advance(3 * 86_400)
    account = await api.account(account_id)
    month = await history(api, account_id, timeframe="1D")
    assert month["timeframe"] == "1D"
    assert len(month["timestamp"]) in range(28, 32)
    assert month["equity"][-1] == Decimal(account["equity"])
    assert month["equity"][-2] == Decimal(account["last_equity"])
    assert month["equity"][0] == 0
    # The account was empty before, and so its first equity is what profits refer to.
    first = next(place for place, equity in enumerate(month["equity"]) if equity)
    base = month["equity"][first]
    assert month["base_value"] == base > 1000
    assert month["base_value_asof"] == str(
        datetime.fromtimestamp(month["timestamp"][first], UTC).date()
    )
    assert set(month["profit_loss"][: first + 1]) == {0}
    assert month["profit_loss"][-1] == month["equity"][-1] - base
    assert abs(month["profit_loss_pct"][-1] - month["profit_loss"][-1] / base) < Decimal("1e-9")


async def test_history_of_an_account_that_was_never_worth_anything(api: Api) -> None:
    empty = await history(api, await api.open_account(), cashflow_types="CSD")
    assert set(empty["equity"]) == set(empty["profit_loss"]) == {0}
    assert empty["base_value"] == 0
    assert "base_value_asof" not in empty
    assert empty["cashflow"] == {"CSD": [0] * len(empty["timestamp"])}


async def test_cash_flows_are_told_apart_from_profit(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "1000")
    await api.order(account_id, qty="2")
    await api.advance(86_400)
    await api.transfer(account_id, relationship_id, "500")
    await api.journal(account_id, "40")
    await api.advance(86_400)
    await api.post(
        "/simulator/corporate_actions",
        {"type": "cash_dividend", "symbol": "AAPL", "cash": "3"},
    )
    await api.advance(2)
    await api.transfer(account_id, relationship_id, "25", "OUTGOING")
    await api.advance(86_400)
    days = await history(api, account_id, period="3D", timeframe="1D", cashflow_types="ALL")
    assert days["cashflow"] == {
        "CSD": [500, 0, 0],
        "JNLC": [40, 0, 0],
        "DIV": [0, 6, 0],
        "CSW": [0, -25, 0],
    }
    paid_in = [540, 515, 515]
    assert days["profit_loss"] == [
        equity - days["base_value"] - paid
        for equity, paid in zip(days["equity"], paid_in, strict=True)
    ]
    asked = await history(api, account_id, period="2D", timeframe="1H", cashflow_types="CSW,JNLS")
    assert set(asked["cashflow"]) == {"CSW", "JNLS"}
    assert sorted(filter(None, asked["cashflow"]["CSW"])) == [-25]
    assert not any(asked["cashflow"]["JNLS"])
    for kinds in ({}, {"cashflow_types": "NONE"}):
        assert "cashflow" not in await history(api, account_id, **kinds)


async def test_what_happens_as_a_window_begins_is_of_that_window(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2)
    await api.advance(60 - api.simulation.now().timestamp() % 60)
    paid_at = api.simulation.now().timestamp()
    await api.post(
        "/simulator/corporate_actions", {"type": "cash_dividend", "symbol": "AAPL", "cash": "50"}
    )
    await api.advance(120)
    asked = {"period": "1D", "timeframe": "1Min", "cashflow_types": "DIV"}
    day = await history(api, account_id, **asked)
    place = day["timestamp"].index(paid_at)
    assert [at for at, amount in enumerate(day["cashflow"]["DIV"]) if amount] == [place]
    assert day["equity"][place] - day["equity"][place - 1] > 90


async def test_a_split_is_no_profit(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(2 * 86_400)
    before = await history(api, account_id, period="1D", timeframe="1Min")
    await api.post(
        "/simulator/corporate_actions",
        {"type": "forward_split", "symbol": "AAPL", "old_rate": "1", "new_rate": "4"},
    )
    await api.advance(1)
    after = await history(api, account_id, period="1D", timeframe="1Min")
    assert abs(after["profit_loss"][-1] - before["profit_loss"][-1]) < 2
    assert after["profit_loss"][-1] == after["equity"][-1] - after["base_value"]


async def test_profits_of_a_day_refer_to_the_close_before_it_unless_asked(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(4 * 86_400)
    asked = {"period": "3D", "timeframe": "1H"}
    days = await history(api, account_id, period="4D", timeframe="1D")
    bases = days["equity"]
    reset = await history(api, account_id, **asked)
    assert reset == await history(api, account_id, pnl_reset="per_day", **asked)
    spanned = await history(api, account_id, pnl_reset="no_reset", **asked)
    for found in (reset, spanned):
        assert found["base_value"] == bases[0]
        first = datetime.fromtimestamp(days["timestamp"][0], NEW_YORK)
        assert found["base_value_asof"] == str(first.date())
    for place, starts in enumerate(reset["timestamp"]):
        equity = reset["equity"][place]
        base = bases[sum(day <= starts for day in days["timestamp"]) - 2]
        assert reset["profit_loss"][place] == equity - base
        assert abs(reset["profit_loss_pct"][place] - (equity / base - 1)) < Decimal("1e-9")
        assert spanned["profit_loss"][place] == equity - bases[0]


def hours_of(found: Json) -> list[str]:
    """Return the start of each window, in New York's time."""
    return [f"{datetime.fromtimestamp(at, NEW_YORK):%a %d %H:%M}" for at in found["timestamp"]]


# Thursday the 15th of January 2026, 18:00 in New York; Monday the 19th is a holiday.
_EVENING = datetime(2026, 1, 15, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "first", "last", "count"),
    [
        ({"start": "2026-01-14T17:00:00-05:00"}, "Thu 15 09:30", "Thu 15 15:30", 7),
        ({"start": "2026-01-14T16:00:00-05:00"}, "Wed 14 09:30", "Thu 15 15:30", 14),
        ({"start": "2026-01-14T00:10:00-05:00"}, "Wed 14 09:30", "Thu 15 15:30", 14),
        ({"start": "2026-01-10T12:00:00-05:00"}, "Mon 12 09:30", "Thu 15 15:30", 28),
        (
            {"start": "2026-01-12T12:00:00Z", "end": "2026-01-13T17:59:59Z"},
            "Mon 12 09:30",
            "Tue 13 11:30",
            10,
        ),
        ({"start": "2026-01-12T12:00:00Z", "period": "2D"}, "Mon 12 09:30", "Tue 13 15:30", 14),
        ({"start": "2026-01-12T12:00:00Z", "period": "1W"}, "Mon 12 09:30", "Thu 15 15:30", 28),
        ({"end": "2026-01-14T13:00:00Z", "period": "1D"}, "Tue 13 09:30", "Tue 13 15:30", 7),
        ({"end": "2026-01-17T13:00:00Z", "period": "1D"}, "Thu 15 09:30", "Thu 15 15:30", 7),
        ({"since_midnight": "true"}, "Thu 15 09:30", "Thu 15 15:30", 7),
        (
            {"since_midnight": "true", "intraday_reporting": "extended_hours"},
            "Thu 15 04:00",
            "Thu 15 18:00",
            15,
        ),
        (
            {"intraday_reporting": "extended_hours", "start": "2026-01-14T19:30:00-05:00"},
            "Wed 14 04:00",
            "Thu 15 18:00",
            31,
        ),
        (
            {"intraday_reporting": "extended_hours", "end": "2026-01-14T21:33:00-05:00"}
            | {"period": "1D"},
            "Wed 14 04:00",
            "Wed 14 19:00",
            16,
        ),
        (
            {"intraday_reporting": "continuous", "since_midnight": "true"},
            "Thu 15 00:00",
            "Thu 15 18:00",
            19,
        ),
        ({"intraday_reporting": "continuous", "period": "1D"}, "Wed 14 18:00", "Thu 15 18:00", 25),
        (
            {"intraday_reporting": "continuous", "start": "2026-01-10T07:59:00Z"}
            | {"end": "2026-01-11T07:59:00Z"},
            "Sat 10 02:00",
            "Sun 11 01:00",
            24,
        ),
        (
            {"intraday_reporting": "continuous", "period": "2D", "date_end": "2026-01-11"},
            "Sat 10 00:00",
            "Sun 11 23:00",
            48,
        ),
        (
            {"start": "2026-01-14T17:00:00-05:00", "timeframe": "1D"},
            "Wed 14 09:30",
            "Thu 15 09:30",
            2,
        ),
        (
            {"start": "2026-01-10T12:00:00Z", "timeframe": "1D"},
            "Mon 12 09:30",
            "Thu 15 09:30",
            4,
        ),
        (
            {"intraday_reporting": "continuous", "timeframe": "1D", "period": "1W"},
            "Fri 09 09:30",
            "Thu 15 09:30",
            5,
        ),
    ],
)
async def test_spans_and_hours(
    open_api: OpenApi, query: Json, first: str, last: str, count: int
) -> None:
    api = await open_api(market_hours="nyse", start_time=_EVENING)
    account_id = await api.open_account()
    hours = hours_of(await history(api, account_id, **({"timeframe": "1H"} | query)))
    assert (hours[0], hours[-1], len(hours)) == (first, last, count)
    assert len(set(hours)) == count


async def test_whole_days_that_nobody_named_begin_with_the_day_of_start(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=_EVENING)
    account_id = await api.open_account()
    days = await history(api, account_id, start="2025-11-13T17:00:00-05:00")
    assert (days["timeframe"], hours_of(days)[0]) == ("1D", "Thu 13 09:30")


async def test_a_span_in_the_future_is_empty(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=_EVENING)
    account_id = await api.open_account()
    for reporting in ("market_hours", "extended_hours", "continuous"):
        found = await history(
            api,
            account_id,
            start="2026-01-16T12:00:00Z",
            intraday_reporting=reporting,
            timeframe="1H",
            cashflow_types="ALL",
        )
        assert (found["timestamp"], found["cashflow"]) == ([], {})


async def test_continuous_windows_show_the_nights_of_crypto(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse", start_time=datetime(2026, 1, 16, 15, tzinfo=UTC))
    body = application(**WITH_CRYPTO)
    body["agreements"].append(body["agreements"][0] | {"agreement": "crypto_agreement"})
    account_id = (await api.post("/v1/accounts", body))["id"]
    await api.advance(4)
    await api.fund(account_id, "5000")
    await api.order(account_id, symbol="BTC/USD", notional="3000", time_in_force="gtc")
    await api.advance(3 * 86_400)
    asked = {"period": "2D", "intraday_reporting": "continuous", "timeframe": "1H"}
    nights = await history(api, account_id, **asked)
    assert hours_of(nights)[0].startswith("Sat")
    assert len(set(nights["equity"])) == len(nights["equity"]) == 49
    # No day of that weekend is a trading day, and so nothing is reset.
    assert nights["base_value_asof"] == "2026-01-16"
    assert nights["profit_loss"] == [value - nights["base_value"] for value in nights["equity"]]


async def test_every_resolution_tells_the_same(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="2")
    await api.advance(3 * 86_400)
    by_timeframe = {
        timeframe: await history(api, account_id, period="2D", timeframe=timeframe)
        for timeframe in ("1Min", "5Min", "15Min", "1H")
    }
    finest = by_timeframe["1Min"]
    minutes = dict(zip(finest["timestamp"], finest["equity"], strict=True))
    for timeframe, minutes_each in (("5Min", 5), ("15Min", 15), ("1H", 60)):
        coarse = by_timeframe[timeframe]
        for starts, equity in zip(coarse["timestamp"][:-1], coarse["equity"], strict=False):
            assert minutes[starts + 60 * (minutes_each - 1)] == equity
        assert coarse["equity"][-1] == finest["equity"][-1]
    base = by_timeframe["1H"]
    assert base["base_value"] > 900
    assert base["profit_loss"][5] == base["equity"][5] - base["base_value"]


async def test_history_keeps_to_market_hours(open_api: OpenApi) -> None:
    start = datetime(2026, 1, 15, 23, tzinfo=UTC)
    api = await open_api(market_hours="nyse", start_time=start)
    account_id = await api.open_account()
    hours = await history(api, account_id, period="1D", timeframe="1H")
    assert hours["timestamp"][0] == datetime(2026, 1, 15, 14, 30, tzinfo=UTC).timestamp()
    assert len(hours["timestamp"]) == 7
    extended = await history(api, account_id, period="1D", timeframe="1H", extended_hours="true")
    assert extended["timestamp"][0] == datetime(2026, 1, 15, 9, tzinfo=UTC).timestamp()
    week = await history(api, account_id, period="1W", timeframe="1D")
    assert len(week["timestamp"]) == 5
    earlier = await history(api, account_id, period="2D", timeframe="1D", date_end="2026-01-12")
    assert [datetime.fromtimestamp(t, UTC).day for t in earlier["timestamp"]] == [9, 12]


@pytest.mark.parametrize(
    ("parameters", "timeframe"),
    [
        ({"period": "1D"}, "1Min"),
        ({"period": "6D"}, "1Min"),
        ({"period": "1W"}, "15Min"),
        ({"period": "2W"}, "15Min"),
        ({}, "1D"),
        ({"period": "1A"}, "1D"),
    ],
)
async def test_resolution_follows_the_period(api: Api, parameters: Json, timeframe: str) -> None:
    account_id = await api.open_account()
    assert (await history(api, account_id, **parameters))["timeframe"] == timeframe


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=1Y", "period"),
        ("period=0D", "period"),
        ("period=11A", "period"),
        ("timeframe=2Min", "timeframe"),
        ("period=2W&timeframe=1Min", "timeframe"),
        ("period=1A&timeframe=1H", "timeframe"),
        ("date_end=never", "date_end"),
        ("date_end=0001-01-01", "date_end"),
        ("extended_hours=perhaps", "extended_hours"),
        ("extended_hours=true&intraday_reporting=continuous", "extended_hours"),
        ("extended_hours=false&intraday_reporting=extended_hours", "extended_hours"),
        ("intraday_reporting=overnight", "intraday_reporting"),
        ("pnl_reset=per_week", "pnl_reset"),
        ("start=2026-01-02&end=2026-01-03&period=1D", "period"),
        ("start=2026-01-02&date_end=2026-01-03&period=1D", "period"),
        ("end=2026-01-03T00:00:00Z&date_end=2026-01-03", "date_end"),
        ("start=2026-01-03T00:00:00Z&end=2026-01-02T00:00:00Z", "end"),
        ("start=1980-01-01T00:00:00Z", "start"),
        ("start=1980-01-01T00:00:00Z&intraday_reporting=continuous", "start"),
        ("start=2025-10-01T00:00:00Z&timeframe=1H", "timeframe"),
        ("start=2025-10-01T00:00:00Z&timeframe=1H&intraday_reporting=continuous", "timeframe"),
        ("period=2W&timeframe=1Min&intraday_reporting=continuous", "timeframe"),
        ("start=noon", "start"),
        ("end=3000-01-01T00:00:00Z", "end"),
        ("since_midnight=true&period=1D", "since_midnight"),
        ("since_midnight=true&end=2026-01-03T00:00:00Z", "since_midnight"),
        ("since_midnight=perhaps", "since_midnight"),
        ("cashflow_types=FILL", "cashflow_types"),
        ("cashflow_types=ALL,CSD", "cashflow_types"),
        ("cashflow_types=csd", "cashflow_types"),
    ],
)
async def test_refused_histories(api: Api, query: str, field: str) -> None:
    account_id = await api.open_account()
    path = f"/v1/trading/accounts/{account_id}/account/portfolio/history?{query}"
    assert (await api.refused(422, "GET", path))["field"] == field


@pytest.mark.parametrize("hours", ["always", "nyse"])
@pytest.mark.parametrize("reporting", ["market_hours", "extended_hours", "continuous"])
async def test_s11_within_a_day_a_history_is_of_at_most_30_days(
    open_api: OpenApi, hours: str, reporting: str
) -> None:
    api = await open_api(market_hours=hours, start_time=datetime(2026, 6, 15, 15, tzinfo=UTC))
    account_id = (await api.post("/v1/accounts", application()))["id"]
    path = f"/v1/trading/accounts/{account_id}/account/portfolio/history"
    by_5_minutes = {"timeframe": "5Min", "intraday_reporting": reporting}
    for span in (
        {"period": "30D"},
        {"period": "1M"},
        {"start": "2026-05-16T15:00:00Z"},
        {"start": "2026-01-01T00:00:00Z", "end": "2026-01-31T00:00:00Z"},
    ):
        assert (await api.get(path, **by_5_minutes, **span))["timeframe"] == "5Min"
    for span in (
        {"period": "31D"},
        {"period": "5W"},
        {"start": "2026-05-16T14:59:00Z"},
        {"start": "2026-01-01T00:00:00Z", "end": "2026-01-31T00:05:00Z"},
        {"start": "2026-01-01T05:00:00Z", "date_end": "2026-01-31"},
    ):
        refusal = await api.refused(422, "GET", path, params=by_5_minutes | span)
        assert refusal["field"] == "timeframe" and "30 days" in refusal["message"]
        assert await api.get(path, timeframe="1D", **span)


async def test_history_at_the_edge_of_the_calendar(api: Api) -> None:
    account_id = await api.open_account()
    assert (await history(api, account_id, date_end="1970-01-02", timeframe="1D"))["equity"] == [
        0,
        0,
    ]
    assert (await history(api, account_id, date_end="1970-01-02", period="2D"))["equity"]
    await history(api, account_id, date_end="1970-01-01", period="5D")
