"""Response times of reads by several clients, with some writes between."""

import asyncio
from contextlib import suppress
from itertools import cycle, islice
from time import perf_counter

from . import populate
from .client import Client
from .figures import Figure, p99
from .options import Options
from .populate import Customer
from .servers import Server, bare_server, simulator
from .writes import submit_order, write_bare

_CLIENTS = 8
_ORDERS_PER_CUSTOMER = 50
_SECONDS_BETWEEN_WRITES = 0.05
_TARGET_MS = 20


def _paths(customer: Customer) -> list[str]:
    """Return the requests of a screen of the app, and some lists."""
    trading = f"/v1/trading/accounts/{customer.account_id}"
    return [
        f"{trading}/account",
        f"{trading}/positions",
        f"{trading}/orders?status=all&limit=50",
        f"/v1/accounts/{customer.account_id}",
        f"/v1/accounts/{customer.account_id}/transfers",
        f"/v1/accounts/activities?account_id={customer.account_id}&page_size=50",
        "/v1/assets/AAPL",
        "/v1/clock",
    ]


async def measure(options: Options) -> list[Figure]:
    """Measure reads of the simulator beside reads of one row from the bare server."""
    count = options.scaled(4_000)
    with (
        options.new_folder() as bare_dir,
        bare_server(bare_dir) as bare,
        options.new_folder() as data_dir,
    ):
        with populate.new_simulation(data_dir) as simulation:
            customers = populate.add_customers(simulation, _CLIENTS)
            for customer in customers:
                populate.add_orders(simulation, customer, _ORDERS_PER_CUSTOMER)
        async with Client(bare.address) as writer:
            await write_bare(writer, customers[0], 0)
        with simulator(data_dir) as server:
            reference = await _measure_latencies(
                bare, [["/writes/1"]] * _CLIENTS, count, customers[0]
            )
            paths = [_paths(customer) for customer in customers]
            found = await _measure_latencies(server, paths, count, customers[0])
    return [
        Figure(
            name=f"mixed reads by {_CLIENTS} clients while 20 orders a second are written, p99",
            value=p99(found),
            unit="ms",
            at_most=_TARGET_MS,
            reference=f"p99 {p99(reference):.1f} ms for one row by its key from the bare server",
        )
    ]


async def _measure_latencies(
    server: Server, paths: list[list[str]], count: int, customer: Customer
) -> list[float]:
    """Return the milliseconds of each read while `customer` writes 20 times a second."""
    found: list[float] = []

    async def read(own: list[str]) -> None:
        async with Client(server.address) as client:
            for path in islice(cycle(own), count // len(paths)):
                began = perf_counter()
                await client.get(path)
                found.append((perf_counter() - began) * 1000)

    async def write() -> None:
        make = write_bare if paths[0] == ["/writes/1"] else submit_order
        async with Client(server.address) as client:
            while True:
                await make(client, customer, 0)
                await asyncio.sleep(_SECONDS_BETWEEN_WRITES)

    writer = asyncio.create_task(write())
    async with asyncio.TaskGroup() as tasks:
        for own in paths:
            tasks.create_task(read(own))
    writer.cancel()
    with suppress(asyncio.CancelledError):
        await writer
    return found
