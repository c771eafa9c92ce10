"""The steps that the schedule runs for an order: reaching the market, then attempts to fill it."""

from collections.abc import Sequence
from datetime import datetime

from ribbit_tui.simulator.simulation import Simulation

from .records import ids_in_market

# These names are stored in databases.
ACCEPT_STEP = "order.route"
FILL_STEP = "order.fill"


def send(simulation: Simulation, order_id: str) -> None:
    """Schedule that an order reaches the market, and the first attempt to fill it."""
    simulation.later(simulation.delays.order_new, ACCEPT_STEP, order_id)
    simulation.later(simulation.delays.order_fill, FILL_STEP, order_id)


def send_to_auction(simulation: Simulation, order_id: str, held_at: datetime) -> None:
    """Schedule that an order reaches the market, and its one attempt at the auction."""
    simulation.later(simulation.delays.order_new, ACCEPT_STEP, order_id)
    attempt_at(simulation, order_id, held_at)


def attempt_soon(simulation: Simulation, order_id: str) -> None:
    """Schedule an attempt after the usual delay."""
    simulation.later(simulation.delays.order_fill, FILL_STEP, order_id)


def attempt_at(simulation: Simulation, order_id: str, at: datetime) -> None:
    """Schedule an attempt at a given time."""
    simulation.schedule.add(at, FILL_STEP, order_id)


def attempt_earlier(simulation: Simulation, order_ids: Sequence[str], at: datetime) -> None:
    """Move attempts that are scheduled later than `at` to that time."""
    simulation.schedule.bring_forward(FILL_STEP, order_ids, at)


def wake_orders(simulation: Simulation, symbol: str | None = None) -> None:
    """Give orders in the market an attempt now, in one symbol or in all; not those for auctions."""
    attempt_earlier(simulation, ids_in_market(simulation, symbol), simulation.now())
