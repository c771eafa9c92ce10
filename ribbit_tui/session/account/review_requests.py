"""Requests that the review of an application makes, and the ways to answer them.

The rules are those of the appeal tables of Alpaca's account events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from ribbit_tui.session.state import RequestState
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.kyc import KycResultCode as Code

_ACCEPTED, _REJECTED, _OPEN = "accept", "reject", "indeterminate"


class AnswerMethod(Enum):
    """A kind of answer to a request."""

    DOCUMENT = auto()
    DETAILS = auto()
    """A form with fields of the application (see `application.drafts.details`)."""
    SELFIE = auto()
    """Onfido's identity check with a camera."""
    W8BEN = auto()


@dataclass(frozen=True)
class DocumentWanted:
    """A document that answers a request, by its types on the wire."""

    document_type: str
    sub_type: str | None = None


@dataclass(frozen=True)
class AnswerOptions:
    """The methods and documents that answer a result code, the preferred ones first."""

    methods: tuple[AnswerMethod, ...] = ()
    documents: tuple[DocumentWanted, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the request needs an answer of the customer."""
        return bool(self.methods)


_GOVERNMENT_ID = DocumentWanted("identity_verification")
_BY_ID = AnswerOptions((AnswerMethod.DOCUMENT,), (_GOVERNMENT_ID,))
_BY_DETAILS = AnswerOptions((AnswerMethod.DETAILS,))
_NO_ANSWER = AnswerOptions()

ANSWER_OPTIONS: Mapping[str, AnswerOptions] = {
    Code.IDENTITY_VERIFICATION: _BY_ID,
    Code.TAX_IDENTIFICATION: AnswerOptions(
        (AnswerMethod.DOCUMENT,), (DocumentWanted("tax_id_verification"),)
    ),
    Code.ADDRESS_VERIFICATION: AnswerOptions(
        (AnswerMethod.DOCUMENT,), (DocumentWanted("address_verification"), _GOVERNMENT_ID)
    ),
    Code.DATE_OF_BIRTH: AnswerOptions(
        (AnswerMethod.DOCUMENT,), (_GOVERNMENT_ID, DocumentWanted("date_of_birth_verification"))
    ),
    Code.INVALID_IDENTITY_PASSPORT: _BY_ID,
    Code.SELFIE_VERIFICATION: AnswerOptions(
        (AnswerMethod.SELFIE, AnswerMethod.DOCUMENT),
        (DocumentWanted("identity_verification", "selfie"),),
    ),
    Code.PEP: _BY_DETAILS,
    Code.FAMILY_MEMBER_PEP: _BY_DETAILS,
    Code.CONTROL_PERSON: _BY_DETAILS,
    Code.AFFILIATED: AnswerOptions(
        (AnswerMethod.DETAILS, AnswerMethod.DOCUMENT), (DocumentWanted("account_approval_letter"),)
    ),
    Code.VISA_TYPE_OTHER: AnswerOptions(
        (AnswerMethod.DETAILS, AnswerMethod.DOCUMENT),
        (DocumentWanted("identity_verification", "visa"),),
    ),
    Code.W8BEN_CORRECTION: AnswerOptions(
        (AnswerMethod.W8BEN, AnswerMethod.DOCUMENT), (DocumentWanted("w8ben"),)
    ),
    Code.COUNTRY_NOT_SUPPORTED: _NO_ANSWER,
    Code.WATCHLIST_HIT: _NO_ANSWER,
    Code.OTHER: AnswerOptions((AnswerMethod.DOCUMENT,), (DocumentWanted("other"), _GOVERNMENT_ID)),
    Code.OTHER_PARTNER: _NO_ANSWER,
}
_UNKNOWN_CODE = AnswerOptions((AnswerMethod.DOCUMENT,), (DocumentWanted("other"), _GOVERNMENT_ID))
"""The options for a code that this version does not know."""


@dataclass(frozen=True)
class Request:
    """A result code of the review that names something missing or wrong."""

    code: str
    state: RequestState
    message: str = ""
    """The review's own words, for codes that do not say what is missing."""

    @property
    def options(self) -> AnswerOptions:
        """The ways to answer the request."""
        return ANSWER_OPTIONS.get(self.code, _UNKNOWN_CODE)

    @property
    def is_waiting(self) -> bool:
        """Whether the customer still has to answer the request."""
        return self.state is not RequestState.ANSWERED and self.options.is_asked


def requests_of(account: Account) -> tuple[Request, ...]:
    """Return all requests: those for the customer, then those for others, then answered ones."""
    results = account.kyc_results or {}
    message = results.get("additional_information")
    message = message if isinstance(message, str) else ""
    found = [
        Request(code, state, message if code in (Code.OTHER, Code.OTHER_PARTNER) else "")
        for state, part in (
            (RequestState.REJECTED, _REJECTED),
            (RequestState.OPEN, _OPEN),
            (RequestState.ANSWERED, _ACCEPTED),
        )
        for code in _codes(results.get(part))
    ]
    return tuple(sorted(found, key=_sort_key))


def waiting_requests(account: Account) -> tuple[Request, ...]:
    """Return the requests that the customer must answer before the review continues."""
    if account.status != AccountStatus.ACTION_REQUIRED:
        return ()
    return tuple(request for request in requests_of(account) if request.is_waiting)


def open_codes(results: Mapping[str, object] | None) -> tuple[str, ...]:
    """Return the codes of an event's KYC results that are rejected or open, in this order."""
    found = results or {}
    return (*_codes(found.get(_REJECTED)), *_codes(found.get(_OPEN)))


def _codes(part: object) -> tuple[str, ...]:
    """Return the codes of one part of the results.

    The API documents an object whose names are the codes. A list and a single code occur too.
    """
    if isinstance(part, str):
        return (part,) if part else ()
    if isinstance(part, dict | list):
        return tuple(code for code in part if isinstance(code, str))
    return ()


def _sort_key(request: Request) -> int:
    if request.is_waiting:
        return 0
    return 1 if request.state is not RequestState.ANSWERED else 2
