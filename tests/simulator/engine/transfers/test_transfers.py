"""Deposits and withdrawals by ACH, and the filters of the lists of funding."""

import asyncio
from enum import Enum

import pytest
from alpaca.broker import enums as alpacas

from ribbit_tui.wire.funding import AchRelationshipStatus, TransferStatus
from ribbit_tui.wire.recipient_banks import BankStatus
from tests.simulator.conftest import BANK, Api, application
from tests.simulator.engine.support import statuses


async def test_deposit_reaches_the_account_when_it_completes(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, relationship_id, "1234.567")
    assert transfer["status"] == "QUEUED"
    assert (transfer["relationship_id"], "bank_id" in transfer) == (relationship_id, False)
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


@pytest.mark.parametrize("method", ["user", "invoice", None])
async def test_who_would_pay_a_fee_is_kept_and_answered(api: Api, method: str | None) -> None:
    account_id = await api.open_account()
    body = {
        "transfer_type": "ach",
        "relationship_id": await api.link_bank(account_id),
        "amount": "10",
        "direction": "INCOMING",
        "fee_payment_method": method,
        "timing": "immediate",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    transfer = await api.post(path, body)
    assert (transfer["fee"], transfer["fee_payment_method"]) == ("0", method)
    assert await api.get(path) == [transfer]


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
    assert (await api.client.delete(path)).status_code == 200
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
        ("additional_information", "x" * 1025, 422),
        ("additional_information", "for the rent", 422),
        ("additional_information", "/fixtures/status=RETURNED", 422),
        ("ira", {"tax_year": "2026"}, 422),
        ("ira", {}, 422),
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


async def test_s13_timing_has_no_effect(api: Api) -> None:
    account_id = await api.open_account()
    relationship_id = await api.link_bank(account_id)
    body = {"transfer_type": "ach", "relationship_id": relationship_id, "amount": "10"}
    path = f"/v1/accounts/{account_id}/transfers"
    for timing in ("immediate", "next_day"):
        sent = await api.post(path, body | {"direction": "INCOMING", "timing": timing})
        assert sent["status"] == "QUEUED" and "timing" not in sent


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
    assert [t["id"] for t in await api.get(path, status="QUEUED")] == [out["id"]]
    assert (await api.refused(422, "GET", f"{path}?limit=many"))["field"] == "limit"


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
