"""Tests of blocks: refused, shown in the trading account, and published."""

import json
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from tests.simulator.conftest import BANK, Api, Json, OpenApi

ORDER = {"symbol": "MSFT", "qty": "1", "side": "buy", "type": "market", "time_in_force": "day"}
PRICED = {**ORDER, "type": "limit", "limit_price": "1", "time_in_force": "gtc"}
TRANSFER = {"transfer_type": "ach", "amount": "10", "direction": "OUTGOING"}
FLAGS = ("trading_blocked", "transfers_blocked", "account_blocked", "trade_suspended_by_user")


async def block(api: Api, account_id: str, **flags: Any) -> Json:
    blocked: Json = await api.post(f"/simulator/accounts/{account_id}/blocks", flags)
    return blocked


def flags_of(account: Json) -> list[str]:
    return [name for name in FLAGS if account[name]]


async def customer(api: Api) -> dict[str, tuple[str, str, Json]]:
    """Return what a customer with shares, an order and a bank may ask for, by name."""
    account_id = await api.open_account()
    bank_id = await api.fund(account_id, "1000")
    await api.order(account_id, notional="100")
    await api.advance(2)
    trading = f"/v1/trading/accounts/{account_id}"
    waiting = await api.post(f"{trading}/orders", PRICED)
    account = f"/v1/accounts/{account_id}"
    return {
        "id": ("", account_id, {}),
        "order": ("POST", f"{trading}/orders", ORDER),
        "replacement": ("PATCH", f"{trading}/orders/{waiting['id']}", {"qty": "2"}),
        "sale of a position": ("DELETE", f"{trading}/positions/AAPL", {}),
        "transfer": ("POST", f"{account}/transfers", TRANSFER | {"relationship_id": bank_id}),
        "bank": ("POST", f"{account}/ach_relationships", BANK),
        "closure": ("DELETE", account, {}),
    }


TRADING = ("order", "replacement", "sale of a position")


@pytest.mark.parametrize(
    ("flag", "refused"),
    [
        ("trading_blocked", TRADING),
        ("transfers_blocked", ("transfer",)),
        ("account_blocked", (*TRADING, "transfer", "bank", "closure")),
        ("suspend_trade", TRADING),
    ],
)
async def test_a_block_is_obeyed_until_it_is_lifted(
    api: Api, flag: str, refused: tuple[str, ...]
) -> None:
    requests = await customer(api)
    _, account_id, _ = requests.pop("id")
    shown = "trade_suspended_by_user" if flag == "suspend_trade" else flag
    assert flags_of(await block(api, account_id, **{flag: True})) == [shown]
    assert flags_of(await api.account(account_id)) == [shown]
    for name in refused:
        method, path, body = requests[name]
        message = (await api.refused(403, method, path, json=body))["message"]
        assert flag in message or "suspended by the user" in message, name
    allowed = [name for name in requests if name not in refused and name not in ("bank", "closure")]
    for name in allowed:
        method, path, body = requests[name]
        answer = await api.client.request(method, path, json=body)
        assert answer.is_success, (name, answer.text)
    await block(api, account_id, **{flag: False})
    assert flags_of(await api.account(account_id)) == []
    for name in set(refused) - {"bank", "closure", "sale of a position"}:
        method, path, body = requests[name]
        answer = await api.client.request(method, path, json=body)
        assert answer.is_success, (name, answer.text)
    await api.check_books()


async def test_what_is_blocked_is_published_as_described(api: Api) -> None:
    account_id = await api.open_account()
    logged = len(api.simulation.events.read((status_changes.TOPIC,), 0, account_id, 100))
    await block(api, account_id, trading_blocked=True, transfers_blocked=True)
    await block(api, account_id, trading_blocked=True)
    await block(api, account_id, account_blocked=True)
    await block(api, account_id, transfers_blocked=False)
    events = api.simulation.events.read((status_changes.TOPIC,), 0, account_id, 100)[logged:]
    told = [json.loads(event.body) for event in events]
    assert {body["account_id"] for body in told} == {account_id}
    both = ("incoming_transfers_blocked", "outgoing_transfers_blocked")
    assert [
        {name: body[name] for name in (*FLAGS, "admin_configurations") if name in body}
        for body in told
    ] == [
        {"trading_blocked": True, "admin_configurations": dict.fromkeys(both, True)},
        {"account_blocked": True},
        {"admin_configurations": dict.fromkeys(both, False)},
    ]


async def test_blocked_transfers_are_among_the_brokers_configurations(api: Api) -> None:
    account_id = await api.open_account()
    blocked = await block(api, account_id, transfers_blocked=True)
    assert blocked["admin_configurations"]["incoming_transfers_blocked"] is True
    assert blocked["admin_configurations"]["outgoing_transfers_blocked"] is True


async def test_money_still_reaches_a_blocked_account(api: Api) -> None:
    account_id = await api.open_account()
    await block(api, account_id, account_blocked=True, transfers_blocked=True)
    await api.journal(account_id, "5")
    await api.post(f"/simulator/accounts/{account_id}/wires", {"amount": "7"})
    await api.advance(8)
    assert (await api.account(account_id))["cash"] == "12"


async def test_blocks_survive_a_restart(open_api: OpenApi, tmp_path: Path) -> None:
    api = await open_api(data_dir=tmp_path)
    account_id = await api.open_account()
    await block(api, account_id, trading_blocked=True, suspend_trade=True)
    api.simulation.database.close()
    api = await open_api(data_dir=tmp_path)
    assert flags_of(await api.account(account_id)) == ["trading_blocked", FLAGS[3]]


async def test_decisions_that_are_refused(api: Api) -> None:
    account_id = await api.open_account()
    path = f"/simulator/accounts/{account_id}/blocks"
    for body, field in (
        ({"trading_blocked": None}, "trading_blocked"),
        ({"trading_blocked": "perhaps"}, "trading_blocked"),
        ({"blocked": True}, "blocked"),
    ):
        assert (await api.refused(422, "POST", path, json=body))["field"] == field
    nobody, firm = "00000000-0000-4000-8000-000000000000", SWEEP_ACCOUNT
    for other, status in ((nobody, 404), (firm, 403)):
        await api.refused(status, "POST", f"/simulator/accounts/{other}/blocks", json={})
    await api.client.delete(f"/v1/accounts/{account_id}")
    await api.refused(403, "POST", path, json={"trading_blocked": True})
