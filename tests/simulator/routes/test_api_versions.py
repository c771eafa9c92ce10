"""The two versions of the API: what each answers, and what the simulator says of itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ribbit_tui.simulator.api_versions import SHAPES
from ribbit_tui.wire.accounts import Account
from tests.simulator.conftest import BANK, Api, OpenApi, Served, application
from tests.simulator.streaming import listening

DAY = 24 * 60 * 60
SATURDAY = datetime(2026, 1, 17, 15, tzinfo=UTC)
WIRE = {"transfer_type": "wire", "direction": "INCOMING", "amount": "10"}


@pytest.fixture(params=["2021", "2026"])
async def either(request: pytest.FixtureRequest, open_api: OpenApi) -> Api:
    return await open_api(api_version=request.param)


async def test_the_default_is_that_of_2026(api: Api) -> None:
    assert (await api.get("/simulator"))["api_version"] == "2026"


async def test_it_says_which_version_it_speaks(either: Api) -> None:
    version = either.simulation.settings.api_version
    assert (await either.get("/simulator"))["api_version"] == version
    info = (await either.get("/openapi.json"))["info"]
    assert info["x-api-version"] == version
    assert f"speaks Alpaca's API of {'August 2026' if version == '2026' else '2021'}" in " ".join(
        info["description"].split()
    )


async def test_the_page_lists_what_only_the_older_version_has(either: Api) -> None:
    told = (await either.get("/openapi.json"))["info"]["description"]
    for shape in SHAPES.values():
        for name in shape.removed:
            assert f"`{name}`" in told
    assert "`/v1/events/trades`" in told
    assert "40010001" in told


async def test_the_description_has_the_fields_of_its_version(api: Api, older: Api) -> None:
    now, then = [(await one.get("/openapi.json")) for one in (api, older)]
    accounts = [one["components"]["schemas"]["TradingAccount"]["properties"] for one in (now, then)]
    assert [("pattern_day_trader" in one, "intraday_adjustments" in one) for one in accounts] == [
        (False, True),
        (True, False),
    ]
    assert ["/v1/events/trades" in one["paths"] for one in (now, then)] == [False, True]
    transfer = "/v1/accounts/{account_id}/transfers/{transfer_id}"
    succeeds = [set(one["paths"][transfer]["delete"]["responses"]) for one in (now, then)]
    assert [("200" in one, "204" in one) for one in succeeds] == [(True, False), (False, True)]


async def test_fields_without_a_value_are_null_in_2021_and_left_out_in_2026(
    api: Api, older: Api
) -> None:
    for one, version in ((api, "2026"), (older, "2021")):
        account = await one.post("/v1/accounts", application())
        assert ("kyc_results" in account) == (version == "2021")
        assert ("visa_type" in account["identity"]) == (version == "2021")
        assert account["crypto_status"] == (None if version == "2021" else "INACTIVE")
        await one.advance(4)
        path = f"/v1/accounts/{account['id']}/ach_relationships"
        assert ("nickname" in await one.post(path, BANK)) == (version == "2021")


async def test_incomes_are_numbers_in_2026_and_texts_in_2021(api: Api, older: Api) -> None:
    asked = application(identity__annual_income_min="1000", identity__annual_income_max=2000.5)
    for one, expected in ((api, (1000, 2000.5)), (older, ("1000", "2000.5"))):
        identity = (await one.post("/v1/accounts", asked))["identity"]
        assert (identity["annual_income_min"], identity["annual_income_max"]) == expected


async def test_S8_refused_applications_have_alpacas_own_code_in_2026(api: Api, older: Api) -> None:
    """S8: the status stays 422."""
    asked: list[Any] = [application(identity__date_of_birth="soon"), {"contact": {}}]
    for body in asked:
        refusals = [
            await one.refused(422, "POST", "/v1/accounts", json=body) for one in (api, older)
        ]
        assert [refusal["code"] for refusal in refusals] == [40010001, 42210000]
        assert refusals[0]["field"] == refusals[1]["field"]


async def test_other_refusals_keep_the_code_of_their_status(api: Api) -> None:
    await api.post("/v1/accounts", application())
    taken = await api.refused(409, "POST", "/v1/accounts", json=application())
    malformed = await api.refused(400, "POST", "/v1/accounts", content=b"{")
    account_id = await api.open_account("toad@example.com")
    change = {"identity": {"annual_income_min": "-1"}}
    changed = await api.refused(422, "PATCH", f"/v1/accounts/{account_id}", json=change)
    codes = [refusal["code"] for refusal in (taken, malformed, changed)]
    assert codes == [40910000, 40010000, 42210000]


async def test_S8_incoming_wires_are_refused_as_alpaca_refuses_them(api: Api, older: Api) -> None:
    """S8: the code and the words of the description."""
    for one, code in ((api, 40010001), (older, 42210000)):
        account_id = await one.open_account()
        path = f"/v1/accounts/{account_id}/transfers"
        refusal = await one.refused(422, "POST", path, json=WIRE)
        assert refusal["code"] == code
        assert refusal["message"] == "cannot submit incoming wire transfer using this API"


async def test_the_v1_stream_of_trades_is_gone_in_2026(api: Api) -> None:
    """S13: removed on 3 August 2026."""
    refusal = await api.refused(404, "GET", "/v1/events/trades")
    assert "--api-version 2021" in refusal["message"]


@pytest.mark.parametrize("timing", ["immediate", "next_day", None])
async def test_the_timing_of_a_transfer_has_no_effect(either: Api, timing: str | None) -> None:
    """S13: removed on 26 August 2026; a source and alpaca-py send it."""
    account_id = await either.open_account()
    body = {
        "transfer_type": "ach",
        "relationship_id": await either.link_bank(account_id),
        "amount": "10",
        "direction": "INCOMING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    transfer = await either.post(path, body | {"timing": timing})
    assert "timing" not in transfer
    plain = await either.post(path, body)
    assert transfer.keys() == plain.keys()


async def test_the_firms_own_account_has_what_every_account_has(api: Api) -> None:
    firm = await api.get("/v1/accounts/8f8c8cee-2591-4f83-be12-82c659b5e748")
    assert (firm["account_type"], firm["crypto_status"]) == ("trading", "INACTIVE")
    assert Account.model_validate(firm).crypto is None


async def test_S6_assets_have_their_margins_and_attributes(api: Api, older: Api) -> None:
    shown = await api.get("/v1/assets/AAPL")
    names = ("margin_requirement_long", "margin_requirement_short", "borrow_status", "attributes")
    assert [shown[name] for name in names] == [
        "30",
        "30",
        "easy_to_borrow",
        ["fractional_eh_enabled", "overnight_tradable"],
    ]
    assert not set(names) & set(await older.get("/v1/assets/AAPL"))
    pair = await api.get("/v1/assets/BTC/USD")
    assert [pair.get(name) for name in names] == ["100", "100", None, []]


async def test_S6_activities_have_currency_sub_type_and_group(api: Api, older: Api) -> None:
    for one in (api, older):
        account_id = await one.funded_account("1000")
        await one.order(account_id, notional="100", commission="1")
        await one.advance(DAY)
        dividend = {"type": "cash_dividend", "symbol": "AAPL", "cash": "0.5"}
        await one.post("/simulator/corporate_actions", dividend)
        await one.advance(60 * DAY)
    listed = await api.get("/v1/accounts/activities", account_id=account_id)
    found = {activity["activity_type"]: activity for activity in listed}
    assert {found[kind]["currency"] for kind in ("CSD", "FEE", "DIV")} == {"USD"}
    assert (found["FEE"]["activity_sub_type"], found["DIV"]["activity_sub_type"]) == ("COM", "CDIV")
    assert len(found["DIV"]["group_id"]) == 36
    assert "activity_sub_type" not in found["CSD"]
    for activity in await older.get("/v1/accounts/activities"):
        assert not {"currency", "activity_sub_type", "group_id"} & set(activity)


async def test_S6_deposits_of_today_are_told_apart_from_trades(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="100")
    await api.advance(2)
    account = await api.account(account_id)
    assert account["intraday_adjustments"] == "1000"
    assert account["effective_buying_power"] == account["buying_power"] == "900"
    await api.advance(DAY)
    assert (await api.account(account_id))["intraday_adjustments"] == "0"


async def test_S6_a_canceled_order_tells_when_that_was_asked_for(api: Api, older: Api) -> None:
    for one in (api, older):
        account_id = await one.funded_account("1000")
        order = await one.order(account_id, qty="1", type="limit", limit_price="1")
        path = f"/v1/trading/accounts/{account_id}/orders"
        assert ("cancel_requested_at" in order) == (one is api)
        assert (await one.client.delete(f"{path}/{order['id']}")).status_code == 204
    listed = await api.get(path, status="all")
    assert listed[0]["cancel_requested_at"] == listed[0]["canceled_at"]


async def test_S6_trade_events_tell_why_the_simulator_ended_an_order(served: Served) -> None:
    api = await served(market_hours="nyse", start_time=SATURDAY)
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1", time_in_force="ioc", type="limit", limit_price="999")
    await api.advance(5)
    bounds = {"since": "2026-01-01", "until": (await api.get("/simulator"))["now"]}
    await api.advance(1)
    async with listening(api, "/v2/events/trades", **bounds) as reader:
        told = (await reader.rest())[-1]
    assert (told["event"], told["reason"]) == ("canceled", "the market is closed")


async def test_S6_fills_tell_when_they_settle(served: Served) -> None:
    api = await served()
    account_id = await api.funded_account("1000")
    await api.order(account_id, qty="1")
    await api.advance(5)
    bounds = {"since": "2026-01-01", "until": (await api.get("/simulator"))["now"]}
    async with listening(api, "/v2/events/trades", **bounds) as reader:
        fill = (await reader.rest())[-1]
    assert (fill["event"], fill["settle_date"]) == ("fill", "2026-01-16")


async def test_net_worth_keeps_its_cents_as_a_number_of_2026(api: Api) -> None:
    body = application()
    body["identity"]["liquid_net_worth_max"] = "999999999999.99"
    account_id = (await api.post("/v1/accounts", body))["id"]
    account = await api.client.get(f"/v1/accounts/{account_id}")
    assert '"liquid_net_worth_max":999999999999.99' in account.text
