"""Director's decisions about accounts, which override the review."""

from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_controls import AccountDecision, KycDecision
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode

from . import application as applications
from . import records
from .paths import REJOINING, Path
from .records import Asker, Request, Review
from .schedule import schedule_examination
from .status_changes import enter_path

_FOLLOWING: dict[AccountStatus, Path] = {
    AccountStatus.EDITED: REJOINING,
    AccountStatus.APPROVED: (AccountStatus.ACTIVE,),
    AccountStatus.SUBMISSION_FAILED: (AccountStatus.APPROVED, AccountStatus.ACTIVE),
}
"""Statuses that follow a decision by themselves. SUBMITTED is examined again; all others stay."""
_WAIVING = frozenset({AccountStatus.APPROVED, AccountStatus.ACTIVE})


def decide(simulation: Simulation, account_id: str, decision: AccountDecision) -> dict[str, object]:
    """Give an account any status, and cancel what was scheduled for it.

    Without codes ACTION_REQUIRED asks for what is open. If nothing is open it asks for OTHER with
    the reason as text, or without a reason for IDENTITY_VERIFICATION. Raises ForbiddenError for
    the firm's accounts.
    """
    account = find_account(simulation, account_id)
    if account.is_firm:
        raise ForbiddenError("the status of the firm's own accounts cannot be changed")
    review = records.load(simulation, account.id)
    application = applications.read(simulation, account)
    if decision.status in _WAIVING:
        review.ask_what_is_raised(application)
        review.settle_all()
    elif decision.status in (AccountStatus.ACTION_REQUIRED, AccountStatus.REJECTED):
        _ask_for_decision(review, decision, len(application.documents))
    elif decision.kyc_results is not None:
        _ask(review, decision.kyc_results, len(application.documents))
    path = (decision.status, *_FOLLOWING.get(decision.status, ()))
    enter_path(simulation, account, review, path, decision.reason or "")
    if decision.status == AccountStatus.SUBMITTED:
        schedule_examination(simulation, account.id)
    return account_views.as_wire(simulation, find_account(simulation, account.id))


def _ask_for_decision(review: Review, decision: AccountDecision, documents: int) -> None:
    wanted = decision.kyc_results or KycDecision()
    if wanted.reject or wanted.indeterminate or wanted.additional_information:
        review.settle_all()
        _ask(review, wanted, documents)
    elif decision.reason and not review.has_unsettled():
        _ask(review, KycDecision(additional_information=decision.reason), documents)


def _ask(review: Review, wanted: KycDecision, documents: int) -> None:
    """Ask for these codes. Documents that have already arrived do not answer them."""
    indeterminate = list(wanted.indeterminate or [])
    if wanted.additional_information is not None:
        review.message = wanted.additional_information
        if not (indeterminate or wanted.reject):
            indeterminate.append(KycResultCode.OTHER)
    for code in indeterminate:
        review.ask(code, Request(Asker.DIRECTOR, documents))
    for code in wanted.reject or []:
        review.ask(code, Request(Asker.DIRECTOR, documents, is_rejected=True))
