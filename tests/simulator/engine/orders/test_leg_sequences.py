"""Random operations on orders with legs: the ledger is consistent after each."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ribbit_tui.simulator.ledger.invariants import broken_invariants
from tests.simulator.conftest import Api, Json, OpenApi
from tests.simulator.engine.orders.support import CENT, orders_path, price_of
from tests.sweeps import examples

Step = tuple[Any, ...]

QTYS = st.sampled_from(["1", "3", "1500"])
# In thousandths of the market price: some are met within minutes, some within hours, some never.
DISTANCES = st.sampled_from([1, 2, 5, 300])
ENTRIES = st.tuples(
    st.just("enter"),
    QTYS,
    st.sampled_from(["market", "limit"]),
    st.sampled_from(["day", "gtc"]),
    DISTANCES,
    DISTANCES,
    st.booleans(),
)
TIMES = st.tuples(st.just("pass"), st.sampled_from([1, 2, 30, 600, 7200, 50_000]))
STEPS = st.one_of(
    ENTRIES,
    TIMES,
    st.tuples(st.just("trade"), st.sampled_from(["buy", "sell"]), QTYS),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("replace"), st.integers(0, 9), st.integers(-3, 3)),
    st.tuples(st.just("liquidate"), st.booleans()),
    st.tuples(st.just("cancel all")),
)


class Trader:
    def __init__(self, api: Api, account_id: str, order_class: str) -> None:
        self.api = api
        self.order_class = order_class
        self.account_id = account_id
        self.path = orders_path(account_id)

    def _near(self, thousandths: int) -> str:
        return str(price_of(self.api) * (1000 + thousandths) // 1000 // CENT * CENT)

    async def take(self, step: Step) -> None:
        match step:
            case ("enter", qty, kind, tif, profit, stop, limited):
                body = self._body(qty, kind, tif, profit, stop, limited)
                await self._send("POST", self.path, json=body)
            case ("trade", side, qty):
                body = {"symbol": "AAPL", "side": side, "qty": qty, "type": "market"}
                await self._send("POST", self.path, json=body | {"time_in_force": "day"})
            case ("cancel", number):
                await self._send("DELETE", f"{self.path}/{await self._open(number)}")
            case ("replace", number, thousandths):
                path = f"{self.path}/{await self._open(number)}"
                price = self._near(thousandths)
                if not await self._send("PATCH", path, json={"limit_price": price}):
                    await self._send("PATCH", path, json={"stop_price": price})
            case ("liquidate", with_orders):
                path = f"/v1/trading/accounts/{self.account_id}/positions"
                await self._send("DELETE", path, params={"cancel_orders": with_orders})
            case ("cancel all",):
                await self._send("DELETE", self.path)
            case ("pass", seconds):
                await self.api.advance(seconds)

    def _body(self, qty: str, kind: str, tif: str, profit: int, stop: int, limited: bool) -> Json:
        is_oco, is_oto = self.order_class == "oco", self.order_class == "oto"
        stop_loss = {"stop_price": self._near(-stop)}
        if limited:
            stop_loss["limit_price"] = self._near(-stop - 1)
        body: Json = {
            "symbol": "AAPL",
            "side": "sell" if is_oco else "buy",
            "qty": qty,
            "type": "limit" if is_oco else kind,
            "time_in_force": tif,
            "order_class": self.order_class,
            "stop_loss": stop_loss,
            "commission": "1",
        }
        if not is_oco and kind == "limit":
            body["limit_price"] = self._near(0)
        if is_oto and not limited:
            del body["stop_loss"]
        if not is_oto or not limited:
            body["take_profit"] = {"limit_price": self._near(profit)}
        return body

    async def _open(self, number: int) -> str:
        listed = await self.api.get(self.path)
        return str(listed[number % len(listed)]["id"]) if listed else "none"

    async def _send(self, method: str, path: str, **options: Any) -> bool:
        answer = await self.api.client.request(method, path, **options)
        assert answer.status_code < 500, answer.text
        return answer.status_code < 300


@pytest.mark.parametrize("order_class", ["bracket", "oto", "oco"])
@settings(
    max_examples=examples(4),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=ENTRIES, wait=TIMES, steps=st.lists(STEPS, max_size=12))
async def test_books_hold_after_every_step(
    open_api: OpenApi,
    caplog: pytest.LogCaptureFixture,
    order_class: str,
    first: Step,
    wait: Step,
    steps: list[Step],
) -> None:
    api = await open_api()
    account_id = await api.funded_account("2000000")
    if order_class == "oco":
        await api.order(account_id, qty="1500")
        await api.advance(5)
    trader = Trader(api, account_id, order_class)
    for step in (first, wait, *steps):
        await trader.take(step)
        assert broken_invariants(api.simulation.database) == []
    await api.advance(100 * 86_400)
    assert await api.get(orders_path(account_id)) == []
    await api.check_books()
    account = await api.account(account_id)
    assert account["cash"] == account["buying_power"]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
