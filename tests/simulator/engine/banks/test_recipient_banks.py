"""Recipient banks, and the wires that go to them and come in."""

from typing import Any

import pytest

from tests.simulator.conftest import Api, Json, OpenApi

DOMESTIC: Json = {
    "name": "Bank XYZ",
    "bank_code_type": "ABA",
    "bank_code": "123456789",
    "account_number": "123456789abc",
}
ABROAD: Json = {
    "name": "Teichbank",
    "bank_code_type": "BIC",
    "bank_code": "TEICDEFF",
    "account_number": "DE02120300000000202051",
    "country": "DEU",
    "state_province": "Berlin",
    "postal_code": "10115",
    "city": "Berlin",
    "street_address": "Am Teich 1",
}


async def add_bank(api: Api, account_id: str, body: Json = DOMESTIC) -> str:
    """Add a bank and return its id once it is APPROVED."""
    bank = await api.post(f"/v1/accounts/{account_id}/recipient_banks", body)
    await api.advance(3)
    bank_id: str = bank["id"]
    return bank_id


async def wire(api: Api, account_id: str, bank_id: str, amount: str, **more: Any) -> Json:
    body = {
        "transfer_type": "wire",
        "bank_id": bank_id,
        "amount": amount,
        "direction": "OUTGOING",
    }
    answer: Json = await api.post(f"/v1/accounts/{account_id}/transfers", body | more)
    return answer


async def status_of(api: Api, account_id: str, transfer_id: str) -> str:
    found = await api.get(f"/v1/accounts/{account_id}/transfers")
    [status] = [transfer["status"] for transfer in found if transfer["id"] == transfer_id]
    return str(status)


async def test_bank_is_looked_at_and_approved(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/recipient_banks"
    bank = await api.post(path, DOMESTIC)
    assert DOMESTIC.items() <= bank.items()
    assert (bank["status"], bank["country"], bank["street_address"]) == ("QUEUED", "", "")
    seen = []
    for _ in range(2):
        await api.advance(1.5)
        seen += [found["status"] for found in await api.get(path)]
    assert seen == ["SENT_TO_CLEARING", "APPROVED"]
    stream = "/v2/events/funding/status?since=2026-01-15&until=2026-01-15T15:00:07Z"
    events = [
        line for line in (await api.client.get(stream)).text.splitlines() if "WireBank" in line
    ]
    assert [event.split('"status_to":')[1] for event in events] == [
        '"QUEUED"}',
        '"SENT_TO_CLEARING"}',
        '"APPROVED"}',
    ]


async def test_one_bank_at_a_time_under_either_name_of_the_route(api: Api) -> None:
    account_id = await api.open_account()
    path, alias = (f"/v1/accounts/{account_id}/{name}" for name in ("recipient_banks", "banks"))
    first = await api.post(alias, ABROAD)
    await api.refused(409, "POST", path, json=DOMESTIC)
    assert await api.get(path) == await api.get(alias) == [first]
    assert (await api.client.delete(f"{alias}/{first['id']}")).status_code == 204
    await api.refused(404, "DELETE", f"{path}/{first['id']}")
    second = await api.post(path, DOMESTIC | {"name": "bank xyz"})
    await api.advance(3)

    async def found(**parameters: str) -> list[str]:
        return [bank["id"] for bank in await api.get(path, **parameters)]

    assert await found() == [first["id"], second["id"]]
    assert await found(status="ACTIVE") == [second["id"]]
    assert await found(status="INACTIVE") == [first["id"]]
    assert await found(status="APPROVED") == [second["id"]]
    assert await found(bank_name="Bank XYZ") == [second["id"]]
    assert (await api.refused(422, "GET", f"{path}?status=OPEN"))["field"] == "status"
    other = await api.open_account("toad@example.com")
    await api.refused(404, "DELETE", f"/v1/accounts/{other}/banks/{second['id']}")


@pytest.mark.parametrize(
    ("sample", "field", "value"),
    [
        (DOMESTIC, "name", None),
        (DOMESTIC, "name", "n" * 257),
        (DOMESTIC, "bank_code_type", "IBAN"),
        (DOMESTIC, "bank_code", "12345678"),
        (DOMESTIC, "bank_code", "TEICDEFF"),
        (DOMESTIC, "account_number", "12 34"),
        (DOMESTIC, "city", "Berlin"),
        (ABROAD, "bank_code", "123456789"),
        (ABROAD, "bank_code", "TEICDEFFX"),
        (ABROAD, "postal_code", "12"),
        *[(ABROAD, name, None) for name in ("country", "state_province", "postal_code", "city")],
        (ABROAD, "street_address", ""),
        (ABROAD, "extra_fields", {str(number): "x" for number in range(17)}),
        (ABROAD, "extra_fields", {"note": "x" * 257}),
    ],
)
async def test_bad_banks_are_refused(api: Api, sample: Json, field: str, value: Any) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/recipient_banks"
    refusal = await api.refused(422, "POST", path, json=sample | {field: value})
    assert refusal["field"] == field
    answer = await api.post(path, sample | {"bank_code": sample["bank_code"].lower()})
    assert answer["bank_code"] == sample["bank_code"]


@pytest.mark.parametrize(
    ("bank", "method", "fee", "received", "left"),
    [
        (DOMESTIC, "user", "25", "475", "500"),
        (ABROAD, "user", "50", "450", "500"),
        (DOMESTIC, "invoice", "25", "500", "500"),
        (ABROAD, None, "50", "500", "500"),
    ],
)
async def test_wire_takes_its_fee_from_who_pays_it(
    api: Api, bank: Json, method: str | None, fee: str, received: str, left: str
) -> None:
    account_id = await api.funded_account("1000")
    bank_id = await add_bank(api, account_id, bank)
    transfer = await wire(api, account_id, bank_id, "500", fee_payment_method=method)
    assert transfer["type"] == "wire"
    assert (transfer["bank_id"], "relationship_id" in transfer) == (bank_id, False)
    assert (transfer["amount"], transfer["requested_amount"]) == (received, "500")
    assert (transfer["fee"], transfer["fee_payment_method"]) == (fee, method or "invoice")
    assert (await api.account(account_id))["cash_withdrawable"] == "500"
    await api.check_books()
    await api.advance(8)
    assert await status_of(api, account_id, transfer["id"]) == "COMPLETE"
    assert (await api.account(account_id))["cash"] == left
    moved = await api.get(
        "/v1/accounts/activities", account_id=account_id, activity_types="CSW,FEE"
    )
    assert sorted(activity["net_amount"] for activity in moved) == sorted(
        [f"-{received}"] + ([f"-{fee}"] if method == "user" else [])
    )
    await api.check_books()


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"direction": "INCOMING"}, 422, "direction"),
        ({"bank_id": None}, 422, "bank_id"),
        ({"bank_id": "nowhere"}, 404, "bank_id"),
        ({"relationship_id": "somewhere"}, 422, "relationship_id"),
        ({"fee_payment_method": "user", "amount": "25"}, 422, "amount"),
        ({"amount": "1000.01"}, 403, "amount"),
        ({"amount": "1000.01", "fee_payment_method": "user"}, 403, "amount"),
    ],
)
async def test_bad_wires_are_refused(api: Api, changes: Json, status: int, field: str) -> None:
    account_id = await api.funded_account("1000")
    body = {
        "transfer_type": "wire",
        "bank_id": await add_bank(api, account_id),
        "amount": "10",
        "direction": "OUTGOING",
    }
    path = f"/v1/accounts/{account_id}/transfers"
    refusal = await api.refused(status, "POST", path, json=body | changes)
    assert refusal["field"] == field
    await api.post(path, body)


async def test_a_wire_may_bring_in_as_little_as_can_be_sent(api: Api) -> None:
    account_id = await api.funded_account("1000")
    bank_id = await add_bank(api, account_id)
    note = "n" * 1024
    sent = await wire(
        api,
        account_id,
        bank_id,
        "25.000001",
        fee_payment_method="user",
        additional_information=note,
    )
    assert (sent["amount"], sent["fee"]) == ("0.000001", "25")
    assert sent["additional_information"] == note
    await api.check_books()


async def test_wire_needs_its_bank_and_keeps_it(api: Api) -> None:
    account_id = await api.funded_account("1000")
    path = f"/v1/accounts/{account_id}/recipient_banks"
    bank = await api.post(path, DOMESTIC)
    transfer = await wire(api, account_id, bank["id"], "10")
    await api.refused(409, "DELETE", f"{path}/{bank['id']}")
    control = f"/simulator/transfers/{transfer['id']}/status"
    assert (await api.refused(422, "POST", control, json={"status": "COMPLETE"}))["field"]
    await api.advance(3)
    assert await status_of(api, account_id, transfer["id"]) == "SENT_TO_CLEARING"
    await api.advance(5)
    assert await status_of(api, account_id, transfer["id"]) == "COMPLETE"
    assert (await api.client.delete(f"{path}/{bank['id']}")).status_code == 204
    body = {"transfer_type": "wire", "bank_id": bank["id"], "amount": "1", "direction": "OUTGOING"}
    refusal = await api.refused(422, "POST", f"/v1/accounts/{account_id}/transfers", json=body)
    assert refusal["field"] == "bank_id"


async def test_wires_move_on_market_days_only(open_api: OpenApi) -> None:
    """Saturday the 17th of January 2026 is followed by Martin Luther King Day on Monday."""
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("1000")
    bank_id = await add_bank(api, account_id)
    await api.advance(2 * 24 * 3600)
    transfer = await wire(api, account_id, bank_id, "10")
    [link] = await api.get(f"/v1/accounts/{account_id}/ach_relationships")
    by_ach = await api.transfer(account_id, link["id"], "10")
    await api.advance(2 * 24 * 3600)
    assert await status_of(api, account_id, transfer["id"]) == "QUEUED"
    assert await status_of(api, account_id, by_ach["id"]) == "COMPLETE"
    await api.advance(24 * 3600)
    assert await status_of(api, account_id, transfer["id"]) == "COMPLETE"


async def test_a_wire_moves_on_the_evening_of_a_market_day(open_api: OpenApi) -> None:
    api = await open_api(market_hours="nyse")
    account_id = await api.funded_account("1000")
    bank_id = await add_bank(api, account_id)
    await api.advance(34 * 3600)  # 20:00 on Friday in New York, and Saturday in UTC
    transfer = await wire(api, account_id, bank_id, "10")
    await api.advance(60)
    assert await status_of(api, account_id, transfer["id"]) == "COMPLETE"


async def test_incoming_wire_arrives_by_itself(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/simulator/accounts/{account_id}/wires"
    sent = await api.post(path, {"amount": "2500", "additional_information": "FFC Fern Frog"})
    assert (sent["type"], sent["direction"], sent["status"]) == ("wire", "INCOMING", "QUEUED")
    assert ("bank_id" in sent, sent["fee"]) == (False, "0")
    assert sent["additional_information"] == "FFC Fern Frog"
    await api.advance(8)
    assert (await api.account(account_id))["cash"] == "2500"
    [activity] = await api.get("/v1/accounts/activities/CSD", account_id=account_id)
    assert activity["net_amount"] == "2500"
    assert (await api.refused(422, "POST", path, json={"amount": "0"}))["field"] == "amount"
    long = {"amount": "1", "additional_information": "x" * 1025}
    assert (await api.refused(422, "POST", path, json=long))["field"] == "additional_information"
    await api.refused(404, "POST", "/simulator/accounts/nobody/wires", json={"amount": "1"})
    await api.check_books()


async def test_closing_an_account_removes_its_bank(api: Api) -> None:
    account_id = await api.open_account()
    await add_bank(api, account_id)
    assert (await api.client.delete(f"/v1/accounts/{account_id}")).status_code == 204
    [bank] = await api.get(f"/v1/accounts/{account_id}/recipient_banks")
    assert bank["status"] == "CANCELED"
