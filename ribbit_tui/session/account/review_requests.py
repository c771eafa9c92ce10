"""What the review of an application asks its customer for, and what answers it.

The rules are those of the appeal tables of Alpaca's account events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ribbit_tui.session.state import RequestState
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.kyc import KycResultCode as Code

_ACCEPTED, _REJECTED, _OPEN = "accept", "reject", "indeterminate"


class AnswerMethod(Enum):
    """How a customer can answer."""

    DOCUMENT = auto()
    DETAILS = auto()
    """A form: questions of the application (see `application.details`)."""
    SELFIE = auto()
    """The identity check with a camera."""
    W8BEN = auto()


@dataclass(frozen=True)
class DocumentWanted:
    """A document that answers a request: its type on the wire and, where it matters, sub type."""

    document_type: str
    sub_type: str | None = None


@dataclass(frozen=True)
class AnswerOptions:
    """Everything that answers a code; the first way is the one to offer first."""

    methods: tuple[AnswerMethod, ...] = ()
    documents: tuple[DocumentWanted, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether the customer has anything to do."""
        return bool(self.methods)


_GOVERNMENT_ID = DocumentWanted("identity_verification")
_BY_ID = AnswerOptions((AnswerMethod.DOCUMENT,), (_GOVERNMENT_ID,))
_BY_DETAILS = AnswerOptions((AnswerMethod.DETAILS,))
_NOBODY = AnswerOptions()

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
    Code.COUNTRY_NOT_SUPPORTED: _NOBODY,
    Code.WATCHLIST_HIT: _NOBODY,
    Code.OTHER: AnswerOptions((AnswerMethod.DOCUMENT,), (DocumentWanted("other"), _GOVERNMENT_ID)),
    Code.OTHER_PARTNER: _NOBODY,
}
_NEWER = AnswerOptions((AnswerMethod.DOCUMENT,), (DocumentWanted("other"), _GOVERNMENT_ID))
"""A code that this version does not know: some document may do."""


@dataclass(frozen=True)
class Request:
    """One result code of the review."""

    code: str
    state: RequestState
    message: str = ""
    """What is asked for in words, where the code alone does not say it."""

    @property
    def options(self) -> AnswerOptions:
        return ANSWER_OPTIONS.get(self.code, _NEWER)

    @property
    def is_waiting(self) -> bool:
        """Whether the customer has this still to answer."""
        return self.state is not RequestState.ANSWERED and self.options.is_asked


def requests_of(account: Account) -> tuple[Request, ...]:
    """Everything that the review has found: what waits for the customer first, then what waits
    for others, then what is answered."""
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
    return tuple(sorted(found, key=_turn))


def waiting_requests(account: Account) -> tuple[Request, ...]:
    """What the customer has to answer before the review goes on."""
    if account.status != AccountStatus.ACTION_REQUIRED:
        return ()
    return tuple(request for request in requests_of(account) if request.is_waiting)


def open_codes(results: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The codes in the results of an event that are not settled, in their order."""
    found = results or {}
    return (*_codes(found.get(_REJECTED)), *_codes(found.get(_OPEN)))


def _codes(part: Any) -> tuple[str, ...]:
    """Documented as an object with the codes as names; a list or one code is understood too."""
    if isinstance(part, str):
        return (part,) if part else ()
    if isinstance(part, dict | list):
        return tuple(code for code in part if isinstance(code, str))
    return ()


def _turn(request: Request) -> int:
    if request.is_waiting:
        return 0
    return 1 if request.state is not RequestState.ANSWERED else 2
