"""Start and progress of reviews.

An application without findings is APPROVED and then ACTIVE. Findings come from the application
itself (`rules`), from the checks of a test persona (`personas`), from the firm's own checks (CIP)
and from the director. Findings that the customer must answer make the account ACTION_REQUIRED
until all answers have arrived. Other findings, and answered ones, make it APPROVAL_PENDING for a
while.
"""

from datetime import date

from ribbit_tui.simulator.engine.accounts import status_changes as account_status
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common.trading_days import today
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountCreation, AccountStatus
from ribbit_tui.wire.kyc import KycResultCode

from . import application as applications
from . import checks, personas, records
from .paths import UNDER_REVIEW, Path, fixture_path
from .records import Asker, Request, Review
from .schedule import schedule_examination, schedule_next_status
from .status_changes import (
    change_status,
    continue_review,
    enter_path,
    path_of_findings,
    prepare,
)

_OPENED = (AccountStatus.APPROVED, AccountStatus.ACTIVE)


def initial_path(simulation: Simulation, creation: AccountCreation) -> Path:
    """Return the first status of an application, and those that follow without examination."""
    path = fixture_path(creation.additional_information)
    if simulation.settings.setup == "fully_disclosed":
        # The firm approves the customer before it asks for the account.
        if path is None:
            return _OPENED
        return path[path.index(AccountStatus.APPROVED) :] if _OPENED[0] in path else path
    if path is not None:
        return path
    persona = personas.recognise(creation.identity, today(simulation))
    return (AccountStatus.SUBMITTED if persona is None else persona.start,)


def begin(simulation: Simulation, account_id: str, creation: AccountCreation, path: Path) -> None:
    """Begin the review of a new account, which has the first status of `path`."""
    account = find_account(simulation, account_id)
    review = Review(account_id)
    is_examined = (
        simulation.settings.setup != "fully_disclosed"
        and fixture_path(creation.additional_information) is None
    )
    if is_examined:
        _check_submission(review, creation, today(simulation))
    prepare(simulation, account, review, path[0])
    review.ahead = list(path[1:])
    records.save(simulation, review)
    account_status.append_created(simulation, account)
    if is_examined and path[0] == AccountStatus.SUBMITTED:
        schedule_examination(simulation, account_id)
    if review.ahead:
        schedule_next_status(simulation, account_id)


def _check_submission(review: Review, creation: AccountCreation, day: date) -> None:
    """Find what depends on parts of the application that are not stored, such as the tax id."""
    count = len(creation.documents or [])
    identity = creation.identity
    if checks.lacks_tax_id(identity) or checks.has_impossible_tax_id(identity):
        review.ask(KycResultCode.TAX_IDENTIFICATION, Request(Asker.REVIEW))
    persona = personas.recognise(identity, day)
    if persona is not None:
        review.persona = persona.name
        review.message = persona.message
        for code in persona.codes:
            review.ask(code, Request(Asker.REVIEW, count if persona.asks_anew else 0))


def documents_arrived(simulation: Simulation, account_id: str) -> None:
    """Continue the review after documents of the account were stored."""
    _settle_again(simulation, account_id, was_changed=False)


def document_replaced(simulation: Simulation, account_id: str, document_id: str) -> None:
    """Note that a document is about to be replaced by a new one, which comes after all others."""
    documents = applications.read(simulation, find_account(simulation, account_id)).documents
    place = next((n for n, one in enumerate(documents) if one.id == document_id), None)
    review = records.load(simulation, account_id)
    if place is not None:
        review.forget_document(place)
        records.save(simulation, review)


def application_changed(simulation: Simulation, account_id: str) -> None:
    """Continue the review after disclosures, identity or agreements were changed."""
    _settle_again(simulation, account_id, was_changed=True)


def _settle_again(simulation: Simulation, account_id: str, *, was_changed: bool) -> None:
    account = find_account(simulation, account_id)
    if account.status != AccountStatus.ACTION_REQUIRED:
        return
    review = records.load(simulation, account_id)
    if AccountStatus.REJECTED in review.ahead:
        return
    application = applications.read(simulation, account)
    review.ask_what_is_raised(application)
    review.settle(application, was_changed=was_changed)
    continue_review(simulation, account, review)


def onfido_completed(simulation: Simulation, account_id: str) -> None:
    """Start the review after the Onfido flow, or settle the request for a selfie."""
    account = find_account(simulation, account_id)
    review = records.load(simulation, account_id)
    if account.status == AccountStatus.ONBOARDING:
        change_status(simulation, account, review, AccountStatus.SUBMITTED)
        schedule_examination(simulation, account_id)
    elif account.status == AccountStatus.ACTION_REQUIRED:
        selfie = review.requests.get(KycResultCode.SELFIE_VERIFICATION)
        if selfie is not None and not selfie.is_settled:
            selfie.settle()
            continue_review(simulation, account, review)


def cip_arrived(
    simulation: Simulation, account_id: str, doubts: frozenset[KycResultCode], is_rejected: bool
) -> None:
    """Replace the findings of earlier CIP results with `doubts`.

    The status of an account that is no longer under review stays as it is.
    """
    account = find_account(simulation, account_id)
    review = records.load(simulation, account_id)
    for code, request in review.requests.items():
        if request.asker == Asker.CIP and code not in doubts:
            request.settle()
    application = applications.read(simulation, account)
    for code in sorted(doubts):
        count = len(application.documents)
        review.ask(code, Request(Asker.CIP, count, is_rejected=is_rejected))
    if account.status not in UNDER_REVIEW or AccountStatus.REJECTED in review.ahead:
        records.save(simulation, review)
        return
    if account.status == AccountStatus.ACTION_REQUIRED:
        review.settle(application, was_changed=False)
        continue_review(simulation, account, review)
    elif doubts:
        review.ask_what_is_raised(application)
        review.settle(application, was_changed=False)
        enter_path(simulation, account, review, path_of_findings(review))
    else:
        records.save(simulation, review)
