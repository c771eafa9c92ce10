"""What the director decides about an account, over the head of the review."""

from typing import Any

from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_controls import AccountDecision, KycDecision
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode

from . import review, review_application, review_record
from .review_paths import REJOINING, Path
from .review_record import Asker, Request, Review

# What follows by itself after a decision. SUBMITTED is examined anew, all others stay.
_FOLLOWING: dict[AccountStatus, Path] = {
    AccountStatus.EDITED: REJOINING,
    AccountStatus.APPROVED: (AccountStatus.ACTIVE,),
    AccountStatus.SUBMISSION_FAILED: (AccountStatus.APPROVED, AccountStatus.ACTIVE),
}
_WAIVING = frozenset({AccountStatus.APPROVED, AccountStatus.ACTIVE})


def decide(simulation: Simulation, account_id: str, decision: AccountDecision) -> dict[str, Any]:
    """Give the account a status, whatever it had; what was to happen to it by itself does not.

    Without codes ACTION_REQUIRED asks for what is open; if nothing is, for OTHER with the reason
    in words or, without one, for IDENTITY_VERIFICATION. Raises ForbiddenError for the firm's
    accounts.
    """
    row = find_account(simulation, account_id)
    if row.is_firm:
        raise ForbiddenError("the status of the firm's own accounts cannot be changed")
    record = review_record.load(simulation, row.id)
    application = review_application.read(simulation, row)
    if decision.status in _WAIVING:
        record.ask_what_is_raised(application)
        record.settle_all()
    elif decision.status in (AccountStatus.ACTION_REQUIRED, AccountStatus.REJECTED):
        _tell_why(record, decision, len(application.get("documents") or []))
    elif decision.kyc_results is not None:
        _ask(record, decision.kyc_results, len(application.get("documents") or []))
    path = (decision.status, *_FOLLOWING.get(decision.status, ()))
    review.take(simulation, row, record, path, decision.reason or "")
    if decision.status == AccountStatus.SUBMITTED:
        review.schedule_examination(simulation, row.id)
    return account_views.as_wire(simulation, find_account(simulation, row.id))


def _tell_why(record: Review, decision: AccountDecision, documents: int) -> None:
    wanted = decision.kyc_results or KycDecision()
    if wanted.reject or wanted.indeterminate or wanted.additional_information:
        record.settle_all()
        _ask(record, wanted, documents)
    elif decision.reason and not record.has_unsettled():
        _ask(record, KycDecision(additional_information=decision.reason), documents)


def _ask(record: Review, wanted: KycDecision, documents: int) -> None:
    """Documents that are there already do not answer."""
    indeterminate = list(wanted.indeterminate or [])
    if wanted.additional_information is not None:
        record.message = wanted.additional_information
        if not (indeterminate or wanted.reject):
            indeterminate.append(KycResultCode.OTHER)
    for code in indeterminate:
        record.ask(code, Request(Asker.DIRECTOR, documents))
    for code in wanted.reject or []:
        record.ask(code, Request(Asker.DIRECTOR, documents, is_rejected=True))
