"""Every request that Alpaca's documents show is accepted as it stands there."""

import pytest

from tests.simulator.conftest import SAMPLES, Api

APPLICATIONS = sorted(path.name for path in SAMPLES.glob("application-*.json"))


@pytest.mark.parametrize("name", APPLICATIONS)
async def test_documented_application_becomes_an_account(api: Api, name: str) -> None:
    answer = await api.client.post("/v1/accounts", content=(SAMPLES / name).read_bytes())
    assert answer.status_code == 200, answer.text
    assert answer.json()["status"] == "SUBMITTED"
    assert len(answer.json()["account_number"]) == 9
    assert "666-55-4321" not in answer.text
    assert "661-010-666" not in answer.text


async def test_documented_bank_transfer_and_order_are_accepted(api: Api) -> None:
    account_id = await api.open_account()
    bank = (SAMPLES / "ach-relationship.json").read_bytes()
    answer = await api.client.post(f"/v1/accounts/{account_id}/ach_relationships", content=bank)
    assert answer.json()["status"] == "QUEUED"
    assert answer.json()["bank_account_number"] == "32131231abc"
    await api.advance(3)

    sample = (SAMPLES / "transfer.json").read_text("utf-8")
    body = sample.replace("c9b420e0-ae4e-4f39-bcbf-649b407c2129", answer.json()["id"])
    answer = await api.client.post(f"/v1/accounts/{account_id}/transfers", content=body)
    assert answer.json()["status"] == "QUEUED"
    assert answer.json()["amount"] == "1234.567"
    await api.advance(8)

    order = (SAMPLES / "order.json").read_bytes()
    answer = await api.client.post(f"/v1/trading/accounts/{account_id}/orders", content=order)
    assert answer.json()["status"] == "accepted"
    assert answer.json()["qty"] == "0.42"
    await api.advance(2)
    order_now = await api.get(f"/v1/trading/accounts/{account_id}/orders/{answer.json()['id']}")
    assert order_now["status"] == "filled"
    await api.check_books()
