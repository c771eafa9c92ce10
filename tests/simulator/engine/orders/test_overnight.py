"""Orders from Sunday evening to Friday evening: what fills in which session."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from ribbit_tui.simulator.market.calendar import Phase
from tests.simulator.conftest import Api, Json, OpenApi

from .support import now_of

NEW_YORK = ZoneInfo("America/New_York")
LIMIT: Json = {"qty": "1", "type": "limit", "limit_price": "400"}
EXTENDED = LIMIT | {"extended_hours": True}
NOT_OVERNIGHT = "AMCR"
"""Asset that trades in the daytime only."""


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


async def funded_at(open_api: OpenApi, at: str) -> tuple[Api, str]:
    """Return a simulator with the exchange's hours at a time in New York, and an account."""
    start = new_york(at) - timedelta(minutes=1)
    api = await open_api(market_hours="nyse", start_time=start)
    account_id = await api.funded_account("5000")
    await api.advance((new_york(at) - api.simulation.now()).total_seconds())
    return api, account_id


async def pass_until(api: Api, at: str) -> None:
    await api.advance((new_york(at) - api.simulation.now()).total_seconds())


async def status(api: Api, order: Json) -> str:
    found: str = (await now_of(api, order))["status"]
    return found


SUNDAY = "2026-01-25T21:00"


async def test_order_with_extended_hours_fills_overnight_at_the_price_of_the_night(
    open_api: OpenApi,
) -> None:
    api, account_id = await funded_at(open_api, SUNDAY)
    extended = await api.order(account_id, **EXTENDED)
    regular = await api.order(account_id, **LIMIT)
    at_market = await api.order(account_id, qty="1")
    await api.advance(60)
    filled = await now_of(api, extended)
    assert (filled["status"], filled["filled_at"][:13]) == ("filled", "2026-01-26T02")
    assert [await status(api, order) for order in (regular, at_market)] == ["new", "new"]
    at = datetime.fromisoformat(filled["filled_at"])
    assert Decimal(filled["filled_avg_price"]) == api.simulation.prices.price("AAPL", at)
    trade = (await api.get("/v2/stocks/AAPL/trades/latest"))["trade"]
    (position,) = await api.get(f"/v1/trading/accounts/{account_id}/positions")
    assert Decimal(position["current_price"]) == trade["p"]

    await pass_until(api, "2026-01-26T09:29")
    assert [await status(api, order) for order in (regular, at_market)] == ["new", "new"]
    await pass_until(api, "2026-01-26T09:31")
    assert [await status(api, order) for order in (regular, at_market)] == ["filled", "filled"]
    await api.check_books()


@pytest.mark.parametrize(
    ("at", "session"),
    [
        ("2026-01-26T03:59", "overnight"),
        ("2026-01-26T04:00", "pre"),
        ("2026-01-26T16:00", "after"),
        ("2026-01-26T20:00", "overnight"),
        ("2026-11-26T21:00", "overnight"),  # Thanksgiving's evening: Friday is a trading day
    ],
)
async def test_order_with_extended_hours_fills_in_every_session(
    open_api: OpenApi, at: str, session: str
) -> None:
    api, account_id = await funded_at(open_api, at)
    order = await api.order(account_id, **EXTENDED)
    await api.advance(2)
    assert await status(api, order) == "filled"
    part = api.simulation.calendar.latest_part(api.simulation.now())
    assert part.phase == session


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-01-23T20:00", "2026-01-25T20:00"),  # a weekend
        ("2026-11-25T20:00", "2026-11-26T20:00"),  # Thanksgiving
        ("2026-11-27T17:00", "2026-11-29T20:00"),  # the day after it closes early
    ],
)
async def test_nothing_fills_while_every_session_is_over(
    open_api: OpenApi, at: str, until: str
) -> None:
    api, account_id = await funded_at(open_api, at)
    order = await api.order(account_id, **EXTENDED)
    await pass_until(api, until)
    before = await now_of(api, order)
    await api.advance(60)
    assert (await now_of(api, order))["status"] == "filled"
    assert before["status"] in ("new", "filled")
    filled_at = datetime.fromisoformat((await now_of(api, order))["filled_at"])
    assert filled_at >= new_york(until)


async def test_disabled_overnight_trading_waits_for_the_morning(open_api: OpenApi) -> None:
    api, account_id = await funded_at(open_api, SUNDAY)
    path = f"/v1/trading/accounts/{account_id}/account/configurations"
    answer = await api.client.patch(path, json={"disable_overnight_trading": True})
    assert answer.json()["disable_overnight_trading"] is True
    order = await api.order(account_id, **EXTENDED)
    await pass_until(api, "2026-01-26T03:59")
    assert await status(api, order) == "new"
    await pass_until(api, "2026-01-26T04:01")
    filled = await now_of(api, order)
    assert filled["status"] == "filled"
    assert datetime.fromisoformat(filled["filled_at"]) >= new_york("2026-01-26T04:00")


async def test_overnight_trading_that_is_allowed_again_begins_then(open_api: OpenApi) -> None:
    """Orders fill at prices of later only, though the night had met a limit before."""
    api, account_id = await funded_at(open_api, SUNDAY)
    path = f"/v1/trading/accounts/{account_id}/account/configurations"
    await api.client.patch(path, json={"disable_overnight_trading": True})
    night = (api.simulation.now(), new_york("2026-01-25T23:00"), frozenset({Phase.OVERNIGHT}))
    low = min(least for least, _ in api.simulation.prices.price_ranges("AAPL", *night))
    assert low < api.simulation.prices.ticks("AAPL", night[1])
    met = await api.order(account_id, **EXTENDED)
    unmet = await api.order(account_id, **EXTENDED | {"limit_price": str(Decimal(low) / 100)})
    await pass_until(api, "2026-01-25T23:00")
    await api.client.patch(path, json={"disable_overnight_trading": False})
    await api.advance(2)
    filled = await now_of(api, met)
    assert (filled["status"], filled["filled_at"][:16]) == ("filled", "2026-01-26T04:00")
    at = datetime.fromisoformat(filled["filled_at"])
    assert Decimal(filled["filled_avg_price"]) == api.simulation.prices.price("AAPL", at)
    assert await status(api, unmet) == "new"


async def test_asset_that_does_not_trade_overnight_waits_for_the_morning(
    open_api: OpenApi,
) -> None:
    api, account_id = await funded_at(open_api, SUNDAY)
    asset = await api.get(f"/v1/assets/{NOT_OVERNIGHT}")
    assert asset["attributes"] == []
    order = await api.order(account_id, **EXTENDED, symbol=NOT_OVERNIGHT)
    await pass_until(api, "2026-01-26T03:59")
    assert await status(api, order) == "new"
    await pass_until(api, "2026-01-26T04:01")
    assert await status(api, order) == "filled"


async def test_order_for_the_day_lasts_from_the_evening_before_to_the_evening(
    open_api: OpenApi,
) -> None:
    api, account_id = await funded_at(open_api, SUNDAY)
    order = await api.order(account_id, **EXTENDED | {"limit_price": "1"})
    await pass_until(api, "2026-01-26T19:59")
    assert await status(api, order) == "new"
    await pass_until(api, "2026-01-26T20:00")
    assert await status(api, order) == "expired"


async def test_s3_s4_fraction_and_order_until_canceled_rest_through_the_weekend_and_fill_at_night(
    open_api: OpenApi,
) -> None:
    api, account_id = await funded_at(open_api, "2026-01-24T12:00")
    order = await api.order(account_id, **EXTENDED | {"qty": "2", "time_in_force": "gtc"})
    part = await api.order(account_id, **EXTENDED | {"qty": "0.5"})
    await pass_until(api, "2026-01-25T19:59")
    assert [await status(api, one) for one in (order, part)] == ["new", "new"]
    await pass_until(api, "2026-01-25T20:01")
    assert [await status(api, one) for one in (order, part)] == ["filled", "filled"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"type": "market", "limit_price": None}, "extended_hours"),
        ({"type": "stop", "limit_price": None, "stop_price": "300"}, "extended_hours"),
        ({"time_in_force": "ioc"}, "extended_hours"),
        ({"time_in_force": "cls"}, "extended_hours"),
    ],
)
async def test_only_limit_orders_for_the_day_or_until_canceled_have_extended_hours(
    open_api: OpenApi, fields: Json, field: str
) -> None:
    api, account_id = await funded_at(open_api, SUNDAY)
    sent = {"symbol": "AAPL", "side": "buy", "time_in_force": "day"} | EXTENDED | fields
    body = {name: value for name, value in sent.items() if value is not None}
    path = f"/v1/trading/accounts/{account_id}/orders"
    assert (await api.refused(422, "POST", path, json=body))["field"] == field


async def test_attributes_tell_which_assets_trade_overnight(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")
    found = await api.get("/v1/assets", attributes="overnight_tradable")
    symbols = {asset["symbol"] for asset in found}
    assert "AAPL" in symbols
    assert NOT_OVERNIGHT not in symbols
    assert (await api.get("/v1/assets/AAPL"))["attributes"] == [
        "fractional_eh_enabled",
        "overnight_tradable",
    ]
    await api.post("/simulator/market/AAPL/halt", {})
    halted = await api.get("/v1/assets", attributes="overnight_halted")
    assert [asset["symbol"] for asset in halted] == ["AAPL"]
    assert halted[0] == await api.get("/v1/assets/AAPL")
    await api.post("/simulator/market/AAPL/resume", {})
    assert await api.get("/v1/assets", attributes="overnight_halted") == []
