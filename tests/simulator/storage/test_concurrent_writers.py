"""Several writers at once, and the same writer again after a restart."""

import asyncio
from pathlib import Path

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import orders_path


async def statuses(api: Api, path: str, bodies: list[Json], **headers: str) -> list[int]:
    """Send all requests at the same time and return the statuses."""
    answers = await asyncio.gather(
        *(api.client.post(path, json=body, headers=headers) for body in bodies)
    )
    return sorted(answer.status_code for answer in answers)


async def test_orders_at_once_never_spend_more_than_there_is(api: Api) -> None:
    account_id = await api.funded_account("1000")
    order = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    bodies = [order | {"notional": "300"}] * 10
    assert await statuses(api, orders_path(account_id), bodies) == [200] * 3 + [403] * 7
    await api.advance(5)
    assert (await api.account(account_id))["cash"] == "100"
    await api.check_books()


async def test_withdrawals_orders_and_journals_at_once_share_one_balance(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.fund(account_id, "100")
    spending: list[tuple[str, Json]] = [
        (
            f"/v1/accounts/{account_id}/transfers",
            {
                "transfer_type": "ach",
                "relationship_id": bank,
                "amount": "60",
                "direction": "OUTGOING",
            },
        ),
        (
            orders_path(account_id),
            {
                "symbol": "AAPL",
                "side": "buy",
                "type": "market",
                "time_in_force": "day",
                "notional": "60",
            },
        ),
    ]
    answers = await asyncio.gather(
        *(api.client.post(path, json=body) for path, body in spending * 3)
    )
    assert [answer.status_code for answer in answers].count(200) == 1
    await api.advance(60)
    await api.check_books()


async def test_one_key_at_once_is_one_journal(api: Api) -> None:
    account_id = await api.open_account()
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": account_id,
        "amount": "10",
    }
    headers = {"Idempotency-Key": "once"}
    assert await statuses(api, "/v1/journals", [body] * 5, **headers) == [200] * 5
    assert len(await api.get("/v1/journals", to_account=account_id)) == 1


async def test_keys_are_known_after_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    first = await open_api(data_dir=tmp_path)
    account_id = await first.funded_account()
    journal = await first.journal(account_id, "5", **{"Idempotency-Key": "once"})
    order = await first.order(account_id, notional="10", client_order_id="mine")
    first.simulation.database.close()

    again = await open_api(data_dir=tmp_path)
    assert await again.journal(account_id, "5", **{"Idempotency-Key": "once"}) == journal
    refused = await again.refused(
        422,
        "POST",
        "/v1/journals",
        json={
            "entry_type": "JNLC",
            "from_account": SWEEP_ACCOUNT,
            "to_account": account_id,
            "amount": "6",
        },
        headers={"Idempotency-Key": "once"},
    )
    assert refused["field"] == "Idempotency-Key"
    body = {"symbol": "AAPL", "side": "buy", "type": "market", "time_in_force": "day"}
    refused = await again.refused(
        422,
        "POST",
        orders_path(account_id),
        json=body | {"notional": "10", "client_order_id": "mine"},
    )
    assert refused["field"] == "client_order_id"
    path = f"/v1/trading/accounts/{account_id}/orders:by_client_order_id"
    assert (await again.get(path, client_order_id="mine"))["id"] == order["id"]
    await again.advance(5)
    await again.check_books()
