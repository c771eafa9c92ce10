"""Interest on cash: tiers, enrollment, daily accrual, monthly credit."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ribbit_tui.simulator.engine.cash_interest.credit import of_day
from ribbit_tui.simulator.exact import Micros
from tests.descriptions.description import description
from tests.simulator import sql
from tests.simulator.conftest import Api, Json, OpenApi, application

GOLD: Json = {"USD": {"apr_tier_name": "gold"}}
BROKER = description("broker")


async def enrolled(api: Api, amount: str, tier: str = "gold") -> str:
    """Open an account in a tier, and fund it."""
    interest = {"USD": {"apr_tier_name": tier}}
    account = await api.post("/v1/accounts", application(cash_interest=interest))
    assert account["cash_interest"]["USD"]["status"] == "PENDING_CHANGE"
    await api.advance(5)
    account_id: str = account["id"]
    await api.fund(account_id, amount)
    return account_id


async def interest_of(api: Api, account_id: str) -> list[Json]:
    found: list[Json] = await api.get("/v1/accounts/activities/INT", account_id=account_id)
    return found


async def pass_until(api: Api, at: datetime) -> None:
    await api.advance((at - api.simulation.now()).total_seconds())


@pytest.mark.parametrize(
    ("rate", "interest"), [(423, "1.2152"), (25, "0.0718"), (0, "0"), (450, "1.2928")]
)
def test_interest_of_a_day_is_that_of_the_documented_sample(rate: int, interest: str) -> None:
    assert of_day(Micros(10_485_760_000), rate) == int(Decimal(interest) * 1_000_000)


async def test_interest_accrues_daily_and_is_credited_as_the_next_month_begins(
    api: Api,
) -> None:
    """The account has 10,000 USD from the 15th on, and 5,000 USD of them from the 25th on."""
    account_id = await enrolled(api, "10000")
    await pass_until(api, datetime(2026, 1, 25, 15, tzinfo=UTC))
    bank = (await api.get(f"/v1/accounts/{account_id}/ach_relationships"))[0]["id"]
    await api.transfer(account_id, bank, "5000", "OUTGOING")
    await pass_until(api, datetime(2026, 2, 1, 4, 59, tzinfo=UTC))
    assert await interest_of(api, account_id) == []
    await pass_until(api, datetime(2026, 2, 1, 5, tzinfo=UTC))
    (paid,) = await interest_of(api, account_id)
    # 1.2329 a day for ten days, then 0.6164 for seven.
    assert (paid["net_amount"], paid["date"]) == ("16.64", "2026-02-01")
    assert paid["activity_sub_type"] == "SWP"
    assert paid["description"] == "Interest on cash, January 2026"
    assert (await api.account(account_id))["cash"] == "5016.64"
    await api.check_books()
    await pass_until(api, datetime(2026, 3, 1, 5, tzinfo=UTC))
    assert len(await interest_of(api, account_id)) == 2


async def test_the_firm_gets_its_rate_of_all_accounts(api: Api) -> None:
    await enrolled(api, "10000")
    before = api.simulation.ledger.cash("world:interest")
    await pass_until(api, datetime(2026, 2, 1, 5, tzinfo=UTC))
    # Seventeen days of 1.2329 for the customer and of 0.0685 for the firm.
    assert before - api.simulation.ledger.cash("world:interest") == 20_960_000 + 1_160_000


async def test_only_who_is_enrolled_gets_interest(api: Api) -> None:
    account_id = await api.funded_account("10000")
    assert "cash_interest" not in await api.get(f"/v1/accounts/{account_id}")
    await pass_until(api, datetime(2026, 2, 2, 5, tzinfo=UTC))
    assert await interest_of(api, account_id) == []


async def test_tier_is_changed_and_left_again(api: Api) -> None:
    account_id = await api.funded_account("10000")
    path = f"/v1/accounts/{account_id}"

    async def changed(program: Json) -> Json:
        answer = await api.client.patch(path, json={"cash_interest": {"USD": program}})
        assert answer.status_code == 200, answer.text
        assert answer.json()["cash_interest"]["USD"]["status"] == "PENDING_CHANGE"
        await api.advance(5)
        found: Json = (await api.get(path))["cash_interest"]["USD"]
        return found

    assert await changed({"apr_tier_name": "silver"}) == {
        "apr_tier_name": "silver",
        "status": "ACTIVE",
    }
    await pass_until(api, datetime(2026, 1, 20, 15, tzinfo=UTC))
    assert (await changed({"apr_tier_name": "gold"}))["apr_tier_name"] == "gold"
    await pass_until(api, datetime(2026, 1, 22, 15, tzinfo=UTC))
    assert await changed({"status": "INACTIVE"}) == {"status": "INACTIVE"}
    await pass_until(api, datetime(2026, 3, 2, 15, tzinfo=UTC))
    (paid,) = await interest_of(api, account_id)
    # Five days of 1.1589, then two of 1.2329.
    assert paid["net_amount"] == "8.26"


async def test_changes_are_published(api: Api) -> None:
    account_id = await enrolled(api, "100")
    changed = sql.value(
        api.simulation.database,
        "SELECT body FROM events WHERE topic = 'accounts' AND body LIKE '%apr_tier%'",
    )
    event = json.loads(changed)
    assert (event["account_id"], event["status_from"]) == (account_id, event["status_to"])
    assert event["cash_interest"] == {
        "currency": "USD",
        "apr_tier_name_from": "",
        "apr_tier_name_to": "gold",
        "status_from": "INACTIVE",
        "status_to": "ACTIVE",
    }


async def test_tiers_are_listed_with_their_accounts_and_cash(open_api: OpenApi) -> None:
    api = await open_api()
    await enrolled(api, "10485.76")
    await api.advance(24 * 3600)
    found = await api.get("/v1/cash_interest/apr_tiers")
    operation = BROKER.find("GET", "/v1/cash_interest/apr_tiers")
    assert operation is not None
    assert operation.faults(200, found) == []
    gold, silver = found["apr_tiers"]
    assert (gold["name"], gold["account_rate_bps"], gold["correspondent_rate_bps"]) == (
        "gold",
        450,
        25,
    )
    assert gold["details"] == {
        "as_of": "2026-01-15",
        "total_accounts": 1,
        "total_balance": "10485.76",
    }
    assert silver["details"]["total_accounts"] == 0


@pytest.mark.parametrize(
    ("interest", "field"),
    [
        ({"USD": {"apr_tier_name": "lead"}}, "cash_interest.USD.apr_tier_name"),
        ({"USD": {"status": "ACTIVE"}}, "cash_interest.USD.status"),
        (
            {"USD": {"status": "INACTIVE", "apr_tier_name": "gold"}},
            "cash_interest.USD.apr_tier_name",
        ),
        ({"EUR": {"apr_tier_name": "gold"}}, "cash_interest.EUR"),
    ],
)
async def test_programs_that_do_not_exist_are_refused(api: Api, interest: Json, field: str) -> None:
    body = application(cash_interest=interest)
    assert (await api.refused(422, "POST", "/v1/accounts", json=body))["field"] == field
