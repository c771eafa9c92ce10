"""How many writes a second, beside a server that does nothing but commit."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from statistics import median
from time import perf_counter
from typing import NamedTuple
from uuid import uuid4

import psutil

from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT

from . import populate
from .client import Client
from .figures import Figure, spread
from .options import Options
from .populate import Customer
from .servers import Server, ceiling, simulator

_CLIENTS = 8
_SHARE = 0.5
_SECONDS_TO_FOLLOW_UP = 4

Write = Callable[[Client, Customer, int], Awaitable[object]]


async def write_bare(client: Client, customer: Customer, number: int) -> object:
    body = {"account_id": customer.account_id, "amount": "1.00", "description": f"number {number}"}
    return await client.post("/writes", body)


async def make_journal(client: Client, customer: Customer, number: int) -> object:
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": customer.account_id,
        "amount": "0.01",
        "description": f"number {number}",
    }
    return await client.post("/v1/journals", body, {"Idempotency-Key": str(uuid4())})


async def place_order(client: Client, customer: Customer, number: int) -> object:
    body = {
        "symbol": "AAPL",
        "notional": "1.50",
        "side": "buy",
        "type": "market",
        "time_in_force": "day",
        "client_order_id": str(uuid4()),
    }
    return await client.post(f"/v1/trading/accounts/{customer.account_id}/orders", body)


async def make_transfer(client: Client, customer: Customer, number: int) -> object:
    body = {
        "transfer_type": "ach",
        "relationship_id": customer.relationship_id,
        "amount": "1.00",
        "direction": "INCOMING",
    }
    return await client.post(f"/v1/accounts/{customer.account_id}/transfers", body)


_WRITES: dict[str, Write] = {
    "journals": make_journal,
    "orders": place_order,
    "transfers": make_transfer,
}


_WHY = {
    "journals": "a journal is some 16 statements in 8 tables, and within the measurement it is"
    " executed as well",
    "orders": "an order is some 14 statements in 6 tables, and within the measurement it is routed"
    " and filled as well, which is more work than accepting it",
    "transfers": "a transfer is some 11 statements in 5 tables",
}


class _Turn(NamedTuple):
    """Writes a second, and milliseconds of the server's processor that each took."""

    rate: float
    cost: float


async def measure(options: Options) -> list[Figure]:
    """Turn by turn, so that a slow moment of the machine meets the reference too."""
    count = options.scaled(2_000)
    turns: dict[str, list[tuple[_Turn, _Turn]]] = {name: [] for name in _WRITES}
    with (
        options.new_folder() as data_dir,
        ceiling(data_dir) as bare,
        options.new_folder() as world_dir,
    ):
        with populate.new_simulation(world_dir) as simulation:
            customers = populate.add_customers(simulation, _CLIENTS)
        with simulator(world_dir) as server:
            for _ in range(options.repeats):
                for name, write in _WRITES.items():
                    reference = await _turn(bare, customers, write_bare, count)
                    turns[name].append((await _turn(server, customers, write, count), reference))
                    await asyncio.sleep(_SECONDS_TO_FOLLOW_UP * options.scale)
            memory = server.peak_memory()
    figures = [_figure(name, turns[name]) for name in _WRITES]
    return [*figures, Figure(name="peak memory", value=memory, unit="MiB", at_most=90)]


def _figure(name: str, turns: list[tuple[_Turn, _Turn]]) -> Figure:
    ours, bare = zip(*turns, strict=True)
    return Figure(
        name=f"{name} accepted, of the bare rate, median of {len(turns)}",
        value=median(mine.rate / theirs.rate for mine, theirs in turns),
        unit="",
        at_least=_SHARE,
        reference=f"{spread([turn.rate for turn in ours])} {name} a second,"
        f" {spread([turn.rate for turn in bare])} bare commits by the same {_CLIENTS} clients;"
        f" {median(turn.cost for turn in ours):.2f} ms of the server's processor each, bare"
        f" {median(turn.cost for turn in bare):.2f}",
        why=_WHY[name],
    )


async def _turn(server: Server, customers: list[Customer], write: Write, count: int) -> _Turn:
    """By clients that each wait for an answer before they write again."""

    async def work(client: Client, customer: Customer) -> None:
        for number in range(count // _CLIENTS):
            await write(client, customer, number)

    process = psutil.Process(server.pid)
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(Client(server.address)) for _ in customers]
        began, before = perf_counter(), sum(process.cpu_times()[:2])
        async with asyncio.TaskGroup() as tasks:
            for client, customer in zip(clients, customers, strict=True):
                tasks.create_task(work(client, customer))
        took, spent = perf_counter() - began, sum(process.cpu_times()[:2]) - before
    written = count // _CLIENTS * _CLIENTS
    return _Turn(written / took, spent / written * 1000)
