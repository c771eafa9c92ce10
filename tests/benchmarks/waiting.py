"""Processor time of an idle server with many resting limit orders."""

import asyncio
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from sqlite3 import connect
from time import perf_counter, time

import psutil

from ribbit_tui.simulator.engine.orders import submission
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.startup import DATABASE_NAME
from ribbit_tui.wire.orders import OrderCreation

from . import populate
from .figures import Figure
from .options import Options
from .populate import Customer
from .servers import simulator

_CUSTOMERS = 1_000
_ORDERS_PER_CUSTOMER = 100
_SYMBOLS = ("AAPL", "MSFT", "AMZN", "NVDA", "TSLA")
_SECONDS = 10
_TARGET_PERCENT = 10


async def measure(options: Options) -> list[Figure]:
    """Measure the processor time once the server has caught up with its schedule."""
    customers_count = options.scaled(_CUSTOMERS)
    with options.new_folder() as data_dir:
        with populate.new_simulation(data_dir) as simulation:
            for customer in populate.add_customers(simulation, customers_count):
                _add_resting_orders(simulation, customer)
        with simulator(data_dir) as server:
            began = perf_counter()
            while _is_behind(data_dir):  # noqa: ASYNC110 the server is another process
                await asyncio.sleep(0.5)
            caught_up = perf_counter() - began
            process = psutil.Process(server.pid)
            before = sum(process.cpu_times()[:2])
            await asyncio.sleep(_SECONDS)
            busy = (sum(process.cpu_times()[:2]) - before) / _SECONDS
            memory = server.peak_memory()
    count = customers_count * _ORDERS_PER_CUSTOMER
    return [
        Figure(
            name=f"processor of an idle server with {count:,} limit orders, for {_SECONDS} s",
            value=busy * 100,
            unit="%",
            at_most=_TARGET_PERCENT,
            reference=f"after its start it compared all of them for {caught_up:.0f} s",
        ),
        Figure(name="peak memory", value=memory, unit="MiB", at_most=90),
    ]


def _add_resting_orders(simulation: Simulation, customer: Customer) -> None:
    """Submit buy limits 0.1 to 10 percent below the price; few can fill within the hour."""
    with simulation.database.transaction():
        for number in range(_ORDERS_PER_CUSTOMER):
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
            submission.submit(simulation, customer.account_id, creation)


def _is_behind(data_dir: Path) -> bool:
    """Whether steps are overdue by more than 2 seconds."""
    with closing(connect(data_dir / DATABASE_NAME)) as database:
        (due,) = database.execute("SELECT min(due_at) FROM schedule").fetchone()
    return bool(due < (time() - 2) * 1_000_000)
