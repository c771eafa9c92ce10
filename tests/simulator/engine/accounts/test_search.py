"""Finding accounts: by words, status and time, and which parts of them are answered."""

from decimal import Decimal
from typing import Any

import pytest
from alpaca.trading.enums import AccountStatus as Alpacas

from ribbit_tui.wire.accounts import AccountStatus
from tests.simulator.conftest import Api, application

BASIC = {
    "id",
    "account_number",
    "status",
    "crypto_status",
    "currency",
    "last_equity",
    "created_at",
    "account_type",
    "enabled_assets",
}
PARTS = {
    "contact",
    "identity",
    "disclosures",
    "agreements",
    "documents",
    "trusted_contact",
    "trading_configurations",
}
COPY = "00000000-0000-4000-8000-%012d"
TRUSTED = {"given_name": "Tad", "family_name": "Pole", "email_address": "tad@example.com"}


async def found(api: Api, **parameters: Any) -> list[str]:
    return [account["id"] for account in await api.get("/v1/accounts", **parameters)]


async def test_every_word_must_be_in_number_phone_name_or_email(api: Api) -> None:
    frog = await api.post("/v1/accounts", application("Frog@Example.com"))
    body = application(
        "toad@example.com",
        contact__phone_number="+442071234567",
        identity__given_name="Zoe",
        identity__local_given_name="Zoë",
        identity__middle_name="Marsh",
        identity__family_name="Toad",
    )
    toad = (await api.post("/v1/accounts", body))["id"]
    for query in ("ZOË", "marsh toad", "  toad@example.com  +442071234567 ", "2071234567 example"):
        assert await found(api, query=query) == [toad], query
    assert await found(api, query=frog["account_number"]) == [frog["id"]]
    assert await found(api, query="FROG@EXAMPLE.COM") == [frog["id"]]
    assert await found(api, query="example.com") == [toad, frog["id"]]
    assert await found(api, query="") == await found(api)
    for query in ("frog toad", "marshtoad", "mateo", "666-55-4321", "%"):
        assert await found(api, query=query) == [], query


async def test_one_status_or_several(api: Api) -> None:
    active = await api.open_account("first@example.com")
    submitted = (await api.post("/v1/accounts", application("second@example.com")))["id"]
    both = [submitted, active]
    assert await found(api, status="ACTIVE") == [active]
    assert await found(api, status="ACTIVE,SUBMITTED") == both
    assert await found(api, status=["ACTIVE", "SUBMITTED"]) == both
    assert await found(api, status="") == both
    assert await found(api, status="REJECTED") == []


async def test_bounds_of_creation_are_exclusive_and_scroll_through_the_list(api: Api) -> None:
    ids = []
    for number in range(3):
        await api.advance(1)
        ids.append((await api.post("/v1/accounts", application(f"{number}@example.com")))["id"])
    second = (await api.get(f"/v1/accounts/{ids[1]}"))["created_at"]
    assert await found(api, created_after=second) == [ids[2]]
    assert await found(api, created_before=second) == [ids[0]]
    assert await found(api, created_after=second, sort="asc", created_before=second) == []
    assert await found(api, sort="asc") == ids
    assert await found(api, sort="desc") == ids[::-1]


async def test_a_list_answers_the_parts_that_it_is_asked_for(api: Api) -> None:
    body = application(trusted_contact=TRUSTED)
    account_id = (await api.post("/v1/accounts", body))["id"]
    settings = f"/v1/trading/accounts/{account_id}/account/configurations"
    assert (await api.client.patch(settings, json={"no_shorting": True})).status_code == 200
    whole = await api.get(f"/v1/accounts/{account_id}")

    async def listed(**parameters: str) -> dict[str, Any]:
        (account,) = await api.get("/v1/accounts", **parameters)
        assert account == {name: whole[name] for name in account}
        answered: dict[str, Any] = account
        return answered

    assert set(await listed()) >= BASIC
    assert not PARTS & set(await listed())
    assert not PARTS & set(await listed(entities=""))
    for part in PARTS:
        assert PARTS & set(await listed(entities=part)) == {part}
    assert set(await listed(entities=",".join(PARTS))) == set(whole)


@pytest.mark.parametrize("entities", ["contacts", "contact,everything", "CONTACT", "id"])
async def test_unknown_part_is_refused(api: Api, entities: str) -> None:
    refusal = await api.refused(422, "GET", "/v1/accounts", params={"entities": entities})
    assert refusal["field"] == "entities"


async def test_unknown_order_is_refused(api: Api) -> None:
    refusal = await api.refused(422, "GET", "/v1/accounts", params={"sort": "up"})
    assert refusal["field"] == "sort"


async def test_every_account_is_listed_with_its_own_last_equity(api: Api) -> None:
    rich = await api.funded_account("1000", "rich@example.com")
    poor = await api.open_account("poor@example.com")
    await api.order(rich, notional="600")
    await api.order(rich, symbol="MSFT", notional="100.5")
    await api.advance(24 * 60 * 60)
    await api.order(rich, side="sell", notional="50")
    await api.journal(poor, "10")
    await api.advance(2)
    listed = {account["id"]: account for account in await api.get("/v1/accounts")}
    assert listed[poor]["last_equity"] == "0"
    one = (await api.get(f"/v1/accounts/{rich}"))["last_equity"]
    assert listed[rich]["last_equity"] == one == (await api.account(rich))["last_equity"]
    assert abs(Decimal(one) - 1000) > Decimal("0.01")


async def test_at_most_a_thousand_accounts_are_listed(api: Api) -> None:
    await api.post("/v1/accounts", application())
    with api.simulation.database.transaction():
        api.simulation.database.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
            " INSERT INTO accounts (id, account_number, is_firm, status, email, search_text,"
            f" application, created_at) SELECT printf('{COPY}', i), 'copy-' || i, 0, status,"
            " 'copy' || i, search_text, application, created_at + i FROM accounts, n"
            " WHERE NOT is_firm"
        )
    newest = await found(api)
    assert (len(newest), newest[0]) == (1000, COPY % 1000)
    assert (await found(api, sort="asc"))[-1] == COPY % 999


async def test_statuses_are_those_of_the_documentation_and_of_alpacas_client(api: Api) -> None:
    account_id = await api.open_account()
    for status in {known.value for kind in (Alpacas, AccountStatus) for known in kind}:
        assert await found(api, status=status) == ([account_id] if status == "ACTIVE" else [])
    for statuses in ("NOPE", "active", "ACTIVE,NOPE"):
        refusal = await api.refused(422, "GET", "/v1/accounts", params={"status": statuses})
        assert refusal["field"] == "status"
        assert "NOPE" not in refusal["message"]
