"""Closing an account: when it is refused, and that nothing happens afterwards."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.simulator import sql
from tests.simulator.conftest import BANK, Api, application
from tests.simulator.engine.orders.support import orders_path

CLOSE = [("DELETE", "/v1/accounts/{}"), ("POST", "/v1/accounts/{}/actions/close")]


async def close(api: Api, account_id: str) -> None:
    answer = await api.client.delete(f"/v1/accounts/{account_id}")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize(("method", "path"), CLOSE)
async def test_empty_account_is_closed_and_stays_readable(api: Api, method: str, path: str) -> None:
    account_id = await api.open_account()
    bank = await api.link_bank(account_id)
    before = await api.get(f"/v1/accounts/{account_id}")
    answer = await api.client.request(method, path.format(account_id))
    assert (answer.status_code, answer.content) == (204, b"")
    after = await api.get(f"/v1/accounts/{account_id}")
    assert after == before | {"status": "ACCOUNT_CLOSED"}
    assert (await api.account(account_id))["account_blocked"] is True
    links = f"/v1/accounts/{account_id}/ach_relationships"
    assert await api.get(links) == []
    (link,) = await api.get(links, statuses="CANCELED")
    assert (link["id"], link["status"]) == (bank, "CANCELED")
    await api.check_books()
    rows = sql.rows(
        api.simulation.database,
        "SELECT topic, body ->> 'status_from', body ->> 'status_to' FROM events"
        " ORDER BY id DESC LIMIT 2",
    )
    assert [tuple(row) for row in rows] == [
        ("accounts", "ACTIVE", "ACCOUNT_CLOSED"),
        ("banks", "APPROVED", "CANCELED"),
    ]


async def give_cash(api: Api, account_id: str) -> None:
    await api.journal(account_id, "10")
    await api.advance(1)


async def give_shares(api: Api, account_id: str) -> None:
    await api.post("/v1/journals", stock_journal(account_id, "0.1"))
    await api.advance(1)


async def queue_journal(api: Api, account_id: str) -> None:
    await api.journal(account_id, "10")


async def leave_journal_pending(api: Api, account_id: str) -> None:
    await api.journal(account_id, "51")
    await api.advance(1)


async def queue_deposit(api: Api, account_id: str) -> None:
    await api.transfer(account_id, await api.link_bank(account_id), "10")


async def send_deposit(api: Api, account_id: str) -> None:
    await queue_deposit(api, account_id)
    await api.advance(3)


async def queue_order(api: Api, account_id: str) -> None:
    await give_cash(api, account_id)
    await api.order(account_id, qty="1", type="limit", limit_price="1", time_in_force="gtc")


def stock_journal(account_id: str, qty: str) -> dict[str, Any]:
    return {
        "entry_type": "JNLS",
        "from_account": REWARDS_ACCOUNT,
        "to_account": account_id,
        "symbol": "AAPL",
        "qty": qty,
    }


@pytest.mark.parametrize(
    ("obstacle", "named"),
    [
        (give_cash, "cash"),
        (give_shares, "positions"),
        (queue_order, "cash, open orders"),
        (queue_deposit, "transfers under way"),
        (send_deposit, "transfers under way"),
        (queue_journal, "journals under way"),
        (leave_journal_pending, "journals under way"),
    ],
)
@pytest.mark.parametrize(("method", "path"), CLOSE)
async def test_account_that_is_not_empty_stays_open(
    api: Api,
    obstacle: Callable[[Api, str], Awaitable[None]],
    named: str,
    method: str,
    path: str,
) -> None:
    account_id = await api.open_account()
    await obstacle(api, account_id)
    refusal = await api.refused(422, method, path.format(account_id))
    assert refusal["message"].endswith(f"it still has {named}")
    assert (await api.get(f"/v1/accounts/{account_id}"))["status"] == "ACTIVE"


async def test_recipient_banks_are_canceled_with_the_account(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}/recipient_banks"
    bank = {
        "name": "Pond Bank",
        "bank_code": "123456789",
        "bank_code_type": "ABA",
        "account_number": "123456789abc",
    }
    await api.post(path, bank)
    await close(api, account_id)
    await api.advance(60)
    (canceled,) = await api.get(path, status="INACTIVE")
    assert canceled["status"] == "CANCELED"
    await api.refused(403, "POST", path, json=bank)


async def test_account_is_closed_once_it_was_emptied(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.fund(account_id, "100")
    await api.transfer(account_id, bank, "100", "OUTGOING")
    await api.refused(422, "DELETE", f"/v1/accounts/{account_id}")
    await api.advance(8)
    await close(api, account_id)


async def test_late_dividend_is_paid_into_a_closed_account_and_journaled_away(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.fund(account_id, "1000")
    await api.order(account_id, symbol="AMZN", qty="2")
    await api.advance(2)
    dividend = {"type": "cash_dividend", "symbol": "AMZN", "cash": "0.75"}
    dates = {"ex_date": "2026-01-17", "payable_date": "2026-01-26"}
    await api.post("/simulator/corporate_actions", dividend | dates)
    await api.advance(3 * 86_400)
    await api.client.delete(f"/v1/trading/accounts/{account_id}/positions")
    await api.advance(3 * 86_400)
    cash = (await api.account(account_id))["cash"]
    await api.transfer(account_id, bank, cash, "OUTGOING")
    await api.advance(8)
    await close(api, account_id)
    await api.advance(5 * 86_400)
    (paid,) = await api.get("/v1/accounts/activities/DIV", account_id=account_id)
    assert (paid["net_amount"], paid["date"]) == ("1.5", "2026-01-26")
    account = await api.get(f"/v1/accounts/{account_id}")
    assert account["status"] == "ACCOUNT_CLOSED"
    assert (await api.account(account_id))["cash"] == "1.5"
    await api.check_books()
    away = {"from_account": account_id, "to_account": SWEEP_ACCOUNT, "amount": "1.5"}
    await api.post("/v1/journals", {"entry_type": "JNLC"} | away)
    await api.advance(1)
    assert (await api.account(account_id))["cash"] == "0"
    await api.check_books()


async def test_nothing_happens_on_a_closed_account(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.link_bank(account_id)
    await close(api, account_id)
    account, trading = f"/v1/accounts/{account_id}", f"/v1/trading/accounts/{account_id}"
    transfer = {
        "transfer_type": "ach",
        "relationship_id": bank,
        "amount": "10",
        "direction": "INCOMING",
    }
    order = {"symbol": "AAPL", "qty": "1", "side": "buy", "type": "market", "time_in_force": "day"}
    cash = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "1",
    }
    for method, path, body in [
        ("POST", orders_path(account_id), order),
        ("POST", f"{orders_path(account_id)}/estimation", order | {"notional": "1", "qty": None}),
        ("POST", f"{account}/transfers", transfer),
        ("POST", f"{account}/ach_relationships", BANK),
        ("POST", "/v1/journals", cash),
        ("POST", "/v1/journals", stock_journal(account_id, "1")),
        ("POST", f"{trading}/watchlists", {"name": "mine"}),
        ("POST", f"{account}/documents/upload", []),
        ("PATCH", account, {"contact": {"city": "Oakland"}}),
        ("PATCH", f"{trading}/account/configurations", {"suspend_trade": True}),
        ("DELETE", account, None),
        ("POST", f"{account}/actions/close", None),
    ]:
        await api.refused(403, method, path, json=body)


async def test_email_address_of_a_closed_account_stays_taken(api: Api) -> None:
    await close(api, await api.open_account("frog@example.com"))
    await api.refused(409, "POST", "/v1/accounts", json=application("frog@example.com"))


async def test_crypto_is_closed_along_and_not_activated_later(api: Api) -> None:
    account_id = await api.open_account()
    agreement = application()["agreements"][0] | {"agreement": "crypto_agreement"}
    body = {"enabled_assets": ["us_equity", "crypto"], "agreements": [agreement]}
    answer = await api.client.patch(f"/v1/accounts/{account_id}", json=body)
    assert answer.status_code == 200
    await close(api, account_id)
    await api.advance(10)
    account = await api.get(f"/v1/accounts/{account_id}")
    assert (account["status"], account["crypto_status"]) == ("ACCOUNT_CLOSED",) * 2
    event = sql.value(api.simulation.database, "SELECT body FROM events ORDER BY id DESC")
    assert '"crypto_status_from":"SUBMITTED"' in event.replace(" ", "")


async def test_books_tell_of_shares_in_a_closed_account(api: Api) -> None:
    account_id = await api.open_account()
    await give_shares(api, account_id)
    await api.check_books()
    with api.simulation.database.transaction():
        api.simulation.database.execute(
            "UPDATE accounts SET status = 'ACCOUNT_CLOSED' WHERE id = ?", (account_id,)
        )
    checked = await api.get("/simulator/invariants")
    rule = "closed accounts have no shares and no holds"
    assert checked == {"ok": False, "broken": [f"{rule}: {account_id}"]}


@pytest.mark.parametrize(("method", "path"), CLOSE)
async def test_only_a_customers_active_account_can_be_closed(
    api: Api, method: str, path: str
) -> None:
    submitted = (await api.post("/v1/accounts", application()))["id"]
    await api.refused(403, method, path.format(submitted))
    await api.refused(403, method, path.format(SWEEP_ACCOUNT))
    await api.refused(404, method, path.format("00000000-0000-4000-8000-000000000000"))
