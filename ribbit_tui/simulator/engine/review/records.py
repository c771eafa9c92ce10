"""Records of reviews, and every write of their table."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import NamedTuple

from pydantic import TypeAdapter

from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode, KycResults, KycSummary

from .application import ReviewedApplication
from .rules import RULES, raised


class Asker(StrEnum):
    """Source of a finding."""

    REVIEW = "review"
    CIP = "cip"
    DIRECTOR = "director"


@dataclass
class Request:
    """Request for a result code.

    Only documents that arrived after the account's first `documents` ones can answer it.
    """

    asker: Asker
    documents: int = 0
    is_settled: bool = False
    is_rejected: bool = False

    def settle(self) -> None:
        """Mark the request as answered."""
        self.is_settled, self.is_rejected = True, False


@dataclass
class Review:
    """Review of an application.

    `ahead` are the statuses that follow by themselves. `message` is what OTHER asks for.
    """

    account_id: str
    persona: str | None = None
    requests: dict[KycResultCode, Request] = field(default_factory=dict)
    message: str | None = None
    ahead: list[AccountStatus] = field(default_factory=list)
    kyc_results: dict[str, object] | None = None
    onfido_applicant: str | None = None

    def ask(self, code: KycResultCode, request: Request) -> None:
        """Ask for a code, replacing an earlier request for it."""
        self.requests[code] = request

    def ask_what_is_raised(self, application: ReviewedApplication) -> None:
        """Ask for what the application gives a reason for, unless it was asked for before."""
        for code in raised(application):
            self.requests.setdefault(code, Request(Asker.REVIEW))

    def settle(self, application: ReviewedApplication, *, was_changed: bool) -> None:
        """Settle the requests that documents or the application answer.

        The application as first submitted can answer requests of the review itself. It answers
        requests of the director or a provider only after a change.
        """
        documents = application.documents
        for code, request in self.requests.items():
            rule = RULES[code]
            if any(map(rule.takes, documents[request.documents :])):
                is_answered = True
            elif request.asker == Asker.REVIEW and rule.raised is not None:
                is_answered = rule.is_informed(application) or rule.is_taken_back(application)
            else:
                is_answered = was_changed and rule.is_informed(application)
            if is_answered:
                request.settle()

    def forget_document(self, place: int) -> None:
        """Keep the requests in step with the documents, of which the one at `place` goes."""
        for request in self.requests.values():
            request.documents -= place < request.documents

    def settle_all(self) -> None:
        """Settle every request."""
        for request in self.requests.values():
            request.settle()

    def has_unsettled(self, code: KycResultCode | None = None) -> bool:
        """Whether a request, or the request for `code`, is not settled."""
        return any(
            not request.is_settled and code in (None, other)
            for other, request in self.requests.items()
        )

    def is_open(self, code: KycResultCode) -> bool:
        """Whether the customer must answer. The review settles some codes by itself."""
        request = self.requests[code]
        return not request.is_settled and (RULES[code].asks or request.asker != Asker.REVIEW)

    def has_open(self) -> bool:
        """Whether the customer must answer any request."""
        return any(map(self.is_open, self.requests))

    def results(self, status: AccountStatus) -> dict[str, object] | None:
        """Return `kyc_results` of an account with this status; None if nothing was found."""
        if status in (AccountStatus.ONBOARDING, AccountStatus.SUBMITTED) or not self.requests:
            return None
        waiting = [code for code, request in self.requests.items() if not request.is_settled]
        rejected = [code for code in waiting if self.requests[code].is_rejected]
        if status == AccountStatus.REJECTED:
            rejected = waiting
        return KycResults(
            accept={code: {} for code, request in self.requests.items() if request.is_settled},
            reject={code: {} for code in rejected},
            indeterminate={code: {} for code in waiting if code not in rejected},
            additional_information=self.message if waiting else None,
            summary=KycSummary.FAIL if waiting or not _is_passed(status) else KycSummary.PASS,
        ).to_wire()


_REQUESTS = TypeAdapter(dict[KycResultCode, Request])


def _is_passed(status: AccountStatus) -> bool:
    return status not in (
        AccountStatus.ACTION_REQUIRED,
        AccountStatus.EDITED,
        AccountStatus.APPROVAL_PENDING,
        AccountStatus.REJECTED,
    )


class ReviewRecord(NamedTuple):
    """Stored review; `requests` is a JSON object by result code, `ahead` a JSON array."""

    account_id: str
    persona: str | None
    requests: str
    message: str | None
    ahead: str
    onfido_applicant: str | None


def load(simulation: Simulation, account_id: str) -> Review:
    """Return an account's review; an empty one for accounts older than reviews."""
    record = simulation.database.fetch_one(
        ReviewRecord, "FROM reviews WHERE account_id = ?", (account_id,)
    )
    if record is None:
        return Review(account_id)
    account = account_records.by_id(simulation, account_id)
    assert account is not None
    return Review(
        account_id=account_id,
        persona=record.persona,
        requests=_REQUESTS.validate_json(record.requests),
        message=record.message,
        ahead=[AccountStatus(status) for status in json.loads(record.ahead)],
        kyc_results=json.loads(account.kyc_results or "null"),
        onfido_applicant=record.onfido_applicant,
    )


def save(simulation: Simulation, review: Review) -> None:
    """Store a review, and its results with the account."""
    requests = {code: asdict(request) for code, request in review.requests.items()}
    simulation.database.execute("DELETE FROM reviews WHERE account_id = ?", (review.account_id,))
    record = ReviewRecord(
        account_id=review.account_id,
        persona=review.persona,
        requests=json.dumps(requests),
        message=review.message,
        ahead=json.dumps(review.ahead),
        onfido_applicant=review.onfido_applicant,
    )
    simulation.database.insert("reviews", record)
    account_records.set_kyc_results(simulation, review.account_id, review.kyc_results)
