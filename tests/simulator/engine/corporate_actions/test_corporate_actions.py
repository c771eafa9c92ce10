"""Corporate actions: what is announced, and what becomes of cash, shares and orders."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.simulator.engine.corporate_actions.actions import cusip
from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT
from tests.simulator.conftest import Api, Json, OpenApi, application
from tests.simulator.engine.documents.test_documents import w8ben

PATH = "/v1/corporate_actions/announcements"
CONTROL = "/simulator/corporate_actions"
ACTIVITIES = "/v1/accounts/activities"
TO_MIDNIGHT = 14 * 3600
"""Seconds from the clock's start to the next day in New York."""


async def announced(api: Api, **parameters: str) -> list[Json]:
    query = {"ca_types": "dividend,split", "since": "2026-01-01", "until": "2026-03-31"}
    found: list[Json] = await api.get(PATH, **query | parameters)
    return found


async def dividend(api: Api, **changes: Any) -> Json:
    body = {"type": "cash_dividend", "symbol": "AMZN", "cash": "0.25"} | changes
    made: Json = await api.post(CONTROL, body)
    return made


async def split(api: Api, old: str, new: str, **changes: Any) -> Json:
    kind = "forward_split" if Decimal(new) > Decimal(old) else "reverse_split"
    body = {"type": kind, "symbol": "AMZN", "old_rate": old, "new_rate": new} | changes
    made: Json = await api.post(CONTROL, body)
    return made


async def holder(api: Api, qty: str = "5", email: str = "frog@example.com") -> str:
    account_id = await api.funded_account("10000", email)
    await api.order(account_id, symbol="AMZN", qty=qty)
    await api.advance(2)
    return account_id


async def activities(api: Api, account_id: str, kind: str) -> list[Json]:
    found: list[Json] = await api.get(f"{ACTIVITIES}/{kind}", account_id=account_id)
    return found


async def cash_of(api: Api, account_id: str) -> Decimal:
    return Decimal((await api.account(account_id))["cash"])


async def test_regular_dividends_are_announced_once_declared(api: Api) -> None:
    soon = await announced(api)
    assert soon
    today = date(2026, 1, 15)
    for one in soon:
        days = [date.fromisoformat(one[name]) for name in ("declaration_date", "ex_date")]
        assert days[0] <= today and days[0] < days[1] < date.fromisoformat(one["payable_date"])
        assert one["record_date"] == one["ex_date"]
        assert (one["ca_type"], one["ca_sub_type"]) == ("dividend", "cash")
        assert one["initiating_original_cusip"] == cusip(one["initiating_symbol"])
        assert Decimal(one["cash"]) > 0
        assert await api.get(f"{PATH}/{one['id']}") == one
    await api.advance(75 * 86_400)
    assert len(await announced(api)) > len(soon)


async def test_a_company_pays_four_times_a_year_in_proportion_to_its_price(api: Api) -> None:
    await api.advance(400 * 86_400)
    dates: list[Json] = []
    for year in (2025, 2026):
        for month in (1, 4, 7, 10):
            since = date(year, month, 1)
            until = since + timedelta(days=90)
            dates += await announced(api, since=str(since), until=str(until), symbol="AAPL")
    assert len({one["id"] for one in dates}) == 8
    yearly = Decimal(4) * Decimal(dates[0]["cash"])
    assert Decimal("0.003") < yearly / Decimal("271.86") < Decimal("0.041")


async def test_the_seed_decides(open_api: OpenApi) -> None:
    one, same, other = [await announced(await open_api(seed=seed)) for seed in (1, 1, 2)]
    assert one == same
    assert one != other


async def test_announcements_by_every_filter(api: Api) -> None:
    made = await dividend(api, ex_date="2026-02-02", payable_date="2026-03-03")
    halves = await split(api, "1", "2", ex_date="2026-02-05")
    assert made == await api.get(f"{PATH}/{made['id']}")
    assert made["declaration_date"] == "2026-01-15"

    async def ids(**parameters: str) -> list[str]:
        return [one["id"] for one in await announced(api, symbol="AMZN", **parameters)]

    assert await ids() == [made["id"], halves["id"]]
    assert await ids(ca_types="split,merger") == [halves["id"]]
    assert await ids(ca_types="Dividend") == [made["id"]]
    assert await ids(ca_types="spinoff") == []
    assert await ids(cusip=made["initiating_original_cusip"]) == [made["id"], halves["id"]]
    assert await ids(cusip="000000000") == []
    assert await ids(since="2026-02-02", until="2026-02-02") == [made["id"]]
    pay_day = {"since": "2026-03-03", "until": "2026-03-03"}
    assert await ids(**pay_day) == []
    assert await ids(**pay_day, date_type="payable_date") == [made["id"]]
    declared = {"since": "2026-01-15", "until": "2026-01-15", "date_type": "declaration_date"}
    assert len(await ids(**declared)) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ca_types": "poem"}, "ca_types"),
        ({"ca_types": ""}, "ca_types"),
        ({"since": "2026-01-02", "until": "2026-01-01"}, "since"),
        ({"until": "2026-04-02"}, "until"),
        ({"since": "soon"}, "since"),
        ({"date_type": "birthday"}, "date_type"),
    ],
)
async def test_bad_queries(api: Api, changes: dict[str, str], field: str) -> None:
    query = {"ca_types": "dividend", "since": "2026-01-01", "until": "2026-03-31"} | changes
    assert (await api.refused(422, "GET", PATH, params=query))["field"] == field


async def test_queries_need_their_three_parameters(api: Api) -> None:
    for left_out in ("ca_types", "since", "until"):
        query = {"ca_types": "dividend", "since": "2026-01-01", "until": "2026-03-31"}
        del query[left_out]
        assert (await api.refused(422, "GET", PATH, params=query))["field"] == left_out
    await api.refused(404, "GET", f"{PATH}/nothing")


async def test_holders_at_the_ex_date_are_paid_on_the_payable_date(api: Api) -> None:
    before = await holder(api, "5")
    await dividend(api, ex_date="2026-01-17", payable_date="2026-01-20")
    await api.advance(TO_MIDNIGHT + 86_400 - 60)
    await api.order(before, symbol="AMZN", qty="3", side="sell")
    await api.advance(120)
    late = await holder(api, "2", "late@example.com")
    await api.advance(86_400)
    assert await activities(api, before, "DIV") == []
    cash = await cash_of(api, before)
    await api.advance(3 * 86_400)
    paid = await activities(api, before, "DIV")
    (one,) = paid
    # The sale a minute before the ex date counts: two shares were left.
    assert (one["qty"], one["per_share_amount"], one["net_amount"]) == ("2", "0.25", "0.5")
    assert (one["symbol"], one["status"], one["date"]) == ("AMZN", "executed", "2026-01-20")
    assert await cash_of(api, before) == cash + Decimal("0.5")
    assert await activities(api, late, "DIV") == []
    (firm,) = await activities(api, REWARDS_ACCOUNT, "DIV")
    assert firm["net_amount"] == "50"
    await api.check_books()


async def test_dividend_of_today_is_paid_at_once(api: Api) -> None:
    account_id = await holder(api, "3")
    await api.advance(1)
    await dividend(api)
    await api.advance(0)
    assert [one["net_amount"] for one in await activities(api, account_id, "DIV")] == ["0.75"]
    await api.check_books()


async def test_foreign_holders_have_taxes_withheld(api: Api) -> None:
    form = w8ben(full_name="Fern Frog", date_of_birth="1990-01-01")
    body = application(
        identity__country_of_tax_residence="AUS", contact__state="NSW", documents=[form]
    )
    account = await api.post("/v1/accounts", body)
    await api.advance(4)
    await api.fund(account["id"], "10000")
    await api.order(account["id"], symbol="AMZN", qty="3")
    await api.advance(3)
    await dividend(api, cash="1.11")
    await api.advance(0)
    (gross,) = await activities(api, account["id"], "DIV")
    (tax,) = await activities(api, account["id"], "DIVNRA")
    assert (gross["net_amount"], tax["net_amount"]) == ("3.33", "-1")
    await api.check_books()


async def test_forward_split_changes_shares_price_and_orders(api: Api) -> None:
    account_id = await holder(api, "5.5")
    path = f"/v1/trading/accounts/{account_id}"
    waiting = await api.order(
        account_id, symbol="AMZN", qty="1", type="limit", limit_price="1", time_in_force="gtc"
    )
    elsewhere = await api.order(
        account_id, symbol="AAPL", qty="1", type="limit", limit_price="1", time_in_force="gtc"
    )
    await split(api, "1", "3", ex_date="2026-01-16")
    await api.advance(TO_MIDNIGHT - 60)
    before = await api.get(f"{path}/positions/AMZN")
    assert before["qty"] == "5.5"
    await api.advance(60)
    after = await api.get(f"{path}/positions/AMZN")
    assert (after["qty"], after["cost_basis"]) == ("16.5", before["cost_basis"])
    thirds = Decimal(before["current_price"]) / Decimal(after["current_price"])
    assert Decimal("2.9") < thirds < Decimal("3.1")
    assert (await api.get(f"{path}/orders/{waiting['id']}"))["status"] == "canceled"
    assert (await api.get(f"{path}/orders/{elsewhere['id']}"))["status"] == "new"
    (one,) = await activities(api, account_id, "SPLIT")
    assert (one["qty"], one["net_amount"], one["description"]) == ("11", "0", "3 for 1 split")
    await api.check_books()


async def test_reverse_split_of_what_has_no_fractions_pays_cash_for_them(api: Api) -> None:
    symbol = next(
        asset.symbol
        for asset in api.simulation.assets.by_symbol.values()
        if asset.asset_class == "us_equity" and asset.tradable and not asset.fractionable
    )
    account_id = await api.funded_account("10000")
    await api.order(account_id, symbol=symbol, qty="7")
    await api.advance(3)
    cash = await cash_of(api, account_id)
    await split(api, "2", "1", symbol=symbol)
    await api.advance(0)
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/{symbol}")
    assert position["qty"] == "3"
    (whole,) = await activities(api, account_id, "SPLIT")
    (lieu,) = await activities(api, account_id, "CIL")
    assert (whole["qty"], lieu["qty"]) == ("-3.5", "-0.5")
    assert await cash_of(api, account_id) == cash + Decimal(lieu["net_amount"])
    assert Decimal(lieu["net_amount"]) > 0
    await api.check_books()


async def test_journal_under_way_moves_what_its_shares_have_become(api: Api) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": account_id,
        "symbol": "AMZN",
        "qty": "0.1",
    }
    journal = await api.post("/v1/journals", body)
    await split(api, "10", "1")
    await api.advance(0)
    await api.check_books()
    await api.advance(1)
    assert (await api.get(f"/v1/journals/{journal['id']}"))["status"] == "executed"
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AMZN")
    assert position["qty"] == "0.01"
    await api.check_books()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": "merger", "symbol": "AMZN"}, "type"),
        ({"type": "cash_dividend", "symbol": "NOPE", "cash": "1"}, "symbol"),
        ({"type": "cash_dividend", "symbol": "AMZN"}, "cash"),
        ({"type": "cash_dividend", "symbol": "AMZN", "cash": "0"}, "cash"),
        ({"type": "cash_dividend", "symbol": "AMZN", "cash": "1e9"}, "cash"),
        ({"type": "cash_dividend", "symbol": "AMZN", "cash": "1e999999"}, "cash"),
        ({"type": "cash_dividend", "symbol": "AMZN", "cash": "1", "new_rate": "2"}, "old_rate"),
        ({"type": "forward_split", "symbol": "AMZN", "new_rate": "2"}, "old_rate"),
        ({"type": "forward_split", "symbol": "AMZN", "old_rate": "2", "new_rate": "1"}, "new_rate"),
        ({"type": "reverse_split", "symbol": "AMZN", "old_rate": "1", "new_rate": "1"}, "new_rate"),
        ({"type": "reverse_split", "symbol": "AMZN", "old_rate": "1", "new_rate": "0"}, "new_rate"),
        (
            {"type": "forward_split", "symbol": "AMZN", "old_rate": "1", "new_rate": "1.0000001"},
            "new_rate",
        ),
        (
            {
                "type": "forward_split",
                "symbol": "AMZN",
                "old_rate": "1",
                "new_rate": "2",
                "payable_date": "2026-03-01",
            },
            "payable_date",
        ),
        (
            {"type": "cash_dividend", "symbol": "AMZN", "cash": "1", "ex_date": "2026-01-14"},
            "ex_date",
        ),
        (
            {"type": "cash_dividend", "symbol": "AMZN", "cash": "1", "payable_date": "2026-01-14"},
            "payable_date",
        ),
        (
            {"type": "cash_dividend", "symbol": "AMZN", "cash": "1", "payable_date": "2100-01-01"},
            "payable_date",
        ),
    ],
)
async def test_actions_that_cannot_be_made(api: Api, body: Json, field: str) -> None:
    assert (await api.refused(422, "POST", CONTROL, json=body))["field"] == field


async def test_regular_dividends_are_paid_as_time_passes(api: Api) -> None:
    account_id = await api.funded_account("10000")
    await api.order(account_id, symbol="AAPL", qty="4")
    await api.advance(120 * 86_400)
    paid = await activities(api, account_id, "DIV")
    assert 1 <= len(paid) <= 2
    for one in paid:
        since = str(date.fromisoformat(one["date"]) - timedelta(days=1))
        (action,) = await announced(
            api, since=since, until=one["date"], symbol="AAPL", date_type="payable_date"
        )
        assert action["payable_date"] == one["date"]
        assert Decimal(one["net_amount"]) == 4 * Decimal(action["cash"])
    await api.check_books()


async def test_what_was_announced_survives_a_restart(open_api: OpenApi, tmp_path: Any) -> None:
    first = await open_api(data_dir=tmp_path)
    account_id = await holder(first, "2")
    await dividend(first, ex_date="2026-01-17", payable_date="2026-01-20")
    first.simulation.database.close()
    api = await open_api(data_dir=tmp_path)
    await api.advance(6 * 86_400)
    assert len(await activities(api, account_id, "DIV")) == 1
