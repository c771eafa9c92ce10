"""The director's decisions about journals."""

import pytest

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.simulator.conftest import Api
from tests.simulator.engine.support import DAY, amounts, cash, decide

JOURNAL_DECISIONS = {
    "queued": {"pending", "sent_to_clearing", "executed", "rejected", "refused", "canceled"},
    "pending": {"sent_to_clearing", "executed", "rejected", "refused", "canceled"},
    "sent_to_clearing": {"executed", "rejected", "refused"},
    "executed": {"correct", "deleted"},
    "rejected": set[str](),
    "refused": set[str](),
    "canceled": set[str](),
    "correct": set[str](),
    "deleted": set[str](),
}


@pytest.mark.parametrize("kind", ["JNLC", "JNLS"])
@pytest.mark.parametrize("before", JOURNAL_DECISIONS)
async def test_director_moves_a_journal_where_its_status_leads(
    api: Api, before: str, kind: str
) -> None:
    account_id = await api.open_account()
    moved = {"amount": "1"} if kind == "JNLC" else {"symbol": "AAPL", "qty": "0.01"}
    right = {"amount": "0.5"} if kind == "JNLC" else {"qty": "0.005"}
    body = {
        "entry_type": kind,
        "from_account": SWEEP_ACCOUNT if kind == "JNLC" else REWARDS_ACCOUNT,
        "to_account": account_id,
        **moved,
    }
    for after in (*JOURNAL_DECISIONS, "activity_created"):
        journal_id = (await api.post("/v1/journals", body))["id"]
        if before in {"correct", "deleted"}:
            await decide(api, "journals", journal_id, "executed")
        if before != "queued":
            await decide(api, "journals", journal_id, before, **right)
        if after in JOURNAL_DECISIONS[before]:
            await decide(api, "journals", journal_id, after, **right)
        else:
            path = f"/simulator/journals/{journal_id}/status"
            refusal = await api.refused(422, "POST", path, json={"status": after} | right)
            assert refusal["field"] == "status"
            after = before
        await api.check_books()
        await api.advance(DAY)
        expected = "executed" if after in {"queued", "sent_to_clearing"} else after
        assert (await api.get(f"/v1/journals/{journal_id}"))["status"] == expected
    await api.check_books()


async def test_correction_is_a_journal_of_its_own(api: Api) -> None:
    account_id = await api.open_account()
    journal = await api.journal(account_id, "40")
    await api.advance(1)
    path = f"/simulator/journals/{journal['id']}/status"
    for amount in ("0", None, "50000.01"):
        body = {"status": "correct", "amount": amount}
        refusal = await api.refused(403 if amount == "50000.01" else 422, "POST", path, json=body)
        assert refusal["field"] == "amount"
    corrected = await decide(api, "journals", journal["id"], "correct", amount="4")
    assert corrected["id"] != journal["id"]
    assert (corrected["status"], corrected["net_amount"]) == ("executed", "4")
    assert (await api.get(f"/v1/journals/{journal['id']}"))["status"] == "correct"
    assert (await cash(api, account_id), await cash(api, SWEEP_ACCOUNT)) == ("4", "49996")
    assert await amounts(api, account_id, "JNLC") == ["40", "-40", "4"]
    await api.check_books()


@pytest.mark.parametrize("end", ["deleted", "correct"])
async def test_what_has_been_spent_is_not_taken_back(api: Api, end: str) -> None:
    account_id = await api.open_account()
    journal = await api.journal(account_id, "40")
    await api.advance(1)
    await api.order(account_id, notional="30")
    path = f"/simulator/journals/{journal['id']}/status"
    body = {"status": end, "amount": "20"}
    assert (await api.refused(403, "POST", path, json=body))["field"] == "status"
    assert (await api.get(f"/v1/journals/{journal['id']}"))["status"] == "executed"
    await api.check_books()


async def test_a_correction_keeps_the_description_and_the_transmitter(api: Api) -> None:
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": await api.open_account(),
        "amount": "40",
        "description": "a gift",
        "transmitter_name": "Fern Frog",
    }
    journal = await api.post("/v1/journals", body)
    await api.advance(1)
    corrected = await decide(api, "journals", journal["id"], "correct", amount="4")
    assert corrected["description"] == "a gift"
    assert corrected["transmitter_name"] == "Fern Frog"


async def test_shares_are_corrected_by_another_number_of_shares(api: Api) -> None:
    body = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": await api.open_account(),
        "symbol": "AAPL",
        "qty": "0.1",
    }
    journal = await api.post("/v1/journals", body)
    await api.advance(1)
    path = f"/simulator/journals/{journal['id']}/status"
    without = {"status": "correct", "amount": "1"}
    assert (await api.refused(422, "POST", path, json=without))["field"] == "qty"
    corrected = await decide(api, "journals", journal["id"], "correct", qty="0.05")
    assert (corrected["status"], corrected["qty"]) == ("executed", "0.05")
    await api.check_books()
