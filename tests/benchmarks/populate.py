"""Databases with customers, made by the engine before a server opens them."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ribbit_tui.simulator.engine.applications.submission import submit as submit_application
from ribbit_tui.simulator.engine.banks import ach_relationships as banks
from ribbit_tui.simulator.engine.orders import submission
from ribbit_tui.simulator.engine.transfers import requests as transfers
from ribbit_tui.simulator.scheduled_steps import handlers
from ribbit_tui.simulator.settings import SimulatorSettings
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.simulator.startup import open_simulation
from ribbit_tui.wire.accounts import AccountCreation
from ribbit_tui.wire.funding import AchRelationshipCreation, TransferCreation
from ribbit_tui.wire.orders import OrderCreation
from tests.simulator.conftest import BANK, application

_SYMBOLS = ("AAPL", "MSFT", "AMZN", "NVDA", "TSLA")
_DEPOSIT = Decimal(10_000_000)


class Customer(NamedTuple):
    """The ids of a customer."""

    account_id: str
    relationship_id: str


@contextmanager
def new_simulation(data_dir: Path) -> Iterator[Simulation]:
    """Open a simulation without delays and without syncing to disk, to fill its database fast."""
    with open_simulation(SimulatorSettings(data_dir=data_dir, pace="instant")) as simulation:
        simulation.database.execute("PRAGMA synchronous = OFF")
        yield simulation


def add_customers(simulation: Simulation, count: int) -> list[Customer]:
    """Create active accounts with a linked bank and 10,000,000 USD each."""
    found = []
    with simulation.database.transaction():
        for number in range(count):
            email = f"frog-{number}@example.com"
            creation = AccountCreation.model_validate(application(email))
            found.append(str(submit_application(simulation, creation)["id"]))
    _run_due_steps(simulation)
    bank = AchRelationshipCreation.model_validate(BANK)
    with simulation.database.transaction():
        linked = [Customer(id_, banks.create(simulation, id_, bank).id) for id_ in found]
    _run_due_steps(simulation)
    with simulation.database.transaction():
        for customer in linked:
            deposit = TransferCreation(
                transfer_type="ach",
                relationship_id=customer.relationship_id,
                amount=_DEPOSIT,
                direction="INCOMING",
            )
            transfers.create(simulation, customer.account_id, deposit)
    _run_due_steps(simulation)
    return linked


def add_orders(simulation: Simulation, customer: Customer, count: int) -> None:
    """Submit and fill `count` market orders."""
    with simulation.database.transaction():
        for number in range(count):
            creation = OrderCreation(
                symbol=_SYMBOLS[number % len(_SYMBOLS)],
                qty=Decimal(1),
                side="buy",
                type="market",
                time_in_force="day",
            )
            submission.submit(simulation, customer.account_id, creation)
    _run_due_steps(simulation)


def add_events(simulation: Simulation, count: int, topic: str = "trades") -> None:
    """Append `count` events of the size of an order event."""
    body = {"account_id": "0" * 36, "event": "fill", "order": {"filler": "x" * 900}}
    with simulation.database.transaction():
        for number in range(count):
            simulation.events.append(topic, simulation.now(), body | {"number": number})


def _run_due_steps(simulation: Simulation) -> None:
    """Run all scheduled steps that are due."""
    steps = handlers(simulation)
    while simulation.schedule.run_due(steps, simulation.now(), 100):
        pass
