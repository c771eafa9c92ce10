"""Tests of the money of transfers: what moves, what is returned, and who pays for it."""

from decimal import Decimal

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json
from tests.simulator.engine.banks.test_recipient_banks import add_bank, wire
from tests.simulator.engine.support import cash, decide

FIRMS_CASH = 50_000


async def entries(api: Api, account_id: str, kinds: str) -> list[tuple[str, str]]:
    """Return net amount and description of the account's activities, oldest first."""
    listed: list[Json] = await api.get(
        "/v1/accounts/activities", account_id=account_id, activity_types=kinds, direction="asc"
    )
    return [(one["net_amount"], one.get("description", "")) for one in listed]


async def test_the_fee_of_a_wire_is_not_refunded(api: Api) -> None:
    account_id = await api.funded_account("1000")
    bank_id = await add_bank(api, account_id)
    sent = await wire(api, account_id, bank_id, "500", fee_payment_method="user")
    await api.advance(8)
    await decide(api, "transfers", sent["id"], "RETURNED", reason="no such account")
    assert await cash(api, account_id) == "975"
    assert await entries(api, account_id, "CSW,FEE") == [
        ("-475", ""),
        ("-25", "wire fee"),
        ("475", "no such account"),
    ]
    await api.check_books()


async def test_a_transfer_that_did_not_complete_moves_nothing_when_returned(api: Api) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, link, "10")
    for status in ("SENT_TO_CLEARING", "RETURNED"):
        await decide(api, "transfers", transfer["id"], status)
    assert await entries(api, account_id, "CSD") == []
    assert await cash(api, account_id) == "0"
    await api.check_books()


async def test_a_deposit_that_is_all_there_is_returned_without_the_firm(api: Api) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, link, "10")
    await api.advance(8)
    await decide(api, "transfers", transfer["id"], "RETURNED", reason="R10: not authorized")
    assert await entries(api, account_id, "CSD,JNLC") == [
        ("10", ""),
        ("-10", "R10: not authorized"),
    ]
    assert await api.get("/v1/journals") == []
    assert await cash(api, SWEEP_ACCOUNT) == str(FIRMS_CASH)


async def spent_deposit(api: Api, amount: int) -> str:
    """Deposit an amount of which nothing is left; return the transfer's id."""
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer_id: str = (await api.transfer(account_id, link, str(amount)))["id"]
    await api.advance(8)
    await api.transfer(account_id, link, str(amount), "OUTGOING")
    await api.advance(8)
    return transfer_id


async def test_the_firm_covers_a_spent_deposit_to_its_last_dollar(api: Api) -> None:
    transfer_id = await spent_deposit(api, FIRMS_CASH)
    await decide(api, "transfers", transfer_id, "RETURNED")
    assert await cash(api, SWEEP_ACCOUNT) == "0"
    [journal] = await api.get("/v1/journals")
    assert journal["description"] == f"covers the returned deposit {transfer_id}"
    await api.check_books()


async def test_a_spent_deposit_that_the_firm_cannot_cover_is_not_returned(api: Api) -> None:
    transfer_id = await spent_deposit(api, FIRMS_CASH + 1)
    path = f"/simulator/transfers/{transfer_id}/status"
    refusal = await api.refused(403, "POST", path, json={"status": "RETURNED"})
    assert refusal["message"] == "neither the account nor the firm has the money to return"
    assert await cash(api, SWEEP_ACCOUNT) == str(FIRMS_CASH)
    await api.check_books()


async def test_the_firm_does_not_cover_a_deposit_of_its_own(api: Api) -> None:
    path = f"/simulator/accounts/{SWEEP_ACCOUNT}/wires"
    arrived = await api.post(path, {"amount": "20000"})
    await api.advance(8)
    account_id = await api.open_account()
    journal = await api.journal(account_id, "60000")
    await decide(api, "journals", journal["id"], "executed")
    assert Decimal(await cash(api, SWEEP_ACCOUNT)) == FIRMS_CASH + 20_000 - 60_000
    path = f"/simulator/transfers/{arrived['id']}/status"
    refusal = await api.refused(403, "POST", path, json={"status": "RETURNED"})
    assert refusal["field"] == "status"
    await api.check_books()


async def test_the_firm_covers_the_smallest_amount(api: Api) -> None:
    account_id = await api.open_account()
    link = await api.link_bank(account_id)
    transfer = await api.transfer(account_id, link, "10")
    await api.advance(8)
    await api.transfer(account_id, link, "0.000001", "OUTGOING")
    await api.advance(8)
    await decide(api, "transfers", transfer["id"], "RETURNED")
    [journal] = await api.get("/v1/journals")
    assert Decimal(journal["net_amount"]) == Decimal("0.000001")
    assert await cash(api, account_id) == "0"
    await api.check_books()
