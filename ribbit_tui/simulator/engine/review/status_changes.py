"""Changes of status by a review, which is stored with them."""

from ribbit_tui.simulator.engine.accounts import status_changes as account_status
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode

from . import application as applications
from . import personas, records
from .paths import REJOINING, Path
from .records import Asker, Request, Review
from .schedule import cancel_scheduled, schedule_next_status

_WITHOUT_RESULTS = frozenset(
    {
        AccountStatus.INACTIVE,
        AccountStatus.SUBMISSION_FAILED,
        AccountStatus.DISABLED,
        AccountStatus.ACCOUNT_CLOSED,
    }
)
"""Statuses that leave the results of the review as they are."""


def enter_path(
    simulation: Simulation, account: AccountRecord, review: Review, path: Path, reason: str = ""
) -> None:
    """Enter path[0] now and schedule the rest, replacing anything scheduled."""
    cancel_scheduled(simulation, account.id)
    review.ahead = list(path[1:])
    change_status(simulation, account, review, path[0], reason)
    if review.ahead:
        schedule_next_status(simulation, account.id)


def change_status(
    simulation: Simulation,
    account: AccountRecord,
    review: Review,
    status: AccountStatus,
    reason: str = "",
) -> None:
    """Change the account's status, and store the review with the results of that status."""
    prepare(simulation, account, review, status)
    records.save(simulation, review)
    account_status.change_status(simulation, account, status, reason)


def prepare(
    simulation: Simulation, account: AccountRecord, review: Review, status: AccountStatus
) -> None:
    """Adapt a review to the status that the account is about to take."""
    if status == AccountStatus.ACTION_REQUIRED and not review.has_unsettled():
        # Fixtures and the director may ask for action without any finding.
        count = len(applications.read(simulation, account).documents)
        review.ask(KycResultCode.IDENTITY_VERIFICATION, Request(Asker.REVIEW, count))
    if status == AccountStatus.APPROVED:
        review.settle_all()
    needs_selfie = status == AccountStatus.ACTION_REQUIRED and review.has_unsettled(
        KycResultCode.SELFIE_VERIFICATION
    )
    if status == AccountStatus.ONBOARDING or needs_selfie:
        review.onfido_applicant = review.onfido_applicant or simulation.ids.uuid("onfido_applicant")
    if status not in _WITHOUT_RESULTS:
        review.kyc_results = review.results(status)


def path_of_findings(review: Review) -> Path:
    """Return the path of an application with open findings: rejection, or a request for action."""
    persona = personas.find(review.persona)
    if persona is not None and persona.is_rejected:
        return persona.path
    return (AccountStatus.ACTION_REQUIRED,)


def continue_review(simulation: Simulation, account: AccountRecord, review: Review) -> None:
    """Resume the path to ACTIVE if nothing is open any more, else publish what is still open."""
    if not review.has_open():
        persona = personas.find(review.persona)
        path = REJOINING if persona is None else persona.rejoins
        enter_path(simulation, account, review, path)
    elif review.results(AccountStatus.ACTION_REQUIRED) != review.kyc_results:
        enter_path(simulation, account, review, (AccountStatus.ACTION_REQUIRED,))
    else:
        records.save(simulation, review)
