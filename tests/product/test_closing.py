"""Obstacles to closing an account: the app lists the ones for which the simulator refuses it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.transport import Transport
from ribbit_tui.session.account.closure import REQUIRED_PARTS, Obstacle, closing_steps
from ribbit_tui.session.state import State
from ribbit_tui.session.sync.loaders import LOADERS
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.routes.api import create_api
from tests.simulator.conftest import CREDENTIALS, WITH_CRYPTO, Api, api, application, open_api

__all__ = ["api", "open_api"]

Situation = Callable[[Api, str], Awaitable[object]]
WORDS = {
    "cash": Obstacle.CASH,
    "positions": Obstacle.POSITIONS,
    "open orders": Obstacle.ORDERS,
    "transfers under way": Obstacle.TRANSFERS,
    "journals under way": Obstacle.JOURNALS,
}


@pytest.fixture
async def broker(api: Api) -> AsyncIterator[Broker]:
    endpoint = Endpoint("http://simulator", "http://simulator", *CREDENTIALS)
    http = httpx.ASGITransport(create_api(api.simulation))
    async with Broker(endpoint, transport=Transport(endpoint, http=http)) as broker:
        yield broker


async def _nothing(api: Api, account_id: str) -> None:
    pass


async def _only_a_bank(api: Api, account_id: str) -> None:
    await api.link_bank(account_id)


async def _a_journal_to_the_customer(api: Api, account_id: str) -> None:
    await api.journal(account_id, "51")


async def _a_journal_from_the_customer(api: Api, account_id: str) -> None:
    await api.fund(account_id, "100")
    body = {"entry_type": "JNLC", "from_account": account_id, "to_account": SWEEP_ACCOUNT}
    await api.post("/v1/journals", body | {"amount": "100"})


async def _a_deposit(api: Api, account_id: str) -> None:
    await api.transfer(account_id, await api.link_bank(account_id), "10")
    await api.advance(3)


async def _a_withdrawal(api: Api, account_id: str) -> None:
    bank = await api.fund(account_id, "100")
    await api.transfer(account_id, bank, "100", "OUTGOING")
    await api.advance(3)


async def _an_order(api: Api, account_id: str) -> None:
    await api.fund(account_id, "100")
    await api.order(account_id, qty="1", type="limit", limit_price="1", time_in_force="gtc")


async def _shares(api: Api, account_id: str) -> None:
    await api.fund(account_id, "1000")
    await api.order(account_id, notional="1000")
    await api.advance(60)


async def _shares_being_sold(api: Api, account_id: str) -> None:
    await api.fund(account_id, "1000")
    await api.order(account_id, qty="1")
    await api.advance(60)
    await api.order(account_id, side="sell", qty="1", type="limit", limit_price="9999")


async def _coins(api: Api, account_id: str) -> None:
    await api.fund(account_id, "1000")
    await api.order(account_id, symbol="BTC/USD", notional="1000", time_in_force="gtc")
    await api.advance(60)


async def _coins_being_sold(api: Api, account_id: str) -> None:
    await _coins(api, account_id)
    held = await api.get(f"/v1/trading/accounts/{account_id}/positions")
    limit = {"type": "limit", "limit_price": "999999", "time_in_force": "gtc"}
    await api.order(account_id, symbol="BTC/USD", side="sell", qty=held[0]["qty"], **limit)


async def _cash_not_settled(api: Api, account_id: str) -> None:
    await _shares(api, account_id)
    await api.client.delete(f"/v1/trading/accounts/{account_id}/positions")
    await api.advance(60)


SITUATIONS = (
    _nothing,
    _only_a_bank,
    _a_journal_to_the_customer,
    _a_journal_from_the_customer,
    _a_deposit,
    _a_withdrawal,
    _an_order,
    _shares,
    _shares_being_sold,
    _coins,
    _coins_being_sold,
    _cash_not_settled,
)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.__name__.strip("_"))
async def test_both_name_the_same_obstacles(api: Api, broker: Broker, situation: Situation) -> None:
    with_crypto = application(**WITH_CRYPTO)
    account_id = (await api.post("/v1/accounts", with_crypto))["id"]
    await api.advance(4)
    await situation(api, account_id)

    state = State(customer_id=account_id)
    for part in REQUIRED_PARTS:
        (await LOADERS[part](broker, account_id))(state)
    listed = {step.obstacle for step in closing_steps(state) if not step.is_clear}

    answer = await api.client.delete(f"/v1/accounts/{account_id}")
    _, _, named = answer.json()["message"].partition("it still has ") if answer.content else "   "
    assert listed == {WORDS[word] for word in named.split(", ") if word.strip()}
    being_sold = "being_sold" in situation.__name__
    words = [one.words for one in closing_steps(state) if one.obstacle is Obstacle.POSITIONS]
    assert ("being sold" in words[0]) is being_sold
