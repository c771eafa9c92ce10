"""Scheduled steps of reviews: examined, activated, advanced along the path."""

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import ACCOUNT_TRANSITIONS, AccountStatus

from . import application as applications
from . import personas, records
from .paths import REJOINING
from .schedule import ACTIVATE, EXAMINE, PROCEED
from .status_changes import change_status, enter_path, path_of_findings


def examine(simulation: Simulation, account_id: str) -> None:
    """Decide about an application that is still SUBMITTED."""
    account = find_account(simulation, account_id)
    if account.status != AccountStatus.SUBMITTED:
        return
    review = records.load(simulation, account_id)
    application = applications.read(simulation, account)
    review.ask_what_is_raised(application)
    review.settle(application, was_changed=False)
    persona = personas.find(review.persona)
    if review.has_open() or (persona is not None and persona.is_rejected):
        enter_path(simulation, account, review, path_of_findings(review))
    elif persona is not None and persona.path:
        enter_path(simulation, account, review, persona.path)
    elif review.requests:
        enter_path(simulation, account, review, REJOINING)
    else:
        # The activation was scheduled together with this step.
        change_status(simulation, account, review, AccountStatus.APPROVED)


def activate(simulation: Simulation, account_id: str) -> None:
    """Activate an account that was approved without findings."""
    account = find_account(simulation, account_id)
    if account.status == AccountStatus.APPROVED:
        review = records.load(simulation, account_id)
        change_status(simulation, account, review, AccountStatus.ACTIVE)


def proceed(simulation: Simulation, account_id: str) -> None:
    """Enter the next status of the path, unless the current status no longer leads to it."""
    account = find_account(simulation, account_id)
    review = records.load(simulation, account_id)
    if review.ahead and review.ahead[0] in ACCOUNT_TRANSITIONS[account.status]:
        enter_path(simulation, account, review, tuple(review.ahead))


STEPS = {EXAMINE: examine, ACTIVATE: activate, PROCEED: proceed}
