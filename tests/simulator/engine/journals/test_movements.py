"""Tests of what journals move: reversed shares, and the descriptions of both sides."""

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json
from tests.simulator.engine.support import decide


async def position(api: Api, account_id: str) -> Json:
    found: Json = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    return found


async def test_shares_of_a_deleted_journal_go_back_at_their_price(api: Api) -> None:
    account_id = await api.open_account()
    before = await position(api, REWARDS_ACCOUNT)
    body = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": account_id,
        "symbol": "AAPL",
        "qty": "0.5",
        "description": "welcome",
    }
    journal = await api.post("/v1/journals", body)
    assert (await position(api, REWARDS_ACCOUNT))["qty_available"] == "199.5"
    await decide(api, "journals", journal["id"], "executed")
    price = (await api.get(f"/v1/journals/{journal['id']}"))["price"]
    await api.advance(3600)
    await decide(api, "journals", journal["id"], "deleted")
    after = await position(api, REWARDS_ACCOUNT)
    assert (before["qty"], after["qty"], after["qty_available"]) == ("200", "200", "200")
    await api.refused(404, "GET", f"/v1/trading/accounts/{account_id}/positions/AAPL")
    for holder, qtys in ((account_id, ["0.5", "-0.5"]), (REWARDS_ACCOUNT, ["-0.5", "0.5"])):
        listed = await api.get("/v1/accounts/activities/JNLS", account_id=holder, direction="asc")
        assert [one["qty"] for one in listed] == qtys
        assert [one["symbol"] for one in listed] == ["AAPL", "AAPL"]
        assert [one["description"] for one in listed] == ["welcome", "a journal reversed"]
        assert [one["per_share_amount"] for one in listed] == [price, price]
    await api.check_books()


async def test_both_sides_of_a_cash_journal_are_described(api: Api) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "5",
        "description": "a gift",
    }
    await api.post("/v1/journals", body)
    await api.advance(1)
    for holder, amount in ((account_id, "5"), (SWEEP_ACCOUNT, "-5")):
        [one] = await api.get("/v1/accounts/activities/JNLC", account_id=holder)
        assert (one["net_amount"], one["description"]) == (amount, "a gift")
