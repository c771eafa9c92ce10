"""What a server costs that nobody asks anything while many orders wait for their price."""

import asyncio
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from sqlite3 import connect
from time import perf_counter, time

import psutil

from ribbit_tui.simulator.engine.orders import orders
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.startup import DATABASE_NAME
from ribbit_tui.wire.orders import OrderCreation

from . import populate
from .figures import Figure
from .options import Options
from .populate import Customer
from .servers import simulator

_CUSTOMERS = 1_000
_ORDERS_EACH = 100
_SYMBOLS = ("AAPL", "MSFT", "AMZN", "NVDA", "TSLA")
_SECONDS = 10
_MOST_BUSY = 10


async def measure(options: Options) -> list[Figure]:
    customers_count = options.scaled(_CUSTOMERS)
    with options.new_folder() as world_dir:
        with populate.new_simulation(world_dir) as simulation:
            for customer in populate.add_customers(simulation, customers_count):
                _add_waiting(simulation, customer)
        with simulator(world_dir) as server:
            began = perf_counter()
            while _overdue(world_dir):  # noqa: ASYNC110 it is another process
                await asyncio.sleep(0.5)
            caught_up = perf_counter() - began
            process = psutil.Process(server.pid)
            before = sum(process.cpu_times()[:2])
            await asyncio.sleep(_SECONDS)
            busy = (sum(process.cpu_times()[:2]) - before) / _SECONDS
            memory = server.peak_memory()
    count = customers_count * _ORDERS_EACH
    return [
        Figure(
            name=f"processor of an idle server with {count:,} limit orders, for {_SECONDS} s",
            value=busy * 100,
            unit="%",
            at_most=_MOST_BUSY,
            reference=f"after its start it looked at all of them for {caught_up:.0f} s",
        ),
        Figure(name="peak memory", value=memory, unit="MiB", at_most=90),
    ]


def _add_waiting(simulation: Simulation, customer: Customer) -> None:
    """From 0.1 to 10 percent below the price: some may be met within the hour, most never."""
    with simulation.database.transaction():
        for number in range(_ORDERS_EACH):
            symbol = _SYMBOLS[number % len(_SYMBOLS)]
            price = simulation.prices.price(symbol, simulation.now()) * (999 - number) / 1000
            creation = OrderCreation(
                symbol=symbol,
                qty=Decimal(1),
                side="buy",
                type="limit",
                limit_price=round(price, 2),
                time_in_force="gtc",
            )
            orders.submit(simulation, customer.account_id, creation)


def _overdue(world_dir: Path) -> bool:
    """Whether the server still has to do what was due some time ago."""
    with closing(connect(world_dir / DATABASE_NAME)) as database:
        (due,) = database.execute("SELECT min(due_at) FROM schedule").fetchone()
    return bool(due < (time() - 2) * 1_000_000)
