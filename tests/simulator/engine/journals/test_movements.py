"""Tests of what journals move: reversed shares, and the end of the day at its boundary."""

from datetime import UTC, datetime

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.support import DAY, decide


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


async def test_a_journal_above_the_limit_at_23_00_waits_until_tomorrow(open_api: OpenApi) -> None:
    one_second_before = datetime(2026, 1, 16, 3, 59, 59, tzinfo=UTC)  # 22:59:59 in New York
    api = await open_api(start_time=datetime(2026, 1, 16, 3, 0, tzinfo=UTC))
    account_id = await api.open_account()
    await api.advance((one_second_before - api.simulation.now()).total_seconds())
    journal = await api.journal(account_id, "60")

    async def status() -> str:
        found: str = (await api.get(f"/v1/journals/{journal['id']}"))["status"]
        return found

    await api.advance(1)
    assert await status() == "pending"
    await api.advance(DAY - 1)
    assert await status() == "pending"
    await api.advance(1)
    assert await status() == "executed"
