"""A review as stored: what is asked for, what is still to come, and its results."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ribbit_tui.simulator.engine.accounts import records as account_records
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.kyc import KycResultCode, KycResults, KycSummary

from .review_rules import RULES, Application, raised


class Asker(StrEnum):
    REVIEW = "review"
    CIP = "cip"
    DIRECTOR = "director"


@dataclass
class Request:
    """One result code. Documents beyond the first `documents` of the account can answer it."""

    asker: Asker
    documents: int = 0
    is_settled: bool = False
    is_rejected: bool = False


@dataclass
class Review:
    """`ahead` are the statuses that follow by themselves, `message` is what OTHER asks for."""

    account_id: str
    persona: str | None = None
    requests: dict[KycResultCode, Request] = field(default_factory=dict)
    message: str | None = None
    ahead: list[AccountStatus] = field(default_factory=list)
    kyc_results: dict[str, Any] | None = None
    onfido_applicant: str | None = None

    def ask(self, code: KycResultCode, request: Request) -> None:
        self.requests[code] = request

    def ask_what_is_raised(self, application: Application) -> None:
        """Put in what the application gives rise to, unless it was asked for before."""
        for code in raised(application):
            self.requests.setdefault(code, Request(Asker.REVIEW))

    def settle(self, application: Application, *, was_changed: bool) -> None:
        """Tick off what has arrived.

        What the review itself asks may have been answered by the application from the start; a
        human or a provider asks for more than that.
        """
        documents = application.get("documents") or []
        for code, request in self.requests.items():
            rule = RULES[code]
            if any(map(rule.takes, documents[request.documents :])):
                is_answered = True
            elif request.asker == Asker.REVIEW and rule.raised is not None:
                is_answered = rule.is_informed(application) or rule.is_taken_back(application)
            else:
                is_answered = was_changed and rule.is_informed(application)
            if is_answered:
                request.is_settled, request.is_rejected = True, False

    def settle_all(self) -> None:
        for request in self.requests.values():
            request.is_settled, request.is_rejected = True, False

    def has_unsettled(self, code: KycResultCode | None = None) -> bool:
        """Whether anything (or the code) has been found that is not cleared up yet."""
        return any(
            not request.is_settled and code in (None, other)
            for other, request in self.requests.items()
        )

    def is_open(self, code: KycResultCode) -> bool:
        """Whether the account waits for the code. The review looks into some codes by itself."""
        request = self.requests[code]
        return not request.is_settled and (RULES[code].asks or request.asker != Asker.REVIEW)

    def has_open(self) -> bool:
        return any(map(self.is_open, self.requests))

    def results(self, status: AccountStatus) -> dict[str, Any] | None:
        """`kyc_results` of an account that takes this status; None where nothing was found."""
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


def _is_passed(status: AccountStatus) -> bool:
    return status not in (
        AccountStatus.ACTION_REQUIRED,
        AccountStatus.EDITED,
        AccountStatus.APPROVAL_PENDING,
        AccountStatus.REJECTED,
    )


def load(simulation: Simulation, account_id: str) -> Review:
    """The account's review; an empty one for accounts older than reviews."""
    row = simulation.database.row(
        "SELECT reviews.*, kyc_results FROM reviews JOIN accounts ON id = account_id"
        " WHERE account_id = ?",
        (account_id,),
    )
    if row is None:
        return Review(account_id)
    requests = {
        KycResultCode(code): Request(**{**request, "asker": Asker(request["asker"])})
        for code, request in json.loads(row["requests"]).items()
    }
    return Review(
        account_id=account_id,
        persona=row["persona"],
        requests=requests,
        message=row["message"],
        ahead=[AccountStatus(status) for status in json.loads(row["ahead"])],
        kyc_results=json.loads(row["kyc_results"] or "null"),
        onfido_applicant=row["onfido_applicant"],
    )


def save(simulation: Simulation, review: Review) -> None:
    requests = {code: asdict(request) for code, request in review.requests.items()}
    simulation.database.execute("DELETE FROM reviews WHERE account_id = ?", (review.account_id,))
    simulation.database.insert(
        "reviews",
        account_id=review.account_id,
        persona=review.persona,
        requests=json.dumps(requests),
        message=review.message,
        ahead=json.dumps(review.ahead),
        onfido_applicant=review.onfido_applicant,
    )
    account_records.set_kyc_results(simulation, review.account_id, review.kyc_results)
