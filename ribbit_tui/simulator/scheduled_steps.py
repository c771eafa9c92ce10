"""Steps that the schedule can run: each kind and its function."""

from collections.abc import Callable, Mapping
from functools import partial

from ribbit_tui.simulator.engine.applications import steps as application_steps
from ribbit_tui.simulator.engine.banks import steps as bank_steps
from ribbit_tui.simulator.engine.cash_interest import steps as cash_interest_steps
from ribbit_tui.simulator.engine.corporate_actions import steps as corporate_action_steps
from ribbit_tui.simulator.engine.journals import steps as journal_steps
from ribbit_tui.simulator.engine.orders import steps as order_steps
from ribbit_tui.simulator.engine.review import steps as review_steps
from ribbit_tui.simulator.engine.statements import steps as statement_steps
from ribbit_tui.simulator.engine.transfers import steps as transfer_steps
from ribbit_tui.simulator.storage.schedule import Handler

from .simulation import Simulation

_STEPS: dict[str, Callable[[Simulation, str], None]] = {
    **review_steps.STEPS,
    **application_steps.STEPS,
    **bank_steps.STEPS,
    **transfer_steps.STEPS,
    **journal_steps.STEPS,
    **order_steps.STEPS,
    **statement_steps.STEPS,
    **corporate_action_steps.STEPS,
    **cash_interest_steps.STEPS,
}


def handlers(simulation: Simulation) -> Mapping[str, Handler]:
    """Return the handler of each kind of step."""
    return {kind: partial(step, simulation) for kind, step in _STEPS.items()}
