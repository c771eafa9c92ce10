"""Bank links, deposits and withdrawals."""

import asyncio
from enum import Enum

import pytest
from alpaca.broker import enums as alpacas

from ribbit_tui.wire.funding import AchRelationshipStatus, BankStatus, TransferStatus
from tests.simulator.conftest import BANK, Api, application


async def statuses(api: Api, account_id: str, kind: str) -> list[str]:
    return [item["status"] for item in await api.get(f"/v1/accounts/{account_id}/{kind}")]


async def test_bank_link_is_approved_after_three_seconds(api: Api) -> None:
    account_id = await api.open_account()
    answer = await api.post(f"/v1/accounts/{account_id}/ach_relationships", BANK)
    assert answer["status"] == "QUEUED"
    await api.advance(2.9)
    assert await statuses(api, account_id, "ach_relationships") == ["QUEUED"]
    await api.advance(0.1)
    assert await statuses(api, account_id, "ach_relationships") == ["APPROVED"]


async def test_second_active_link_conflicts_until_the_first_is_removed(api: Api) -> None:
    account_id = await api.open_account()
    first = await api.link_bank(account_id)
    path = f"/v1/accounts/{account_id}/ach_relationships"
    await api.refused(409, "POST", path, json=BANK)
    assert (await api.client.delete(f"{path}/{first}")).status_code == 204
    await api.post(path, BANK)
    assert await statuses(api, account_id, "ach_relationships") == ["QUEUED"]
    listed = await api.get(path, statuses="QUEUED,CANCELED")
    assert [relationship["status"] for relationship in listed] == ["CANCELED", "QUEUED"]
    assert await api.get(path, statuses="PENDING") == []
    await api.refused(404, "DELETE", f"{path}/{first}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_owner_name", ""),
        ("bank_account_type", "PIGGY"),
        ("bank_account_number", "12-34"),
        ("bank_routing_number", "12345678"),
        ("nickname", "n" * 257),
    ],
)
async def test_bad_bank_details_are_refused(api: Api, field: str, value: str) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json=BANK | {field: value})
    assert refusal["field"] == field


async def test_deposit_reaches_the_account_when_it_completes(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, relationship_id, "1234.567")
    assert transfer["status"] == "QUEUED"
    assert transfer["expires_at"] == "2026-01-22T15:00:07.000000Z"
    await api.advance(3)
    assert await statuses(api, account_id, "transfers") == ["SENT_TO_CLEARING"]
    assert (await api.account(account_id))["cash"] == "0"
    assert await api.get("/v1/accounts/activities/CSD", account_id=account_id) == []
    await api.advance(5)
    assert await statuses(api, account_id, "transfers") == ["COMPLETE"]
    assert (await api.account(account_id))["cash"] == "1234.567"
    [activity] = await api.get("/v1/accounts/activities/CSD", account_id=account_id)
    assert activity["net_amount"] == "1234.567"
    await api.check_books()


async def test_withdrawal_holds_its_money_at_once_and_moves_it_later(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "1000")
    await api.transfer(account_id, relationship_id, "600", "OUTGOING")
    account = await api.account(account_id)
    assert (account["cash"], account["cash_withdrawable"]) == ("1000", "400")
    assert (account["buying_power"], account["pending_transfer_out"]) == ("400", "600")
    body = {
        "transfer_type": "ach",
        "relationship_id": relationship_id,
        "amount": "400.000001",
        "direction": "OUTGOING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    assert (await api.refused(403, "POST", path, json=body))["field"] == "amount"
    await api.advance(8)
    account = await api.account(account_id)
    assert (account["cash"], account["cash_withdrawable"]) == ("400", "400")
    [activity] = await api.get("/v1/accounts/activities/CSW", account_id=account_id)
    assert activity["net_amount"] == "-600"
    await api.check_books()


async def test_queued_withdrawal_can_be_canceled_and_gives_its_money_back(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "1000")
    transfer = await api.transfer(account_id, relationship_id, "600", "OUTGOING")
    path = f"/v1/accounts/{account_id}/transfers/{transfer['id']}"
    assert (await api.client.delete(path)).status_code == 204
    assert (await api.account(account_id))["cash_withdrawable"] == "1000"
    await api.advance(60)
    assert (await api.account(account_id))["cash"] == "1000"
    await api.refused(422, "DELETE", path)


async def test_transfer_fixture_decides_where_it_ends(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    body = {
        "transfer_type": "ach",
        "relationship_id": relationship_id,
        "amount": "10",
        "direction": "INCOMING",
        "additional_information": "/fixtures/status=RETURNED/fixtures/",
    }
    await api.post(f"/v1/accounts/{account_id}/transfers", body)
    await api.advance(60)
    assert await statuses(api, account_id, "transfers") == ["RETURNED"]
    assert (await api.account(account_id))["cash"] == "0"


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("amount", "0", 422),
        ("amount", "-1", 422),
        ("amount", "NaN", 422),
        ("amount", True, 422),
        ("amount", "0.0000001", 422),
        ("amount", "1e999999999", 422),
        ("amount", "1e-999999999", 422),
        ("amount", 10**400, 422),
        ("direction", "SIDEWAYS", 422),
        ("transfer_type", "check", 422),
        ("bank_id", "somewhere", 422),
        ("fee_payment_method", "barter", 422),
        ("timing", "later", 422),
        ("relationship_id", None, 422),
        ("relationship_id", "nowhere", 404),
    ],
)
async def test_bad_transfers_are_refused(api: Api, field: str, value: object, status: int) -> None:
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    body: dict[str, object] = {
        "transfer_type": "ach",
        "relationship_id": relationship_id,
        "amount": "10",
        "direction": "INCOMING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    refusal = await api.refused(status, "POST", path, json=body | {field: value})
    assert refusal["field"] == field


async def test_link_must_be_approved_and_account_active(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    path = f"/v1/accounts/{account['id']}/ach_relationships"
    await api.refused(403, "POST", path, json=BANK)
    await api.advance(4)
    relationship = await api.post(path, BANK)
    body = {
        "transfer_type": "ach",
        "relationship_id": relationship["id"],
        "amount": "10",
        "direction": "INCOMING",
    }
    transfers = f"/v1/accounts/{account['id']}/transfers"
    refusal = await api.refused(422, "POST", transfers, json=body)
    assert refusal["field"] == "relationship_id"


async def test_transfers_are_listed_newest_first_by_page_and_direction(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "100")
    out = await api.transfer(account_id, relationship_id, "1", "OUTGOING")
    path = f"/v1/accounts/{account_id}/transfers"
    assert [t["amount"] for t in await api.get(path)] == ["1", "100"]
    assert [t["amount"] for t in await api.get(path, limit=1, offset=1)] == ["100"]
    assert [t["id"] for t in await api.get(path, direction="OUTGOING")] == [out["id"]]
    assert (await api.refused(422, "GET", f"{path}?limit=many"))["field"] == "limit"


TOKEN = "processor-sandbox-161c86dd-d470-47e9-a741-d381c2b2cb6f"


async def test_processor_token_replaces_every_other_field(api: Api) -> None:
    """The bank behind it is made up, always the same, and usable like any other."""
    links = []
    for email in ("frog@example.com", "toad@example.com"):
        account_id = await api.open_account(email)
        path = f"/v1/accounts/{account_id}/ach_relationships"
        body = {"processor_token": TOKEN, "bank_account_type": "PIGGY", "instant": True}
        links.append(await api.post(path, body))
    link = links[0]
    assert link["account_owner_name"] == "Fern Frog"
    assert (link["bank_account_type"], link["bank_routing_number"]) == ("CHECKING", "121000358")
    assert len(link["bank_account_number"]) == 12
    assert link["account_mask"] == link["bank_account_number"][-4:]
    assert (link["approval_method"], link["processor_token"]) == ("PLAID", TOKEN)
    assert links[1]["bank_account_number"] == link["bank_account_number"]
    await api.client.delete(f"{path}/{links[1]['id']}")
    other = await api.post(path, {"processor_token": TOKEN[:-1] + "0"})
    assert other["bank_account_number"] != link["bank_account_number"]
    await api.advance(3)
    await api.transfer(account_id, other["id"], "10")
    await api.advance(8)
    assert (await api.account(account_id))["cash"] == "10"


@pytest.mark.parametrize(
    "token",
    [
        "public-sandbox-161c86dd",
        "processor-sandbox-",
        "processor-sandbox-a b!",
        "x" * 300,
        TOKEN * 9,
    ],
)
async def test_malformed_processor_token_is_refused(api: Api, token: str) -> None:
    path = f"/v1/accounts/{await api.open_account()}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json=BANK | {"processor_token": token})
    assert refusal["field"] == "processor_token"
    for field in BANK:
        refusal = await api.refused(422, "POST", path, json=BANK | {field: None})
        assert refusal["field"] == field


async def test_many_withdrawals_at_once_never_take_more_than_there_is(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "1000")
    body = {
        "transfer_type": "ach",
        "relationship_id": relationship_id,
        "amount": "150",
        "direction": "OUTGOING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    answers = await asyncio.gather(*(api.client.post(path, json=body) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 6 + [403] * 14
    await api.check_books()
    await api.advance(8)
    assert (await api.account(account_id))["cash"] == "100"
    await api.check_books()


async def test_proceeds_that_have_not_settled_cannot_leave(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.fund(account_id, "1000")
    await api.order(account_id, notional="900")
    await api.advance(2)
    await api.client.delete(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    await api.advance(2)
    assert float((await api.account(account_id))["cash"]) > 900
    out = {
        "transfer_type": "ach",
        "relationship_id": relationship_id,
        "amount": "101",
        "direction": "OUTGOING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    assert (await api.refused(403, "POST", path, json=out))["field"] == "amount"
    back = {
        "entry_type": "JNLC",
        "from_account": account_id,
        "to_account": "8f8c8cee-2591-4f83-be12-82c659b5e748",
        "amount": "101",
    }
    assert (await api.refused(403, "POST", "/v1/journals", json=back))["field"] == "amount"
    await api.post(path, out | {"amount": "100"})


@pytest.mark.parametrize(
    ("path", "parameter", "known"),
    [
        ("ach_relationships", "statuses", [*AchRelationshipStatus, *alpacas.ACHRelationshipStatus]),
        ("transfers", "status", [*TransferStatus, *alpacas.TransferStatus]),
        ("recipient_banks", "status", [*BankStatus, *alpacas.BankStatus]),
    ],
)
async def test_lists_are_filtered_by_documented_statuses_only(
    api: Api, path: str, parameter: str, known: list[Enum]
) -> None:
    account_id = await api.open_account()
    for status in known:
        await api.get(f"/v1/accounts/{account_id}/{path}", **{parameter: status.value})
    refusal = await api.refused(
        422, "GET", f"/v1/accounts/{account_id}/{path}", params={parameter: "NOPE"}
    )
    assert refusal["field"] == parameter


async def test_refused_processor_token_is_told_its_form(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/ach_relationships"
    refusal = await api.refused(422, "POST", path, json={"processor_token": "frog-token"})
    assert refusal["field"] == "processor_token"
    assert "frog" not in refusal["message"]
    example = refusal["message"].split()[-1]
    await api.post(path, {"processor_token": example})
