"""The review of applications: what becomes of each, and why.

An application without findings is APPROVED and then ACTIVE. Findings come from the application
itself (`review_rules`), from what the checks of a test persona find (`review_personas`), from the
firm's own checks (`cip`) and from the director. What the customer has to answer makes the account
ACTION_REQUIRED until all of it has arrived; findings that are answered or that nobody has to
answer make it APPROVAL_PENDING for a while.
"""

from datetime import date

from ribbit_tui.simulator.engine.accounts import status_changes
from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.common.trading_days import today
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountCreation, AccountStatus
from ribbit_tui.wire.kyc import KycResultCode

from . import review_application, review_checks, review_personas, review_record
from .review_paths import REJOINING, TRANSITIONS, UNDER_REVIEW, Path, fixture_path
from .review_record import Asker, Request, Review

EXAMINE_STEP = "account.approve"
ACTIVATE_STEP = "account.activate"
PROCEED_STEP = "account.proceed"

_OPENED = (AccountStatus.APPROVED, AccountStatus.ACTIVE)
_WITH_RESULTS = frozenset(TRANSITIONS) - {
    AccountStatus.INACTIVE,
    AccountStatus.SUBMISSION_FAILED,
    AccountStatus.DISABLED,
    AccountStatus.ACCOUNT_CLOSED,
}


def start(simulation: Simulation, creation: AccountCreation) -> Path:
    """The first status of an application, and those that follow without an examination."""
    path = fixture_path(creation.additional_information)
    if simulation.settings.setup == "fully_disclosed":
        # The firm has approved the customer before it asks for the account.
        if path is None:
            return _OPENED
        return path[path.index(AccountStatus.APPROVED) :] if _OPENED[0] in path else path
    if path is not None:
        return path
    persona = review_personas.recognise(creation.identity, today(simulation))
    return (AccountStatus.SUBMITTED if persona is None else persona.start,)


def begin(simulation: Simulation, account_id: str, creation: AccountCreation, path: Path) -> None:
    """Open the review of an account that has just taken the first status of `path`."""
    row = find_account(simulation, account_id)
    review = Review(account_id)
    is_examined = (
        simulation.settings.setup != "fully_disclosed"
        and fixture_path(creation.additional_information) is None
    )
    if is_examined:
        _look_at(review, creation, today(simulation))
    _prepare(simulation, row, review, path[0])
    review.ahead = list(path[1:])
    review_record.save(simulation, review)
    status_changes.append_created(simulation, row)
    if is_examined and path[0] == AccountStatus.SUBMITTED:
        schedule_examination(simulation, account_id)
    _schedule_next(simulation, review)


def _look_at(review: Review, creation: AccountCreation, day: date) -> None:
    """Note what can only be seen while the whole application is at hand."""
    count = len(creation.documents or [])
    if review_checks.has_impossible_tax_id(creation.identity):
        review.ask(KycResultCode.TAX_IDENTIFICATION, Request(Asker.REVIEW))
    persona = review_personas.recognise(creation.identity, day)
    if persona is not None:
        review.persona = persona.name
        review.message = persona.message
        for code in persona.codes:
            review.ask(code, Request(Asker.REVIEW, count if persona.asks_anew else 0))


def schedule_examination(simulation: Simulation, account_id: str) -> None:
    simulation.later(simulation.delays.account_approved, EXAMINE_STEP, account_id)
    simulation.later(simulation.delays.account_active, ACTIVATE_STEP, account_id)


def examine(simulation: Simulation, account_id: str) -> None:
    """The verdict on an application that is still SUBMITTED."""
    row = find_account(simulation, account_id)
    if row.status != AccountStatus.SUBMITTED:
        return
    review = review_record.load(simulation, account_id)
    application = review_application.read(simulation, row)
    review.ask_what_is_raised(application)
    review.settle(application, was_changed=False)
    persona = review_personas.find(review.persona)
    if review.has_open() or (persona is not None and persona.is_rejected):
        take(simulation, row, review, _asking(review))
    elif persona is not None and persona.path:
        take(simulation, row, review, persona.path)
    elif review.requests:
        take(simulation, row, review, REJOINING)
    else:
        # Its activation was scheduled together with this step.
        change_status(simulation, row, review, AccountStatus.APPROVED)


def _asking(review: Review) -> Path:
    """The way of an application that is not opened as it is."""
    persona = review_personas.find(review.persona)
    if persona is not None and persona.is_rejected:
        return persona.path
    return (AccountStatus.ACTION_REQUIRED,)


def activate(simulation: Simulation, account_id: str) -> None:
    """The end of an application in which nothing was found."""
    row = find_account(simulation, account_id)
    if row.status == AccountStatus.APPROVED:
        review = review_record.load(simulation, account_id)
        change_status(simulation, row, review, AccountStatus.ACTIVE)


def proceed(simulation: Simulation, account_id: str) -> None:
    """One status further on the way that is laid out, unless something else came between."""
    row = find_account(simulation, account_id)
    review = review_record.load(simulation, account_id)
    if review.ahead and review.ahead[0] in TRANSITIONS[AccountStatus(row.status)]:
        take(simulation, row, review, tuple(review.ahead))


def documents_arrived(simulation: Simulation, account_id: str) -> None:
    """To be called after documents of the account were stored."""
    _look_again(simulation, account_id, was_changed=False)


def application_changed(simulation: Simulation, account_id: str) -> None:
    """To be called after disclosures, identity or agreements of the account were changed."""
    _look_again(simulation, account_id, was_changed=True)


def _look_again(simulation: Simulation, account_id: str, *, was_changed: bool) -> None:
    """Rejoin the way to ACTIVE if nothing is open any more, else say what is left."""
    row = find_account(simulation, account_id)
    if row.status != AccountStatus.ACTION_REQUIRED:
        return
    review = review_record.load(simulation, account_id)
    if AccountStatus.REJECTED in review.ahead:
        return
    application = review_application.read(simulation, row)
    review.ask_what_is_raised(application)
    review.settle(application, was_changed=was_changed)
    _continue(simulation, row, review)


def _continue(simulation: Simulation, row: AccountRecord, review: Review) -> None:
    if not review.has_open():
        persona = review_personas.find(review.persona)
        take(simulation, row, review, REJOINING if persona is None else persona.rejoins)
    elif review.results(AccountStatus.ACTION_REQUIRED) != review.kyc_results:
        take(simulation, row, review, (AccountStatus.ACTION_REQUIRED,))
    else:
        review_record.save(simulation, review)


def onfido_completed(simulation: Simulation, account_id: str) -> None:
    """The customer has shown documents and face: start the review, or answer what it asked."""
    row = find_account(simulation, account_id)
    review = review_record.load(simulation, account_id)
    if row.status == AccountStatus.ONBOARDING:
        change_status(simulation, row, review, AccountStatus.SUBMITTED)
        schedule_examination(simulation, account_id)
    elif row.status == AccountStatus.ACTION_REQUIRED:
        selfie = review.requests.get(KycResultCode.SELFIE_VERIFICATION)
        if selfie is not None and not selfie.is_settled:
            selfie.is_settled, selfie.is_rejected = True, False
            _continue(simulation, row, review)


def cip_arrived(
    simulation: Simulation, account_id: str, doubts: frozenset[KycResultCode], is_rejected: bool
) -> None:
    """What the firm's own checks doubt replaces what they doubted before.

    An account that is no longer under review stays as it is.
    """
    row = find_account(simulation, account_id)
    review = review_record.load(simulation, account_id)
    for code, request in review.requests.items():
        if request.asker == Asker.CIP and code not in doubts:
            request.is_settled, request.is_rejected = True, False
    count = len(review_application.read(simulation, row).get("documents") or [])
    for code in sorted(doubts):
        review.ask(code, Request(Asker.CIP, count, is_rejected=is_rejected))
    if row.status not in UNDER_REVIEW or AccountStatus.REJECTED in review.ahead:
        review_record.save(simulation, review)
        return
    application = review_application.read(simulation, row)
    if row.status == AccountStatus.ACTION_REQUIRED:
        review.settle(application, was_changed=False)
        _continue(simulation, row, review)
    elif doubts:
        review.ask_what_is_raised(application)
        review.settle(application, was_changed=False)
        take(simulation, row, review, _asking(review))
    else:
        review_record.save(simulation, review)


def take(
    simulation: Simulation, row: AccountRecord, review: Review, path: Path, reason: str = ""
) -> None:
    """Take the first status of `path` now and the others by and by; nothing else is to come."""
    drop_what_is_planned(simulation, row.id)
    review.ahead = list(path[1:])
    change_status(simulation, row, review, path[0], reason)
    _schedule_next(simulation, review)


def _schedule_next(simulation: Simulation, review: Review) -> None:
    if review.ahead:
        simulation.later(simulation.delays.account_approved, PROCEED_STEP, review.account_id)


def drop_what_is_planned(simulation: Simulation, account_id: str) -> None:
    """Nothing happens to the account by itself any more."""
    for kind in (EXAMINE_STEP, ACTIVATE_STEP, PROCEED_STEP):
        simulation.schedule.drop(kind, account_id)


def change_status(
    simulation: Simulation,
    row: AccountRecord,
    review: Review,
    status: AccountStatus,
    reason: str = "",
) -> None:
    """Take a status and store the review, its results brought in line."""
    _prepare(simulation, row, review, status)
    review_record.save(simulation, review)
    status_changes.change_status(simulation, row, status, reason)


def _prepare(
    simulation: Simulation, row: AccountRecord, review: Review, status: AccountStatus
) -> None:
    if status == AccountStatus.ACTION_REQUIRED and not review.has_unsettled():
        # A fixture ends here without any finding, and yet something must be asked.
        count = len(review_application.read(simulation, row).get("documents") or [])
        review.ask(KycResultCode.IDENTITY_VERIFICATION, Request(Asker.REVIEW, count))
    if status == AccountStatus.APPROVED:
        review.settle_all()
    wants_selfie = status == AccountStatus.ACTION_REQUIRED and review.has_unsettled(
        KycResultCode.SELFIE_VERIFICATION
    )
    if status == AccountStatus.ONBOARDING or wants_selfie:
        review.onfido_applicant = review.onfido_applicant or simulation.ids.uuid("onfido_applicant")
    if status in _WITH_RESULTS:
        review.kyc_results = review.results(status)
