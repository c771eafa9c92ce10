"""Every request that the five sources show is accepted as it stands there, on the default version.

The sources are Alpaca's integration overview (S0), getting-started guide (S1), guide to alpaca-py
(S2), and the Accounts API of 2021 (S3) and 2022 (S4).
"""

import json
from typing import Any

import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import SAMPLES, Api, Json, application

APPLICATIONS = sorted(path.name for path in SAMPLES.glob("application-*.json"))
RELATIONSHIP = "c9b420e0-ae4e-4f39-bcbf-649b407c2129"
SIGNED = {"signed_at": "2020-09-11T18:13:44Z", "ip_address": "185.13.21.99"}


def sample(name: str, **changes: Any) -> Json:
    body: Json = json.loads((SAMPLES / name).read_text("utf-8"))
    return body | changes


async def until_sent(api: Api, path: str) -> str:
    """Return the text of a stream's events until now."""
    bounds = {"since": "2020-01-01", "until": (await api.get("/simulator"))["now"]}
    answer = await api.client.get(path, params=bounds)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("name", APPLICATIONS)
async def test_documented_application_becomes_an_account(api: Api, name: str) -> None:
    answer = await api.client.post("/v1/accounts", content=(SAMPLES / name).read_bytes())
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "SUBMITTED"
    assert len(answer.json()["account_number"]) == 9
    assert "666-55-4321" not in answer.text
    assert "661-010-666" not in answer.text


async def test_S1_the_getting_started_guide_from_key_to_order(api: Api) -> None:
    assert (await api.get("/v1/assets"))[0].keys() >= {"id", "class", "exchange", "symbol"}
    account_id = await api.open_account()
    bank = sample("ach-relationship.json")
    banks = f"/v1/accounts/{account_id}/ach_relationships"
    relationship = await api.post(banks, bank)
    assert relationship["status"] == "QUEUED"
    assert relationship["bank_account_number"] == "32131231abc"
    await api.advance(3)
    assert [one["status"] for one in await api.get(banks)] == ["APPROVED"]

    transfer = sample("transfer.json", relationship_id=relationship["id"])
    assert sample("transfer.json")["relationship_id"] == RELATIONSHIP
    queued = await api.post(f"/v1/accounts/{account_id}/transfers", transfer)
    assert (queued["status"], queued["amount"]) == ("QUEUED", "1234.567")
    await api.advance(8)
    [deposit] = await api.get("/v1/accounts/activities/CSD", account_id=account_id)
    assert deposit["net_amount"] == "1234.567"

    sweep = await api.get(f"/v1/accounts/{SWEEP_ACCOUNT}")
    assert (sweep["status"], sweep["currency"]) == ("ACTIVE", "USD")
    await api.journal(account_id, "10")

    orders = f"/v1/trading/accounts/{account_id}/orders"
    order = await api.post(orders, sample("order.json"))
    assert (order["status"], order["qty"]) == ("accepted", "0.42")
    await api.advance(2)
    assert (await api.get(f"{orders}/{order['id']}"))["status"] == "filled"
    told = await until_sent(api, "/v1/events/journal/updates")
    assert [told.count(f'"status_to":"{one}"') for one in ("queued", "pending", "executed")] == [
        1,
        1,
        1,
    ]
    await api.check_books()


async def test_S2_the_guide_to_alpaca_py_as_its_client_sends_it(api: Api) -> None:
    body = sample("application-2021-2.json")
    body["identity"]["middle_name"] = "Smith"
    agreements = ("margin_agreement", "account_agreement", "customer_agreement", "crypto_agreement")
    body["agreements"] = [SIGNED | {"agreement": name} for name in agreements]
    for optional in ("documents", "trusted_contact"):
        del body[optional]
    account = await api.post("/v1/accounts", body)
    await api.advance(4)
    query = {"created_after": "2022-01-30T00:00:00Z", "entities": "contact,identity"}
    [listed] = await api.get("/v1/accounts", **query)
    assert listed["contact"] == account["contact"]

    path = f"/v1/accounts/{account['id']}"
    bank = {
        "account_owner_name": "John Doe",
        "bank_account_type": "CHECKING",
        "bank_account_number": "123456789abc",
        "bank_routing_number": "121000358",
    }
    relationship = await api.post(f"{path}/ach_relationships", bank)
    await api.advance(3)
    transfer = {
        "amount": "1000",
        "direction": "INCOMING",
        "timing": "immediate",
        "transfer_type": "ach",
        "relationship_id": relationship["id"],
    }
    await api.post(f"{path}/transfers", transfer)
    await api.advance(8)
    assert (await api.account(account["id"]))["cash"] == "1000"

    cash = {"entry_type": "JNLC", "from_account": account["id"], "to_account": SWEEP_ACCOUNT}
    await api.post("/v1/journals", cash | {"amount": "50"})
    others = [await api.open_account(f"{number}@example.com") for number in range(3)]
    entries = [
        {"to_account": other, "amount": amount}
        for other, amount in zip(others, ("50", "100", "700"), strict=True)
    ]
    batch = {"entry_type": "JNLC", "from_account": SWEEP_ACCOUNT, "entries": entries}
    made = await api.post("/v1/journals/batch", batch)
    assert [journal["net_amount"] for journal in made] == ["50", "100", "700"]
    assert await api.get(f"/v1/trading/accounts/{account['id']}/positions") == []
    await api.check_books()


async def test_S2_the_orders_of_the_guide_to_alpaca_py(api: Api) -> None:
    account_id = await api.open_account()
    agreement = SIGNED | {"agreement": "crypto_agreement"}
    change = {"enabled_assets": ["us_equity", "crypto"], "agreements": [agreement]}
    answer = await api.client.patch(f"/v1/accounts/{account_id}", json=change)
    assert answer.status_code == 200, answer.text
    await api.advance(4)
    await api.fund(account_id, "400000")
    await api.order(account_id, symbol="SPY", qty="10")
    await api.advance(2)
    orders = f"/v1/trading/accounts/{account_id}/orders"
    coin = {"symbol": "BTCUSD", "qty": 1, "side": "buy", "type": "market", "time_in_force": "gtc"}
    bought = await api.post(orders, coin | {"commission": 1})
    assert (bought["symbol"].replace("/", ""), bought["commission"]) == ("BTCUSD", "1")
    limit: Json = {"symbol": "SPY", "limit_price": 300, "qty": 10, "side": "sell", "type": "limit"}
    sold = await api.post(orders, limit | {"time_in_force": "fok", "commission": 1})
    assert sold["limit_price"] == "300"
    await api.check_books()


@pytest.mark.parametrize("name", ["w8ben-2021.json", "w8ben-2022.json"])
async def test_S3_S4_a_w8ben_is_taken_with_the_application_and_later(api: Api, name: str) -> None:
    form = sample(name)
    account = await api.post("/v1/accounts", application(documents=[form]))
    upload = f"/v1/accounts/{account['id']}/documents/upload"
    answer = await api.client.post(upload, json=[form])
    assert answer.is_success, answer.text
    documents = (await api.get(f"/v1/accounts/{account['id']}"))["documents"]
    assert [one["document_type"] for one in documents] == ["w8ben", "w8ben"]


async def test_S3_S4_identity_checks_are_taken_and_returned(api: Api) -> None:
    path = f"/v1/accounts/{await api.open_account()}/cip"
    await api.post(path, sample("cip.json"))
    found = await api.get(path)
    assert found.items() >= sample("cip.json").items()
    assert found.keys() >= {"id", "account_id"}


async def test_S4_the_onfido_flow(api: Api) -> None:
    account = await api.post("/v1/accounts", application(identity__family_name="Onfido"))
    path = f"/v1/accounts/{account['id']}/onfido/sdk/"
    token = (await api.get(f"{path}tokens/"))["token"]
    assert token.count(".") == 2
    query = {"referrer": "https%3A%2F%2Fexample.com", "platform": "web"}
    await api.get(f"{path}tokens/", **query)
    outcome = {"outcome": "USER_EXITED", "reason": "User denied consent", "token": token}
    answer = await api.client.patch(path, json=outcome)
    assert answer.status_code == 200, answer.text


async def test_S3_S4_accounts_are_listed_read_and_closed(api: Api) -> None:
    account_id = await api.open_account()
    query = {
        "query": "frog example.com",
        "created_after": "2019-10-12T07:20:50.52Z",
        "created_before": "2030-01-01",
        "status": "ACTIVE",
        "sort": "asc",
        "entities": "contact,identity,disclosures,agreements,documents,trusted_contact",
    }
    assert [one["id"] for one in await api.get("/v1/accounts", **query)] == [account_id]
    await api.get(f"/v1/accounts/{account_id}")
    await api.get(f"/v1/trading/accounts/{account_id}/account")
    answer = await api.client.delete(f"/v1/accounts/{account_id}")
    assert answer.status_code == 204, answer.text


@pytest.mark.parametrize(
    "status",
    [
        "SUBMITTED",
        "ACTION_REQUIRED",
        "APPROVAL_PENDING",
        "APPROVED",
        "REJECTED",
        "ACTIVE",
        "DISABLED",
        "ACCOUNT_CLOSED",
    ],
)
async def test_S3_S4_a_fixture_ends_in_its_status(api: Api, status: str) -> None:
    wanted = f"/fixtures/status={status}/fixtures/"
    account = await api.post("/v1/accounts", application(additional_information=wanted))
    await api.advance(60)
    assert (await api.get(f"/v1/accounts/{account['id']}"))["status"] == status
