"""How many writes a second, beside a server that does nothing but commit."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from statistics import median
from time import perf_counter
from uuid import uuid4

from ribbit_tui.simulator.engine.firm import SWEEP_ACCOUNT

from . import populate
from .client import Client
from .figures import Figure, spread
from .options import Options
from .populate import Customer
from .servers import Server, ceiling, simulator

_CLIENTS = 8
_SHARE = 0.5

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


async def measure(options: Options) -> list[Figure]:
    """Turn by turn, so that a slow moment of the machine meets the reference too."""
    count = options.scaled(2_000)
    rates: dict[str, list[float]] = {name: [] for name in ("bare", *_WRITES)}
    with (
        options.new_folder() as data_dir,
        ceiling(data_dir) as bare,
        options.new_folder() as world_dir,
    ):
        with populate.new_world(world_dir) as world:
            customers = populate.add_customers(world, _CLIENTS)
        with simulator(world_dir) as server:
            for _ in range(options.repeats):
                rates["bare"].append(await _rate(bare, customers, write_bare, count))
                for name, write in _WRITES.items():
                    rates[name].append(await _rate(server, customers, write, count))
                    await asyncio.sleep(options.scale)
            memory = server.peak_memory()
    limit = median(rates["bare"])
    beside = f"{spread(rates['bare'])} bare commits a second by the same {_CLIENTS} clients"
    figures = [
        Figure(
            name=f"{name} accepted, of the bare rate",
            value=median(rates[name]) / limit,
            unit="",
            at_least=_SHARE,
            reference=f"{spread(rates[name])} {name} a second, {beside}",
        )
        for name in _WRITES
    ]
    return [*figures, Figure(name="peak memory", value=memory, unit="MiB", at_most=90)]


async def _rate(server: Server, customers: list[Customer], write: Write, count: int) -> float:
    """Writes a second by clients that each wait for an answer before they write again."""

    async def work(client: Client, customer: Customer) -> None:
        for number in range(count // _CLIENTS):
            await write(client, customer, number)

    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(Client(server.address)) for _ in customers]
        began = perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for client, customer in zip(clients, customers, strict=True):
                tasks.create_task(work(client, customer))
        took = perf_counter() - began
    return count // _CLIENTS * _CLIENTS / took
