"""Small reads that clients make first, each held against Alpaca's description of August 2026."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.descriptions.description import description
from tests.simulator.conftest import Api, OpenApi

BROKER = description("broker")


async def described(api: Api, path: str, **parameters: Any) -> Any:
    """Read a path, and hold the response against its description."""
    operation = BROKER.find("GET", path)
    assert operation is not None
    body = await api.get(path, **parameters)
    assert operation.faults(200, body) == []
    return body


async def clock_at(open_api: OpenApi, at: str, markets: str = "NYSE", **settings: Any) -> Any:
    """Return the clock of the first market at a time in New York's winter."""
    start = datetime.fromisoformat(f"{at}-05:00").astimezone(UTC)
    api = await open_api(start_time=start, **settings)
    found = await described(api, "/v2/clock", markets=markets)
    return found["clocks"][0]


@pytest.mark.parametrize("hours", ["always", "nyse"])
@pytest.mark.parametrize(
    ("at", "phase", "until"),
    [
        ("2026-01-15T03:59:59", "closed", "2026-01-15T04:00:00-05:00"),
        ("2026-01-15T04:00:00", "pre", "2026-01-15T09:30:00-05:00"),
        ("2026-01-15T09:30:00", "core", "2026-01-15T16:00:00-05:00"),
        ("2026-01-15T16:00:00", "post", "2026-01-15T20:00:00-05:00"),
        ("2026-01-16T20:00:00", "closed", "2026-01-20T04:00:00-05:00"),  # a long weekend
        ("2026-11-26T12:00:00", "closed", "2026-11-27T04:00:00-05:00"),  # Thanksgiving
        ("2026-11-27T13:00:00", "post", "2026-11-27T17:00:00-05:00"),
    ],
)
async def test_s14_clock_of_markets_tells_the_true_phase(
    open_api: OpenApi, hours: str, at: str, phase: str, until: str
) -> None:
    clock = await clock_at(open_api, at, market_hours=hours)
    assert (clock["phase"], clock["phase_until"]) == (phase, until)


async def test_clock_of_a_market(open_api: OpenApi) -> None:
    assert await clock_at(open_api, "2026-11-26T12:00:00", "XNYS") == {
        "market": {
            "acronym": "NYSE",
            "mic": "XNYS",
            "name": "New York Stock Exchange",
            "timezone": "America/New_York",
        },
        "timestamp": "2026-11-26T12:00:00-05:00",
        "is_market_day": False,
        "next_market_open": "2026-11-27T09:30:00-05:00",
        "next_market_close": "2026-11-27T13:00:00-05:00",
        "phase": "closed",
        "phase_until": "2026-11-27T04:00:00-05:00",
    }


@pytest.mark.parametrize(
    ("at", "phase", "until", "is_market_day"),
    [
        ("2026-01-18T21:00:00", "closed", "2026-01-19T20:00:00-05:00", False),  # before a holiday
        ("2026-01-19T20:00:00", "core", "2026-01-20T04:00:00-05:00", True),
        ("2026-01-21T04:00:00", "closed", "2026-01-21T20:00:00-05:00", True),
        ("2026-01-23T20:00:00", "closed", "2026-01-25T20:00:00-05:00", True),  # a Friday
        ("2026-01-25T20:00:00", "core", "2026-01-26T04:00:00-05:00", True),  # a Sunday
    ],
)
async def test_clock_of_the_overnight_market(
    open_api: OpenApi, at: str, phase: str, until: str, is_market_day: bool
) -> None:
    clock = await clock_at(open_api, at, "BOATS")
    assert (clock["phase"], clock["phase_until"]) == (phase, until)
    assert clock["is_market_day"] is is_market_day


async def test_clocks_of_several_markets_at_another_time(api: Api) -> None:
    found = await described(api, "/v2/clock", markets="NYSE,OPRA,OCEA", time="2026-07-01T12:00:00Z")
    assert [(clock["market"]["acronym"], clock["phase"]) for clock in found["clocks"]] == [
        ("NYSE", "pre"),
        ("OPRA", "closed"),
        ("BOATS", "closed"),
    ]
    assert found["clocks"][0]["timestamp"] == "2026-07-01T08:00:00-04:00"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v2/clock", "markets"),
        ("/v2/clock?markets=NYSE,LSE", "markets"),
        ("/v2/clock?markets=NYSE&time=noon", "time"),
        ("/v2/clock?markets=NYSE&time=2099-12-31", "time"),
        ("/v2/calendar/LSE", "market"),
        ("/v2/calendar/NYSE?start=soon", "start"),
        ("/v2/calendar/NYSE?end=1969-12-31", "end"),
        ("/v2/calendar/NYSE?start=2026-01-02&end=2026-01-01", "end"),
        ("/v2/calendar/NYSE?timezone=Europe/Paris", "timezone"),
    ],
)
async def test_hours_of_markets_refuse_what_is_wrong(api: Api, path: str, field: str) -> None:
    assert (await api.refused(400, "GET", path))["field"] == field


async def test_calendar_of_a_market(api: Api) -> None:
    found = await described(
        api, "/v2/calendar/NYSE", start="2026-11-25", end="2026-11-28", timezone="UTC"
    )
    assert [day["date"] for day in found["calendar"]] == ["2026-11-25", "2026-11-27"]
    assert found["calendar"][1] == {
        "date": "2026-11-27",
        "core_start": "2026-11-27T14:30:00+00:00",
        "core_end": "2026-11-27T18:00:00+00:00",
        "pre_start": "2026-11-27T09:00:00+00:00",
        "pre_end": "2026-11-27T14:30:00+00:00",
        "post_start": "2026-11-27T18:00:00+00:00",
        "post_end": "2026-11-27T22:00:00+00:00",
        "settlement_date": "2026-11-30",
    }


async def test_calendar_of_a_market_is_of_a_week_from_today(api: Api) -> None:
    found = await described(api, "/v2/calendar/XNAS")
    assert [day["date"] for day in found["calendar"]] == [
        "2026-01-15",
        "2026-01-16",
        "2026-01-20",
        "2026-01-21",
        "2026-01-22",
    ]
    assert found["calendar"][0]["core_start"] == "2026-01-15T09:30:00-05:00"


async def test_calendar_of_the_overnight_market_begins_on_the_evening_before(api: Api) -> None:
    found = await described(api, "/v2/calendar/BOATS", start="2026-01-20", end="2026-01-20")
    assert found["market"]["mic"] == "OCEA"
    assert found["calendar"] == [
        {
            "date": "2026-01-20",
            "core_start": "2026-01-19T20:00:00-05:00",
            "core_end": "2026-01-20T04:00:00-05:00",
            "settlement_date": "2026-01-21",
        }
    ]


async def test_information_about_countries(api: Api) -> None:
    found = await described(api, "/v1/country-info")
    assert found["ZAF"] == {
        "full_name": "South Africa",
        "crypto_risk_rating": "high",
        "securities_risk_rating": "high",
    }
    assert found["USA"]["full_name"] == "United States of America"
    assert found["USA"]["crypto_risk_rating"] == "medium"
    assert "CA" in found["USA"]["crypto_supported_states"]
    assert found["PRK"]["securities_risk_rating"] == "prohibited"
    assert len(found) > 240


async def test_trading_limit_of_an_account(open_api: OpenApi) -> None:
    """Purchases less sales count, and open orders; the limit bounds purchases."""
    api = await open_api(account_trading_limit=Decimal(500), market_hours="nyse")
    account_id = await api.funded_account("2000")
    path = f"/v1/trading/accounts/{account_id}/limits"
    unused = await described(api, path)
    figures = {"daily_net_limit": "500", "used": "0", "held": "0", "available": "500"}
    assert unused == {**figures, "swap_rate": "1", "usd": figures}

    await api.order(account_id, notional="300")
    await api.advance(2)
    await api.order(account_id, qty="1", type="limit", limit_price="100")
    limit = await described(api, path)
    assert {name: limit[name] for name in figures} == {
        "daily_net_limit": "500",
        "used": "300",
        "held": "100",
        "available": "100",
    }
    order = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    orders = f"/v1/trading/accounts/{account_id}/orders"
    refusal = await api.refused(403, "POST", orders, json=order | {"notional": "100.01"})
    assert "daily trading limit" in refusal["message"]

    await api.client.delete(f"/v1/trading/accounts/{account_id}/positions?cancel_orders=true")
    await api.advance(2)
    assert (await described(api, path))["used"] in ("0", "0.01")
    await api.order(account_id, notional="100.01")
    await api.advance(24 * 3600)
    assert (await described(api, path))["available"] == "500"


async def test_trading_limit_of_the_firm(open_api: OpenApi) -> None:
    api = await open_api(firm_trading_limit=Decimal(500))
    first, second = [await api.funded_account("1000", f"{name}@example.com") for name in "ab"]
    await api.order(first, notional="300")
    await api.advance(2)
    await api.order(second, qty="1", type="limit", limit_price="100")
    assert await described(api, "/v1/transfers/jit/limits") == {
        "correspondent": "RIBBIT",
        "daily_net_limit": "500",
        "in_use_limit": "400",
        "executed_buys": "300",
        "executed_sells": "0",
        "open_buys": "100",
        "open_sells": "0",
    }
    order = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    orders = f"/v1/trading/accounts/{second}/orders"
    await api.refused(403, "POST", orders, json=order | {"notional": "100.01"})


async def test_without_a_trading_limit_there_is_none_to_read(api: Api) -> None:
    account_id = await api.open_account()
    await api.refused(404, "GET", f"/v1/trading/accounts/{account_id}/limits")
    await api.refused(404, "GET", "/v1/transfers/jit/limits")
