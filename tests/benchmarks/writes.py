"""Writes a second, beside the bare server, which only commits."""

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
from .servers import Server, bare_server, simulator

_CLIENTS = 8
_TARGET_SHARE = 0.5
_SECONDS_FOR_SCHEDULED_STEPS = 4

Write = Callable[[Client, Customer, int], Awaitable[object]]


async def write_bare(client: Client, customer: Customer, number: int) -> object:
    """Write a row to the bare server."""
    body = {"account_id": customer.account_id, "amount": "1.00", "description": f"number {number}"}
    return await client.post("/writes", body)


async def create_journal(client: Client, customer: Customer, number: int) -> object:
    """Journal a cent from the firm to the customer."""
    body = {
        "entry_type": "JNLC",
        "from_account": SWEEP_ACCOUNT,
        "to_account": customer.account_id,
        "amount": "0.01",
        "description": f"number {number}",
    }
    return await client.post("/v1/journals", body, {"Idempotency-Key": str(uuid4())})


async def submit_order(client: Client, customer: Customer, number: int) -> object:
    """Buy AAPL for 1.50 USD."""
    body = {
        "symbol": "AAPL",
        "notional": "1.50",
        "side": "buy",
        "type": "market",
        "time_in_force": "day",
        "client_order_id": str(uuid4()),
    }
    return await client.post(f"/v1/trading/accounts/{customer.account_id}/orders", body)


async def create_transfer(client: Client, customer: Customer, number: int) -> object:
    """Deposit 1 USD by ACH."""
    body = {
        "transfer_type": "ach",
        "relationship_id": customer.relationship_id,
        "amount": "1.00",
        "direction": "INCOMING",
    }
    return await client.post(f"/v1/accounts/{customer.account_id}/transfers", body)


_WRITES: dict[str, Write] = {
    "journals": create_journal,
    "orders": submit_order,
    "transfers": create_transfer,
}


_WHY = {
    "journals": "a journal is some 16 statements in 8 tables, and within the measurement it is"
    " executed as well",
    "orders": "an order is some 14 statements in 6 tables, and within the measurement it is routed"
    " and filled as well, which is more work than accepting it",
    "transfers": "a transfer is some 11 statements in 5 tables",
}


class _Turn(NamedTuple):
    """Writes a second, and milliseconds of the server's processor time for each."""

    rate: float
    processor_ms: float


async def measure(options: Options) -> list[Figure]:
    """Measure simulator and bare server by turns, so that a slow moment hits both."""
    count = options.scaled(2_000)
    turns: dict[str, list[tuple[_Turn, _Turn]]] = {name: [] for name in _WRITES}
    with (
        options.new_folder() as bare_dir,
        bare_server(bare_dir) as bare,
        options.new_folder() as data_dir,
    ):
        with populate.new_simulation(data_dir) as simulation:
            customers = populate.add_customers(simulation, _CLIENTS)
        with simulator(data_dir) as server:
            for _ in range(options.repeats):
                for name, write in _WRITES.items():
                    reference = await _measure_turn(bare, customers, write_bare, count)
                    turns[name].append(
                        (await _measure_turn(server, customers, write, count), reference)
                    )
                    await asyncio.sleep(_SECONDS_FOR_SCHEDULED_STEPS * options.scale)
            memory = server.peak_memory()
    figures = [_figure(name, turns[name]) for name in _WRITES]
    return [*figures, Figure(name="peak memory", value=memory, unit="MiB", at_most=90)]


def _figure(name: str, turns: list[tuple[_Turn, _Turn]]) -> Figure:
    ours, bare = zip(*turns, strict=True)
    return Figure(
        name=f"{name} accepted, of the bare rate, median of {len(turns)}",
        value=median(mine.rate / theirs.rate for mine, theirs in turns),
        unit="",
        at_least=_TARGET_SHARE,
        reference=f"{spread([turn.rate for turn in ours])} {name} a second,"
        f" {spread([turn.rate for turn in bare])} bare commits by the same {_CLIENTS} clients;"
        f" {median(turn.processor_ms for turn in ours):.2f} ms of the server's processor each, bare"
        f" {median(turn.processor_ms for turn in bare):.2f}",
        why=_WHY[name],
    )


async def _measure_turn(
    server: Server, customers: list[Customer], write: Write, count: int
) -> _Turn:
    """Write `count` times with clients that each wait for a response before the next write."""

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
