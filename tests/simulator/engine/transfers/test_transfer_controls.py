"""Fixtures and the director's decisions for transfers, and restarts under way."""

from decimal import Decimal
from pathlib import Path

import pytest

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.support import DAY, amounts, cash, decide


async def deposit(api: Api, account_id: str, link: str, amount: str, fixture: str = "") -> str:
    """Make a deposit that is to end in the status `fixture`; return its id."""
    body = {
        "transfer_type": "ach",
        "relationship_id": link,
        "amount": amount,
        "direction": "INCOMING",
        "additional_information": f"/fixtures/status={fixture}/fixtures/",
    }
    transfer_id: str = (await api.post(f"/v1/accounts/{account_id}/transfers", body))["id"]
    return transfer_id


async def found(api: Api, account_id: str, transfer_id: str) -> Json:
    listed = await api.get(f"/v1/accounts/{account_id}/transfers")
    [transfer] = [item for item in listed if item["id"] == transfer_id]
    return dict(transfer)


@pytest.mark.parametrize(
    ("fixture", "end", "left"),
    [
        ("QUEUED", "QUEUED", "1000"),
        ("PENDING", "PENDING", "1000"),
        ("APPROVED", "APPROVED", "1000"),
        ("REJECTED", "REJECTED", "1000"),
        ("CANCELED", "CANCELED", "1000"),
        ("RETURNED", "RETURNED", "1000"),
        ("COMPLETE", "COMPLETE", "1010"),
        ("SETTLED", "COMPLETE", "1010"),
    ],
)
@pytest.mark.parametrize("direction", ["INCOMING", "OUTGOING"])
async def test_documented_fixtures_decide_where_a_transfer_ends(
    api: Api, fixture: str, end: str, left: str, direction: str
) -> None:
    account_id = await api.open_account()
    link = await api.fund(account_id, "1000")
    body = {
        "transfer_type": "ach",
        "relationship_id": link,
        "amount": "10",
        "direction": direction,
        "additional_information": f"/fixtures/status={fixture}/fixtures/",
    }
    transfer = await api.post(f"/v1/accounts/{account_id}/transfers", body)
    await api.advance(2 * DAY)
    assert (await found(api, account_id, transfer["id"]))["status"] == end
    if direction == "OUTGOING":
        left = left.replace("1010", "990")
    assert await cash(api, account_id) == left
    under_way = direction == "OUTGOING" and end in {"QUEUED", "PENDING", "APPROVED"}
    account = await api.account(account_id)
    assert account["cash_withdrawable"] == ("990" if under_way else left)
    await api.check_books()


async def test_returned_deposit_completes_first_and_then_goes_back(api: Api) -> None:
    account_id = await api.open_account()
    transfer_id = await deposit(api, account_id, await api.link_bank(account_id), "10", "RETURNED")
    await api.advance(8)
    assert (await found(api, account_id, transfer_id))["status"] == "COMPLETE"
    assert await cash(api, account_id) == "10"
    await api.advance(8)
    transfer = await found(api, account_id, transfer_id)
    assert (transfer["status"], transfer["reason"]) == ("RETURNED", "R01: insufficient funds")
    assert await amounts(api, account_id, "CSD") == ["10", "-10"]
    assert await cash(api, account_id) == "0"
    await api.check_books()


async def test_firm_covers_what_was_spent_of_a_returned_deposit(api: Api) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, link, "1000")
    await api.advance(8)
    await api.order(account_id, notional="700")
    await api.order(account_id, symbol="MSFT", qty="1", type="limit", limit_price="100")
    await api.advance(2)
    withdrawable = Decimal((await api.account(account_id))["cash_withdrawable"])
    assert 0 < withdrawable < 1000
    await decide(api, "transfers", transfer["id"], "RETURNED", reason="R10: not authorized")
    account = await api.account(account_id)
    assert Decimal(account["cash_withdrawable"]) == 0, "what the open order holds stays held"
    missing = 1000 - withdrawable
    [journal] = await api.get("/v1/journals")
    assert (journal["from_account"], journal["to_account"]) == (SWEEP_ACCOUNT, account_id)
    assert (journal["status"], Decimal(journal["net_amount"])) == ("executed", missing)
    assert transfer["id"] in journal["description"]
    assert Decimal(await cash(api, SWEEP_ACCOUNT)) == 50_000 - missing
    assert (await amounts(api, account_id, "CSD,JNLC"))[-1] == "-1000"
    await api.check_books()


@pytest.mark.parametrize("by_fixture", [True, False])
async def test_return_that_nobody_can_pay_waits(api: Api, by_fixture: bool) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    fixture = "RETURNED" if by_fixture else ""
    transfer_id = await deposit(api, account_id, link, "60000", fixture)
    await api.advance(8)
    await api.transfer(account_id, link, "60000", "OUTGOING")
    if by_fixture:
        await api.advance(30)
        assert (await found(api, account_id, transfer_id))["status"] == "COMPLETE"
    else:
        body = {"status": "RETURNED"}
        path = f"/simulator/transfers/{transfer_id}/status"
        assert (await api.refused(403, "POST", path, json=body))["field"] == "status"
        await api.advance(30)
    await api.check_books()
    await api.post(f"/simulator/accounts/{SWEEP_ACCOUNT}/wires", {"amount": "20000"})
    if by_fixture:
        await api.advance(DAY)
    else:
        await api.advance(8)
        await decide(api, "transfers", transfer_id, "RETURNED")
    assert (await found(api, account_id, transfer_id))["status"] == "RETURNED"
    assert await cash(api, SWEEP_ACCOUNT) == "10000"
    await api.check_books()


BEFORE_CLEARING = {"SENT_TO_CLEARING", "APPROVED", "COMPLETE", "REJECTED", "CANCELED"}
TRANSFER_DECISIONS = {
    "QUEUED": BEFORE_CLEARING | {"APPROVAL_PENDING", "PENDING"},
    "APPROVAL_PENDING": BEFORE_CLEARING | {"PENDING"},
    "PENDING": BEFORE_CLEARING,
    "SENT_TO_CLEARING": {"APPROVED", "COMPLETE", "REJECTED", "RETURNED"},
    "APPROVED": {"COMPLETE", "REJECTED", "RETURNED"},
    "COMPLETE": {"RETURNED"},
    "REJECTED": set[str](),
    "CANCELED": set[str](),
    "RETURNED": set[str](),
}


@pytest.mark.parametrize("direction", ["INCOMING", "OUTGOING"])
@pytest.mark.parametrize("before", TRANSFER_DECISIONS)
async def test_director_moves_a_transfer_where_its_status_leads(
    api: Api, before: str, direction: str
) -> None:
    account_id = await api.open_account()
    link = await api.fund(account_id, "1000")
    for after in (*TRANSFER_DECISIONS, "EXPIRED", ""):
        start = (await api.transfer(account_id, link, "1", direction))["id"]
        if before == "RETURNED":
            await decide(api, "transfers", start, "SENT_TO_CLEARING")
        if before != "QUEUED":
            await decide(api, "transfers", start, before)
        path = f"/simulator/transfers/{start}/status"
        if after in TRANSFER_DECISIONS[before]:
            answer = await decide(api, "transfers", start, after, reason="so it goes")
            assert (answer["status"], answer["reason"]) == (after, "so it goes")
        else:
            refusal = await api.refused(422, "POST", path, json={"status": after})
            assert refusal["field"] == "status"
            after = before
        await api.check_books()
        await api.advance(60)
        goes_on = {"QUEUED", "SENT_TO_CLEARING"}
        expected = "COMPLETE" if after in goes_on else after
        assert (await found(api, account_id, start))["status"] == expected
    await api.check_books()


async def test_a_transfer_that_is_cleared_late_completes_later_still(api: Api) -> None:
    account_id = await api.open_account()
    transfer = await api.transfer(account_id, await api.link_bank(account_id), "5")
    await decide(api, "transfers", transfer["id"], "PENDING")
    await api.advance(60)
    await decide(api, "transfers", transfer["id"], "SENT_TO_CLEARING")
    await api.advance(7)
    assert (await found(api, account_id, transfer["id"]))["status"] == "SENT_TO_CLEARING"
    await api.advance(1)
    assert (await found(api, account_id, transfer["id"]))["status"] == "COMPLETE"


async def test_decisions_are_told_with_their_reason(api: Api) -> None:
    account_id = await api.open_account()
    transfer = await api.transfer(account_id, await api.link_bank(account_id), "5")
    body = {"status": "REJECTED", "reason": "r" * 256}
    path = f"/simulator/transfers/{transfer['id']}/status"
    assert (await api.refused(422, "POST", path, json=body))["field"] == "reason"
    # The longest reason, and an id in capitals.
    await decide(api, "transfers", transfer["id"].upper(), "PENDING", reason="r" * 255)
    assert (await found(api, account_id, transfer["id"]))["reason"] == "r" * 255
    await decide(api, "transfers", transfer["id"], "REJECTED", reason="name does not match")
    await api.refused(404, "POST", "/simulator/transfers/none/status", json={"status": "COMPLETE"})
    stream = "/v2/events/funding/status?since=2026-01-15&until=2026-01-15T15:00:07Z"
    last = (await api.client.get(stream)).text.strip().splitlines()[-1]
    assert '"status_from":"PENDING","status_to":"REJECTED"' in last
    assert '"reason":"name does not match"' in last


async def test_everything_under_way_goes_on_after_a_restart(
    open_api: OpenApi, tmp_path: Path
) -> None:
    api = await open_api(data_dir=tmp_path)
    account_id = await api.open_account()
    link = await api.fund(account_id, "1000")
    returned = await deposit(api, account_id, link, "10", "RETURNED")
    held = (await api.transfer(account_id, link, "100", "OUTGOING"))["id"]
    await decide(api, "transfers", held, "PENDING")
    bank = {
        "name": "Pond Bank",
        "bank_code_type": "ABA",
        "bank_code": "123456789",
        "account_number": "1234",
    }
    await api.post(f"/v1/accounts/{account_id}/recipient_banks", bank)
    small, large = await api.journal(account_id, "5"), await api.journal(account_id, "60")
    await decide(api, "journals", large["id"], "sent_to_clearing")
    await decide(api, "journals", small["id"], "pending")
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    await api.check_books()
    await api.advance(8)
    [found_bank] = await api.get(f"/v1/accounts/{account_id}/recipient_banks")
    assert found_bank["status"] == "APPROVED"
    assert await cash(api, account_id) == "1070"
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    await api.advance(2 * DAY)
    assert (await found(api, account_id, returned))["status"] == "RETURNED"
    assert (await found(api, account_id, held))["status"] == "PENDING"
    assert (await api.get(f"/v1/journals/{small['id']}"))["status"] == "pending"
    assert await cash(api, account_id) == "1060"
    await api.check_books()
