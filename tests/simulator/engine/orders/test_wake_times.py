"""Looks at waiting orders on the system's clock: none for nothing, and none too late."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from ribbit_tui.simulator import startup as opening
from ribbit_tui.simulator.clock import DEFAULT_START
from ribbit_tui.simulator.engine.orders import wake_times
from ribbit_tui.simulator.scheduled_steps import handlers
from tests.simulator import sql
from tests.simulator.conftest import BANK, Api, Json, OpenApi, application
from tests.simulator.engine.orders.support import CENT, extremes, now_of, orders_path, price_of


class SetClock:
    """A system clock that is set by the test."""

    def __init__(self) -> None:
        self.time = DEFAULT_START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    set_clock = SetClock()
    monkeypatch.setattr(opening, "SystemClock", lambda: set_clock)
    return set_clock


def let_pass(api: Api, clock: SetClock, seconds: float) -> int:
    """Let time pass and return the number of scheduled steps that ran."""
    steps, target, count = handlers(api.simulation), clock.time + timedelta(seconds=seconds), 0
    while (due := api.simulation.schedule.next_due()) is not None and due <= target:
        clock.time = max(clock.time, due)
        count += api.simulation.schedule.run_due(steps, clock.time)
    clock.time = target
    return count


async def rich_account(api: Api, clock: SetClock, *symbols: str) -> str:
    """Open an account with cash and 50 shares of each symbol; return its id."""
    account_id: str = (await api.post("/v1/accounts", application()))["id"]
    let_pass(api, clock, 10)
    bank = await api.post(f"/v1/accounts/{account_id}/ach_relationships", BANK)
    let_pass(api, clock, 10)
    await api.transfer(account_id, bank["id"], "1000000")
    let_pass(api, clock, 10)
    for symbol in symbols:
        await api.order(account_id, symbol=symbol, qty="50")
    let_pass(api, clock, 10)
    return account_id


async def test_a_far_order_is_left_alone_until_a_director_moves_the_price(
    open_api: OpenApi, clock: SetClock
) -> None:
    api = await open_api(clock="system")
    account_id = await rich_account(api, clock)
    far = await api.order(account_id, qty="1", type="limit", limit_price="10", time_in_force="gtc")
    assert let_pass(api, clock, 4 * 3600) == 2  # it reaches the market, and one look
    await api.post("/simulator/market/AAPL/move", {"price": "9.5"})
    let_pass(api, clock, 0)
    filled = await now_of(api, far)
    assert (filled["status"], filled["filled_avg_price"]) == ("filled", "9.5")
    assert datetime.fromisoformat(filled["filled_at"]) == clock.time
    await api.check_books()


async def test_a_near_order_is_looked_at_every_second_only_when_it_may_be_met(
    open_api: OpenApi, clock: SetClock
) -> None:
    api = await open_api(clock="system")
    account_id = await rich_account(api, clock)
    low, _ = extremes(api, 5)
    near = await api.order(
        account_id, qty="1", type="limit", limit_price=str(low), time_in_force="gtc"
    )
    entered = clock.time
    assert let_pass(api, clock, 5 * 3600) < 2 + 20 + 60
    filled = await now_of(api, near)
    met = datetime.fromisoformat(filled["filled_at"])
    assert price_of(api, met) >= Decimal(filled["filled_avg_price"]) == low
    before = api.simulation.prices.price_ranges("AAPL", entered, met - timedelta(seconds=1))
    assert min(ticks for ticks, _ in before) * CENT > low
    await api.check_books()


async def test_an_exit_is_looked_at_again_when_the_one_that_goes_with_it_is_replaced(
    open_api: OpenApi, clock: SetClock
) -> None:
    api = await open_api(clock="system")
    account_id = await rich_account(api, clock, "AAPL")
    pair = await api.order(
        account_id,
        side="sell",
        type="limit",
        qty="1",
        order_class="oco",
        take_profit={"limit_price": "900"},
        stop_loss={"stop_price": "5"},
    )
    let_pass(api, clock, 60)
    path = f"{orders_path(account_id)}/{pair['legs'][0]['id']}"
    near = price_of(api) - CENT
    answer = await api.client.patch(path, json={"stop_price": str(near)})
    assert answer.status_code == 200, answer.text
    entered = clock.time
    let_pass(api, clock, 3600)
    filled = await now_of(api, answer.json())
    assert filled["status"] == "filled"
    met = datetime.fromisoformat(filled["filled_at"])
    before = api.simulation.prices.price_ranges("AAPL", entered, met - timedelta(seconds=1))
    assert min((ticks for ticks, _ in before), default=10**9) * CENT > near
    await api.check_books()


def forget_seed_and_close(api: Api) -> None:
    """Leave a database as before seeds were stored: it takes the next one."""
    api.simulation.database.execute("DELETE FROM counters WHERE kind = 'seed'")
    api.simulation.database.close()


async def test_a_seed_that_comes_late_does_not_let_orders_sleep_on_the_old_prices(
    open_api: OpenApi, clock: SetClock, tmp_path: object
) -> None:
    api = await open_api(clock="system", data_dir=tmp_path)
    account_id = await rich_account(api, clock)
    low, _ = extremes(api, 13)
    limit = str(low - CENT)
    order = await api.order(account_id, qty="1", type="limit", limit_price=limit)
    let_pass(api, clock, 60)
    forget_seed_and_close(api)
    for seed in range(2, 20):
        api = await open_api(clock="system", data_dir=tmp_path, seed=seed)
        if price_of(api) < Decimal(limit):
            break
        forget_seed_and_close(api)
    let_pass(api, clock, 1)
    assert (await now_of(api, order))["status"] == "filled"


KINDS: list[Json] = [
    {"type": "limit", "limit_price": -0.4},
    {"type": "limit", "limit_price": -0.1},
    {"type": "limit", "limit_price": 0.3, "side": "sell"},
    {"type": "stop", "stop_price": -0.3, "side": "sell"},
    {"type": "stop", "stop_price": 0.2},
    {"type": "stop_limit", "stop_price": -0.2, "limit_price": 0.3, "side": "sell"},
    {"type": "stop_limit", "stop_price": 0.2, "limit_price": -0.1},
    {"type": "trailing_stop", "trail_percent": "0.15", "side": "sell"},
    {"type": "trailing_stop", "trail_percent": "0.2"},
    {"type": "limit", "limit_price": -0.3, "extended_hours": True},
    {
        "side": "sell",
        "type": "limit",
        "order_class": "oco",
        "take_profit": {"limit_price": 0.25},
        "stop_loss": {"stop_price": -0.25},
    },
    {
        "type": "limit",
        "limit_price": -0.05,
        "order_class": "bracket",
        "take_profit": {"limit_price": 0.2},
        "stop_loss": {"stop_price": -0.25, "limit_price": -0.35},
    },
]
"""Prices in percent of what the symbol costs, away from it."""


def priced(api: Api, symbol: str, fields: Json) -> Json:
    price = api.simulation.prices.price(symbol, api.simulation.now())

    def near(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: near(inner) for name, inner in value.items()}
        if isinstance(value, float):
            return str((price * (1 + Decimal(str(value)) / 100)).quantize(CENT))
        return value

    priced_fields: Json = near(fields)
    return priced_fields


async def history(api: Api, clock: SetClock, seed: int, minutes: int) -> list[Json]:
    """Return the events of each order while the director interferes.

    Executions at the same instant have no order, so the ids of executions and the positions
    between them are left out.
    """
    random = Random(seed)
    symbols = ("TSLA", "NVDA")
    account_id = await rich_account(api, clock, *symbols)
    for kind in KINDS:
        symbol = random.choice(symbols)
        fields = {"time_in_force": "day", "qty": "1", "symbol": symbol} | kind
        await api.order(account_id, **priced(api, symbol, fields))
        let_pass(api, clock, random.uniform(0.1, 3))
    for _ in range(3):
        let_pass(api, clock, random.uniform(0, minutes * 15))
        percent = str(round(random.uniform(-0.3, 0.3), 2))
        await api.post(f"/simulator/market/{random.choice(symbols)}/move", {"percent": percent})
        let_pass(api, clock, random.uniform(0, minutes * 5))
        symbol = random.choice(symbols)
        await api.post(f"/simulator/market/{symbol}/halt", {})
        let_pass(api, clock, random.uniform(0, minutes * 5))
        await api.post(f"/simulator/market/{symbol}/resume", {})
    let_pass(api, clock, minutes * 20)
    await api.check_books()
    rows = sql.rows(
        api.simulation.database, "SELECT body FROM events WHERE topic = 'trades' ORDER BY id"
    )
    told: list[Json] = [json.loads(row["body"]) for row in rows]
    for event in told:
        event["execution_id"] = event["position_qty"] = None
    return sorted(told, key=lambda event: event["order"]["id"])


@pytest.mark.parametrize("seed", range(2))
async def test_orders_fare_just_as_if_they_were_looked_at_every_second(
    open_api: OpenApi, clock: SetClock, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    told = await history(await open_api(clock="system", seed=seed), clock, seed, 8)
    clock.time = DEFAULT_START
    monkeypatch.setattr(wake_times, "next_wake_time", lambda simulation, *_: simulation.now())
    expected = await history(await open_api(clock="system", seed=seed), clock, seed, 8)
    assert told == expected
    assert sum(event["event"] == "fill" for event in told) >= 5
