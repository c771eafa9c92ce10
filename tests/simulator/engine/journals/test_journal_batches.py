"""Journals by the batch, deleted ones, limits, and who may journal to whom."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.engine.firm.accounts import (
    DEPOSIT_ACCOUNT,
    REWARDS_ACCOUNT,
    SWEEP_ACCOUNT,
)
from tests.simulator.conftest import Api, Json, OpenApi

BATCH, REVERSE = "/v1/journals/batch", "/v1/journals/reverse_batch"


async def three_accounts(api: Api) -> list[str]:
    return [await api.open_account(f"{name}@example.com") for name in ("frog", "toad", "newt")]


def batch(accounts: list[str], *amounts: str) -> Json:
    entries = [
        {"to_account": account, "amount": amount}
        for account, amount in zip(accounts, amounts, strict=True)
    ]
    return {"entry_type": "JNLC", "from_account": SWEEP_ACCOUNT, "entries": entries}


def reverse(accounts: list[str], *amounts: str) -> Json:
    entries = [
        {"from_account": account, "amount": amount}
        for account, amount in zip(accounts, amounts, strict=True)
    ]
    return {"entry_type": "JNLC", "to_account": SWEEP_ACCOUNT, "entries": entries}


async def cash(api: Api, account_id: str) -> str:
    amount: str = (await api.account(account_id))["cash"]
    return amount


async def statuses(api: Api) -> list[str]:
    return [journal["status"] for journal in reversed(await api.get("/v1/journals"))]


async def test_documented_batch_gives_one_executed_and_two_pending(api: Api) -> None:
    accounts = await three_accounts(api)
    answer = await api.post(BATCH, batch(accounts, "50", "100", "700"))
    assert [journal["status"] for journal in answer] == ["queued"] * 3
    assert [journal["net_amount"] for journal in answer] == ["50", "100", "700"]
    assert [journal["to_account"] for journal in answer] == accounts
    assert {journal["error_message"] for journal in answer} == {""}
    assert (await api.account(SWEEP_ACCOUNT))["cash_withdrawable"] == "49150"
    await api.advance(1)
    assert await statuses(api) == ["executed", "pending", "pending"]
    await api.check_books()
    await api.advance(13 * 3600)
    assert [await cash(api, account) for account in accounts] == ["50", "100", "700"]
    back = await api.post(REVERSE, reverse(accounts, "50", "10.5", "1"))
    assert [journal["from_account"] for journal in back] == accounts
    await api.advance(1)
    assert [await cash(api, account) for account in accounts] == ["0", "89.5", "699"]
    assert await cash(api, SWEEP_ACCOUNT) == "49211.5"
    await api.check_books()


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"entry_type": "JNLX"}, 422, "entry_type"),
        ({"entry_type": "JNLS"}, 422, "entries.0.symbol"),
        ({"correspondent": "ELSE"}, 422, "correspondent"),
        ({"symbol": "AAPL"}, 422, "entries.2.symbol"),
        ({"qty": "1"}, 422, "entries.2.qty"),
        ({"currency": "EUR"}, 422, "entries.2.currency"),
        ({"from_account": "nobody"}, 404, "from_account"),
        ({"entries": []}, 422, "entries"),
        ({"entries": [{"to_account": "x", "amount": "1"}] * 1001}, 422, "entries"),
        ({"entries": "all"}, 422, "entries"),
        ({"description": "d" * 1025}, 422, "entries.0.description"),
        ({"amount": "0"}, 422, "entries.2.amount"),
        ({"amount": None}, 422, "entries.2.amount"),
        ({"amount": "49996"}, 403, "entries.2.amount"),
        ({"to_account": "nobody"}, 404, "entries.2.to_account"),
        ({"to_account": SWEEP_ACCOUNT}, 422, "entries.2.to_account"),
        ({"transmitter_name": "n" * 256}, 422, "entries.2.transmitter_name"),
        ({"transmitter_timestamp": "noon"}, 422, "entries.2.transmitter_timestamp"),
    ],
)
async def test_batch_is_all_or_nothing(api: Api, change: Json, status: int, field: str) -> None:
    body = batch(await three_accounts(api), "3", "2", "1")
    of_batch = {*body, "description", "correspondent"}
    target = body if set(change) & of_batch else body["entries"][2]
    target.update(change)
    refusal = await api.refused(status, "POST", BATCH, json=body)
    assert refusal["field"] == field
    assert await api.get("/v1/journals") == []
    assert (await api.account(SWEEP_ACCOUNT))["cash_withdrawable"] == "50000"
    await api.check_books()


async def test_s10_shares_are_journaled_in_a_batch(api: Api) -> None:
    accounts = await three_accounts(api)
    entries = [
        {"to_account": account, "symbol": "AAPL", "qty": qty}
        for account, qty in zip(accounts, ("0.01", "0.02", "0.125"), strict=True)
    ]
    body: Json = {"entry_type": "JNLS", "from_account": REWARDS_ACCOUNT, "correspondent": "RBIT"}
    body |= {"entries": entries, "description": "welcome"}
    made = await api.post(BATCH, body)
    for journal, entry in zip(made, entries, strict=True):
        assert (journal["entry_type"], journal["error_message"]) == ("JNLS", "")
        assert {name: journal[name] for name in entry} == entry
        assert journal["description"] == "welcome"
    await api.advance(10)
    for entry in entries:
        path = f"/v1/trading/accounts/{entry['to_account']}/positions/AAPL"
        assert (await api.get(path))["qty"] == entry["qty"]
    too_many = {**body, "entries": [*entries, {**entries[0], "qty": "200"}]}
    assert (await api.refused(403, "POST", BATCH, json=too_many))["field"] == "entries.3.qty"
    cash = {**body, "entries": [{**entries[0], "amount": "1"}]}
    assert (await api.refused(422, "POST", BATCH, json=cash))["field"] == "entries.0.amount"
    back: Json = {"entry_type": "JNLS", "to_account": REWARDS_ACCOUNT}
    back |= {"entries": [{"from_account": accounts[0], "symbol": "AAPL", "qty": "0.01"}]}
    assert (await api.refused(403, "POST", REVERSE, json=back))["field"] == "entries.0.from_account"
    await api.check_books()


async def test_reverse_batch_names_who_has_not_got_it(api: Api) -> None:
    accounts = await three_accounts(api)
    await api.post(BATCH, batch(accounts, "3", "2", "1"))
    await api.advance(1)
    body = reverse(accounts, "3", "2.01", "1")
    assert (await api.refused(403, "POST", REVERSE, json=body))["field"] == "entries.1.amount"
    doubled = reverse([accounts[0]] * 2, "2", "2")
    assert (await api.refused(403, "POST", REVERSE, json=doubled))["field"] == "entries.1.amount"
    assert await cash(api, accounts[0]) == "3"


@pytest.mark.parametrize("path", [BATCH, REVERSE])
async def test_batch_is_repeated_by_its_key_even_after_a_restart(
    open_api: OpenApi, tmp_path: Path, path: str
) -> None:
    key = {"Idempotency-Key": "payday"}
    api = await open_api(data_dir=tmp_path)
    accounts = await three_accounts(api)
    await api.post(BATCH, batch(accounts, "9", "9", "9"))
    await api.advance(1)
    body = (batch if path == BATCH else reverse)(accounts, "3", "2", "1")
    first = await api.post(path, body, **key)
    api.simulation.database.close()

    api = await open_api(data_dir=tmp_path)
    assert await api.post(path, body, **key) == first
    assert len(await api.get("/v1/journals")) == 6
    await api.advance(1)
    assert await api.post(path, body, **key) == first
    other = (batch if path == BATCH else reverse)(accounts, "3", "2", "1.5")
    await api.refused(422, "POST", path, json=other, headers=key)
    crossed = (reverse if path == BATCH else batch)(accounts, "3", "2", "1")
    await api.refused(422, "POST", REVERSE if path == BATCH else BATCH, json=crossed, headers=key)
    await api.refused(422, "POST", path, json=body, headers={"Idempotency-Key": "k" * 129})
    moved = 12 if path == BATCH else 6
    assert await cash(api, accounts[0]) == str(moved)
    await api.check_books()


async def test_key_of_one_route_is_not_that_of_another(api: Api) -> None:
    """A body that says both from and to means something else to either route."""
    frog = await api.open_account()
    both = {"from_account": SWEEP_ACCOUNT, "to_account": frog, "amount": "1"}
    body = {"entry_type": "JNLC", "entries": [both], **both}
    key = {"Idempotency-Key": "payday"}
    await api.post(BATCH, body, **key)
    for path in (REVERSE, "/v1/journals"):
        await api.refused(422, "POST", path, json=body, headers=key)


async def test_refused_batch_does_not_use_up_its_key(api: Api) -> None:
    key = {"Idempotency-Key": "payday"}
    accounts = await three_accounts(api)
    too_much = batch(accounts, "1", "1", "50000")
    await api.refused(403, "POST", BATCH, json=too_much, headers=key)
    assert len(await api.post(BATCH, batch(accounts, "1", "1", "1"), **key)) == 3


async def test_many_writers_at_once_never_overspend(api: Api) -> None:
    accounts = await three_accounts(api)
    bodies = [batch(accounts, "4000", "4000", "4000") for _ in range(10)]
    answers = await asyncio.gather(*(api.client.post(BATCH, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] * 4 + [403] * 6
    assert (await api.account(SWEEP_ACCOUNT))["cash_withdrawable"] == "2000"
    await api.check_books()


async def test_daily_limit_counts_what_was_executed_today_for_a_customer(api: Api) -> None:
    frog, toad, _ = await three_accounts(api)
    for _ in range(20):
        await api.journal(frog, "50")
    await api.journal(frog, "0.01")
    await api.journal(toad, "50")
    await api.advance(1)
    assert await statuses(api) == ["executed"] * 20 + ["pending", "executed"]
    # At midnight in New York, 14 hours from the start, a new day's limit begins.
    await api.advance(14 * 3600)
    await api.journal(frog, "50")
    await api.advance(1)
    assert (await statuses(api))[-1] == "executed"
    assert await cash(api, frog) == "1050.01"


@pytest.mark.parametrize(
    ("kind", "giver", "taker", "refused"),
    [
        ("JNLC", SWEEP_ACCOUNT, "frog", None),
        ("JNLC", "frog", SWEEP_ACCOUNT, None),
        ("JNLC", SWEEP_ACCOUNT, DEPOSIT_ACCOUNT, None),
        ("JNLC", "frog", "toad", "to_account"),
        ("JNLS", REWARDS_ACCOUNT, "frog", None),
        ("JNLS", "frog", REWARDS_ACCOUNT, "from_account"),
        ("JNLS", "frog", "toad", "from_account"),
        ("JNLS", REWARDS_ACCOUNT, SWEEP_ACCOUNT, "to_account"),
    ],
)
async def test_who_may_journal_to_whom(
    api: Api, kind: str, giver: str, taker: str, refused: str | None
) -> None:
    names = {"frog": await api.funded_account("100"), "toad": await api.open_account("t@x.com")}
    gift = {"symbol": "AAPL", "qty": "0.1"} if kind == "JNLS" else {"amount": "1"}
    if kind == "JNLS":
        await api.order(names["frog"], qty="0.2")
        await api.advance(2)
    body = {
        "entry_type": kind,
        "from_account": names.get(giver, giver),
        "to_account": names.get(taker, taker),
        **gift,
    }
    if refused is None:
        await api.post("/v1/journals", body)
    else:
        assert (await api.refused(403, "POST", "/v1/journals", json=body))["field"] == refused


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"transmitter_address": "a" * 256}, "transmitter_address"),
        ({"transmitter_timestamp": "2026-01-15"}, "transmitter_timestamp"),
        (
            {"entry_type": "JNLS", "symbol": "AAPL", "qty": "1", "transmitter_name": "Fern"},
            "transmitter_name",
        ),
        ({"entry_type": "JNLS", "symbol": "BTC/USD", "qty": "1"}, "symbol"),
    ],
)
async def test_bad_details_are_refused(api: Api, changes: Json, field: str) -> None:
    body = {
        "entry_type": "JNLC",
        "from_account": REWARDS_ACCOUNT if "symbol" in changes else SWEEP_ACCOUNT,
        "to_account": await api.open_account(),
        "amount": "1",
    }
    refusal = await api.refused(422, "POST", "/v1/journals", json=body | changes)
    assert refusal["field"] == field


async def test_transmitter_is_kept_and_answered(api: Api) -> None:
    sender = {
        "transmitter_name": "Fern Frog",
        "transmitter_account_number": "123",
        "transmitter_address": "a" * 255,
        "transmitter_financial_institution": "Pond Bank",
        "transmitter_timestamp": "2026-01-15T10:00:00-05:00",
    }
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": await api.open_account(),
        "amount": "3000.01",
        "currency": "USD",
        "description": "d" * 1024,
    }
    journal = await api.post("/v1/journals", body | sender)
    assert journal["description"] == "d" * 1024
    expected = sender | {"transmitter_timestamp": "2026-01-15T15:00:00.000000Z", "currency": "USD"}
    found = await api.get(f"/v1/journals/{journal['id']}")
    assert expected.items() <= journal.items()
    assert expected.items() <= found.items()
    bare = await api.post("/v1/journals", body)
    assert not sender.keys() & bare


async def test_only_a_pending_journal_can_be_deleted(api: Api) -> None:
    account_id = await api.open_account()
    journal = await api.journal(account_id, "60")
    path = f"/v1/journals/{journal['id']}"
    await api.refused(422, "DELETE", path)
    await api.advance(1)
    assert (await api.client.delete(path)).status_code == 204
    assert (await api.get(path))["status"] == "canceled"
    assert (await api.account(SWEEP_ACCOUNT))["cash_withdrawable"] == "50000"
    await api.refused(422, "DELETE", path)
    await api.advance(24 * 3600)
    assert await cash(api, account_id) == "0"
    small = await api.journal(account_id, "5")
    await api.advance(1)
    await api.refused(422, "DELETE", f"/v1/journals/{small['id']}")
    await api.refused(404, "DELETE", "/v1/journals/nothing")
    await api.check_books()


async def test_listing_takes_a_limit_and_documented_values_only(api: Api) -> None:
    account_id = await api.open_account()
    journals: list[Any] = [await api.journal(account_id, "1") for _ in range(3)]
    found = await api.get("/v1/journals", limit=2)
    assert [journal["id"] for journal in found] == [journals[2]["id"], journals[1]["id"]]
    assert len(await api.get("/v1/journals", to_account=account_id.upper())) == 3
    for name, value in (("status", "done"), ("entry_type", "JNLX"), ("limit", "0")):
        assert (await api.refused(422, "GET", f"/v1/journals?{name}={value}"))["field"] == name
