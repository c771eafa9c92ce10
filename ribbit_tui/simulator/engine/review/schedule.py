"""Scheduling of a review's next steps."""

from ribbit_tui.simulator.simulation import Simulation

EXAMINE = "account.approve"
ACTIVATE = "account.activate"
PROCEED = "account.proceed"


def schedule_examination(simulation: Simulation, account_id: str) -> None:
    """Schedule the examination, and the activation of an account that passes it."""
    simulation.later(simulation.delays.account_approved, EXAMINE, account_id)
    simulation.later(simulation.delays.account_active, ACTIVATE, account_id)


def schedule_next_status(simulation: Simulation, account_id: str) -> None:
    """Schedule the next status of the review's path."""
    simulation.later(simulation.delays.account_approved, PROCEED, account_id)


def cancel_scheduled(simulation: Simulation, account_id: str) -> None:
    """Cancel everything that is scheduled for the account's review."""
    for kind in (EXAMINE, ACTIVATE, PROCEED):
        simulation.schedule.drop(kind, account_id)
