"""Journals between accounts of the firm."""

from decimal import Decimal
from typing import Any

import pytest
from alpaca.broker.enums import JournalStatus as Alpacas

from ribbit_tui.simulator.engine.firm.accounts import (
    DEPOSIT_ACCOUNT,
    REWARDS_ACCOUNT,
    SWEEP_ACCOUNT,
)
from ribbit_tui.simulator.engine.journals import requests
from ribbit_tui.wire.journals import JournalStatus
from ribbit_tui.wire.model import loads
from tests.simulator.conftest import Api, OpenApi, application


async def status_of(api: Api, journal: dict[str, Any]) -> str:
    status: str = (await api.get(f"/v1/journals/{journal['id']}"))["status"]
    return status


async def life(api: Api, journal: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the statuses that the journal took, each with its time of day."""
    now = (await api.get("/simulator"))["now"]
    answer = await api.client.get(
        "/v1/events/journals/status", params={"since": "2026-01-01", "until": now}
    )
    events = [loads(line[5:]) for line in answer.text.splitlines() if line.startswith("data:")]
    return [
        (event["status_to"], event["at"][11:23])
        for event in events
        if event["journal_id"] == journal["id"]
    ]


async def test_Q1_a_journal_is_queued_then_pending_then_executed(api: Api) -> None:
    account_id = await api.open_account()
    journal = await api.journal(account_id, "50")
    assert (journal["status"], journal["net_amount"]) == ("queued", "50")
    await api.advance(0.5)
    assert await status_of(api, journal) == "pending"
    assert (await api.account(account_id))["cash"] == "0"
    await api.advance(0.5)
    assert await status_of(api, journal) == "executed"
    assert await life(api, journal) == [
        ("queued", "15:00:04.000"),
        ("pending", "15:00:04.500"),
        ("executed", "15:00:05.000"),
    ]
    assert (await api.account(account_id))["cash"] == "50"
    assert (await api.account(SWEEP_ACCOUNT))["cash"] == "49950"
    for holder, amount in ((account_id, "50"), (SWEEP_ACCOUNT, "-50")):
        [activity] = await api.get("/v1/accounts/activities/JNLC", account_id=holder)
        assert activity["net_amount"] == amount
    await api.check_books()


@pytest.mark.parametrize(("pace", "longest"), [("instant", 0), ("demo", 8), ("real", 3 + 900)])
async def test_Q1_a_journal_above_the_limit_is_reviewed_at_the_pace(
    open_api: OpenApi, pace: str, longest: int
) -> None:
    api = await open_api(pace=pace)
    account = await api.post("/v1/accounts", application())
    await api.advance(120)
    journal = await api.journal(account["id"], "50.01")
    await api.advance(min(longest, 3))
    if longest:
        assert await status_of(api, journal) == "pending"
        assert (await api.account(SWEEP_ACCOUNT))["cash_withdrawable"] == "49949.99"
    await api.advance(longest)
    assert [status for status, _at in await life(api, journal)] == ["queued", "pending", "executed"]
    assert (await api.account(account["id"]))["cash"] == "50.01"
    await api.check_books()


async def test_Q1_the_limits_are_settings(open_api: OpenApi) -> None:
    api = await open_api(journal_limit=Decimal(200), journal_daily_limit=Decimal("200.5"))
    account_id = await api.open_account()
    within = await api.journal(account_id, "200")
    await api.advance(1)
    above_the_day = await api.journal(account_id, "0.51")
    above = await api.journal(account_id, "200.01")
    up_to_the_day = await api.journal(account_id, "0.5")
    await api.advance(1)
    assert [await status_of(api, one) for one in (within, above, above_the_day, up_to_the_day)] == [
        "executed",
        "pending",
        "pending",
        "executed",
    ]
    told = await api.get("/simulator")
    assert (told["journal_limit"], told["journal_daily_limit"]) == ("200", "200.5")


@pytest.mark.parametrize(("fixture", "end"), [("rejected", "rejected"), ("pending", "pending")])
async def test_fixture_decides_above_the_limit(api: Api, fixture: str, end: str) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "51",
        "description": f"a test /fixtures/status={fixture}/fixtures/",
    }
    journal = await api.post("/v1/journals", body)
    await api.advance(2 * 24 * 3600)
    assert await status_of(api, journal) == end
    assert (await api.account(account_id))["cash"] == "0"
    await api.check_books()


async def test_shares_are_journaled_at_the_market_price(api: Api) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": account_id,
        "symbol": "AAPL",
        "qty": "0.1",
    }
    journal = await api.post("/v1/journals", body)
    await api.advance(1)
    assert await status_of(api, journal) == "executed"
    position = await api.get(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    assert position["qty"] == "0.1"
    executed = await api.get(f"/v1/journals/{journal['id']}")
    [activity] = await api.get("/v1/accounts/activities/JNLS", account_id=account_id)
    price = (await api.get("/v2/stocks/AAPL/snapshot"))["latestTrade"]["p"]
    assert Decimal(executed["price"]) == Decimal(activity["per_share_amount"]) == price
    rewards = await api.get(f"/v1/trading/accounts/{REWARDS_ACCOUNT}/positions/AAPL")
    assert rewards["qty"] == "199.9"
    await api.check_books()


async def test_shares_worth_just_the_limit_are_executed_at_once(api: Api) -> None:
    await api.post("/simulator/market/AAPL/move", {"price": "50"})
    await api.post("/simulator/market/AAPL/halt", {})
    body = {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": await api.open_account(),
        "symbol": "AAPL",
    }
    within, above, rest = [
        await api.post("/v1/journals", body | {"qty": qty})
        for qty in ("1", "1.001", "197.999")  # which is all that the firm has
    ]
    await api.advance(1)
    ended = [await status_of(api, journal) for journal in (within, above, rest)]
    assert ended == ["executed", "pending", "pending"]
    await api.check_books()


async def test_the_daily_limit_is_not_one_of_the_firms_own_accounts(api: Api) -> None:
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": DEPOSIT_ACCOUNT,
        "amount": "50",
    }
    journals = [await api.post("/v1/journals", body) for _ in range(21)]
    await api.advance(1)
    assert {await status_of(api, journal) for journal in journals} == {"executed"}


async def test_money_promised_to_one_journal_is_not_there_for_another(api: Api) -> None:
    account_id = await api.open_account()
    await api.journal(account_id, "40000")
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "10000.01",
    }
    assert (await api.refused(403, "POST", "/v1/journals", json=body))["field"] == "amount"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"entry_type": "JNLX"}, 422, "entry_type"),
        ({"entry_type": 1}, 422, "entry_type"),
        ({"amount": None}, 422, "amount"),
        ({"amount": "0.0000001"}, 422, "amount"),
        ({"entry_type": "JNLS"}, 422, "symbol"),
        ({"entry_type": "JNLS", "symbol": "AAPL"}, 422, "qty"),
        ({"entry_type": "JNLS", "symbol": "NOPE", "qty": "1"}, 422, "symbol"),
        ({"entry_type": "JNLS", "symbol": "AAPL", "qty": "1"}, 403, "qty"),
        ({"from_account": "nobody"}, 404, "from_account"),
        ({"to_account": SWEEP_ACCOUNT}, 422, "to_account"),
        ({"description": "d" * 1025}, 422, "description"),
    ],
)
async def test_bad_journals_are_refused(
    api: Api, changes: dict[str, Any], status: int, field: str
) -> None:
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": await api.open_account(),
        "amount": "1",
    }
    refusal = await api.refused(status, "POST", "/v1/journals", json=body | changes)
    assert refusal["field"] == field


async def test_both_accounts_must_be_active(api: Api) -> None:
    account = await api.post("/v1/accounts", application())
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account["id"],
        "amount": "1",
    }
    assert (await api.refused(403, "POST", "/v1/journals", json=body))["field"] == "to_account"
    back = body | {"from_account": account["id"], "to_account": SWEEP_ACCOUNT}
    assert (await api.refused(403, "POST", "/v1/journals", json=back))["field"] == "from_account"


async def test_a_list_too_long_to_return_is_refused(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "_MOST_JOURNALS", 2)
    account_id = await api.open_account()
    for _ in range(2):
        await api.journal(account_id, "1")
    assert len(await api.get("/v1/journals")) == 2
    await api.journal(account_id, "1")
    await api.refused(422, "GET", "/v1/journals")
    assert len(await api.get("/v1/journals", limit=2)) == 2


async def test_idempotency_key_repeats_the_answer_even_after_a_restart(
    open_api: OpenApi, tmp_path: Any
) -> None:
    key = {"Idempotency-Key": "gift-1"}
    api = await open_api(data_dir=tmp_path)
    account_id = await api.open_account()
    first = await api.journal(account_id, "5", **key)
    await api.advance(1)
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    assert await api.journal(account_id, "5", **key) == first
    await api.advance(1)
    assert (await api.account(account_id))["cash"] == "5"
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "6",
    }
    for other in ("6", "1e999999999"):
        sent = body | {"amount": other}
        await api.refused(422, "POST", "/v1/journals", json=sent, headers=key)
    await api.check_books()


async def test_journals_are_listed_by_filter(api: Api) -> None:
    account_id = await api.open_account()
    small = await api.journal(account_id, "1")
    large = await api.journal(account_id, "60")
    await api.advance(1)

    async def found(**parameters: Any) -> list[str]:
        return [journal["id"] for journal in await api.get("/v1/journals", **parameters)]

    assert await found() == [large["id"], small["id"]]
    assert await found(status="executed") == [small["id"]]
    assert await found(to_account=account_id, entry_type="JNLC") == [large["id"], small["id"]]
    assert await found(from_account=SWEEP_ACCOUNT.upper()) == [large["id"], small["id"]]
    assert await found(from_account=account_id) == []
    assert await found(entry_type="JNLS") == []
    # Both days are included.
    for day, listed in (("2026-01-15", [large["id"], small["id"]]), ("2026-01-16", [])):
        assert await found(after=day) == listed
    for day, listed in (("2026-01-14", []), ("2026-01-15", [large["id"], small["id"]])):
        assert await found(before=day) == listed


async def test_a_journal_at_midnight_is_one_of_the_day_that_begins(api: Api) -> None:
    account_id = await api.open_account()
    await api.advance(14 * 3600 - 4)
    await api.journal(account_id, "1")
    assert len(await api.get("/v1/journals", after="2026-01-16")) == 1
    assert await api.get("/v1/journals", before="2026-01-15") == []


async def test_journals_are_listed_by_documented_statuses_only(api: Api) -> None:
    for status in {*JournalStatus, *Alpacas}:
        assert await api.get("/v1/journals", status=status.value) == []
    refusal = await api.refused(422, "GET", "/v1/journals", params={"status": "NOPE"})
    assert refusal["field"] == "status"
