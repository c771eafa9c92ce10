"""Response times of all list routes, with many customers and orders in the database."""

from statistics import median
from time import perf_counter

from . import populate
from .client import Client
from .figures import Figure
from .options import Options
from .populate import Customer
from .servers import simulator

_CUSTOMERS = 1_000
_ORDERS_PER_CUSTOMER = 100
_TARGET_MS = 100


def _paths(customer: Customer) -> list[str]:
    account = f"/v1/accounts/{customer.account_id}"
    trading = f"/v1/trading/accounts/{customer.account_id}"
    return [
        "/v1/accounts",
        "/v1/accounts?query=frog-77",
        "/v1/accounts?status=ACTIVE&sort=asc",
        "/v1/accounts/activities",
        "/v1/accounts/activities/FILL",
        f"/v1/accounts/activities?account_id={customer.account_id}",
        "/v1/accounts/positions",
        "/v1/accounts/positions?page=10",
        f"{account}/ach_relationships",
        f"{account}/transfers",
        "/v1/journals",
        f"/v1/journals?to_account={customer.account_id}",
        f"{trading}/orders?status=all&limit=500",
        f"{trading}/orders?status=closed",
        f"{trading}/positions",
        f"{trading}/account",
        f"{trading}/account/portfolio/history",
        f"{trading}/watchlists",
        "/v1/assets",
        "/v1/calendar",
    ]


async def measure(options: Options) -> list[Figure]:
    """Measure the slowest of some requests for each route."""
    customers_count = options.scaled(_CUSTOMERS)
    with options.new_folder() as data_dir:
        with populate.new_simulation(data_dir) as simulation:
            customers = populate.add_customers(simulation, customers_count)
            for customer in customers:
                populate.add_orders(simulation, customer, _ORDERS_PER_CUSTOMER)
        with simulator(data_dir) as server:
            async with Client(server.address) as client:
                times_by_path = {
                    path.replace(customers[-1].account_id, "{id}"): await _measure_times(
                        client, path, options.repeats
                    )
                    for path in _paths(customers[-1])
                }
            memory = server.peak_memory()
    figures = [
        Figure(
            name=f"GET {path}, slowest of {options.repeats}",
            value=max(times),
            unit="ms",
            at_most=_TARGET_MS,
            reference=f"median {median(times):.1f} ms",
        )
        for path, times in times_by_path.items()
    ]
    return [*figures, Figure(name="peak memory", value=memory, unit="MiB", at_most=90)]


async def _measure_times(client: Client, path: str, repeats: int) -> list[float]:
    """Return the milliseconds of each response, including the first."""
    times = []
    for _ in range(repeats):
        began = perf_counter()
        await client.get(path)
        times.append((perf_counter() - began) * 1000)
    return times
