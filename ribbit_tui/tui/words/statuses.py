"""What each status is called on screen, how it looks, and what happens next."""

from dataclasses import dataclass, replace
from enum import StrEnum

from .formats import code_words


class Mood(StrEnum):
    """How a status looks; also the name of its style."""

    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"
    ATTENTION = "attention"


GLYPHS = {Mood.WAITING: "◌", Mood.GOOD: "●", Mood.BAD: "✗", Mood.ATTENTION: "!"}


@dataclass(frozen=True)
class StatusWords:
    label: str
    mood: Mood
    meaning: str = ""
    next: str = ""

    @property
    def glyph(self) -> str:
        return GLYPHS[self.mood]


_WAIT = "Nothing to do: this screen changes by itself."

_ACCOUNT = {
    "INACTIVE": StatusWords(
        "Inactive",
        Mood.WAITING,
        "The account exists but is not in use yet.",
        "Nothing to do now; support says when it can be used.",
    ),
    "ONBOARDING": StatusWords(
        "Onboarding",
        Mood.ATTENTION,
        "The application is here; it is sent in once you have shown who you are.",
        "Take the identity check: a document and a picture of your face.",
    ),
    "SUBMITTED": StatusWords(
        "Submitted", Mood.WAITING, "The application has arrived and is being checked.", _WAIT
    ),
    "SUBMISSION_FAILED": StatusWords(
        "Submission failed",
        Mood.WAITING,
        "The application is approved, but the account could not be opened yet.",
        "It is tried again by itself; write to support if it stays.",
    ),
    "ACTION_REQUIRED": StatusWords(
        "Action required",
        Mood.ATTENTION,
        "The review needs something more from you.",
        "Answer what is listed; then the review goes on by itself.",
    ),
    "EDITED": StatusWords(
        "Edited",
        Mood.WAITING,
        "The reviewers have brought the application in line with your documents.",
        _WAIT,
    ),
    "APPROVAL_PENDING": StatusWords(
        "Approval pending",
        Mood.WAITING,
        "Everything is there; the last checks are made, some of them by a person.",
        _WAIT,
    ),
    "APPROVED": StatusWords(
        "Approved",
        Mood.WAITING,
        "The application is approved; the account is being opened.",
        "Nothing to do: the account opens by itself.",
    ),
    "REJECTED": StatusWords(
        "Rejected",
        Mood.BAD,
        "The application was not accepted. No account was opened.",
        "You can apply again; all but the secret answers are filled in.",
    ),
    "ACTIVE": StatusWords(
        "Active",
        Mood.GOOD,
        "The account is open: money can move and orders can be placed.",
        "Nothing to do: the account is open.",
    ),
    "DISABLED": StatusWords(
        "Disabled",
        Mood.BAD,
        "The account is blocked: no orders, no transfers. What it holds stays yours.",
        "Write to support: only they can open it again.",
    ),
    "ACCOUNT_CLOSED": StatusWords(
        "Closed",
        Mood.BAD,
        "The account is closed for good. Its records are kept.",
        "Nothing more to do here.",
    ),
}

_CRYPTO = {
    "INACTIVE": StatusWords("Inactive", Mood.WAITING, "it is not in use yet."),
    "ONBOARDING": StatusWords("Onboarding", Mood.WAITING, "it waits for the identity check."),
    "SUBMITTED": StatusWords("Submitted", Mood.WAITING, "it is being checked."),
    "SUBMISSION_FAILED": StatusWords(
        "Submission failed", Mood.WAITING, "it is tried again by itself."
    ),
    "ACTION_REQUIRED": StatusWords(
        "Action required", Mood.ATTENTION, "it waits for what the review asks."
    ),
    "EDITED": StatusWords("Edited", Mood.WAITING, "a change is being checked."),
    "APPROVAL_PENDING": StatusWords("Approval pending", Mood.WAITING, "the last checks are made."),
    "APPROVED": StatusWords("Approved", Mood.WAITING, "it is about to open."),
    "REJECTED": StatusWords("Rejected", Mood.BAD, "it was not granted."),
    "ACTIVE": StatusWords("Active", Mood.GOOD, "coins can be traded."),
    "DISABLED": StatusWords("Disabled", Mood.BAD, "it is blocked."),
    "ACCOUNT_CLOSED": StatusWords("Closed", Mood.BAD, "it is closed with the account."),
}

_BANK = {
    "QUEUED": StatusWords("Queued", Mood.WAITING, "The bank link waits to be checked."),
    "PENDING": StatusWords("Pending", Mood.WAITING, "The bank is checking the link."),
    "SENT_TO_CLEARING": StatusWords("At the bank", Mood.WAITING, "The bank is checking the link."),
    "APPROVED": StatusWords("Approved", Mood.GOOD, "Money can move."),
    "CANCEL_REQUESTED": StatusWords("Being removed", Mood.WAITING),
    "CANCELED": StatusWords("Removed", Mood.BAD),
    "REJECTED": StatusWords("Rejected", Mood.BAD, "The bank did not accept the link."),
}

_TRANSFER = {
    "QUEUED": StatusWords("Queued", Mood.WAITING),
    "APPROVAL_PENDING": StatusWords("Waiting for approval", Mood.WAITING),
    "PENDING": StatusWords("Pending", Mood.WAITING),
    "SENT_TO_CLEARING": StatusWords("Sent to clearing", Mood.WAITING),
    "APPROVED": StatusWords("Approved", Mood.WAITING),
    "COMPLETE": StatusWords("Complete", Mood.GOOD),
    "REJECTED": StatusWords("Rejected", Mood.BAD),
    "CANCELED": StatusWords("Canceled", Mood.BAD),
    "RETURNED": StatusWords("Returned", Mood.BAD),
}

_JOURNAL = {
    "queued": StatusWords("Queued", Mood.WAITING),
    "sent_to_clearing": StatusWords("Sent to clearing", Mood.WAITING),
    "pending": StatusWords("Pending", Mood.WAITING),
    "executed": StatusWords("Executed", Mood.GOOD),
    "rejected": StatusWords("Rejected", Mood.BAD),
    "canceled": StatusWords("Canceled", Mood.BAD),
    "refused": StatusWords("Refused", Mood.BAD),
    "deleted": StatusWords("Deleted", Mood.BAD),
    "correct": StatusWords("Corrected", Mood.BAD),
}

_ORDER = {
    "accepted": StatusWords("Accepted", Mood.WAITING),
    "pending_new": StatusWords("Pending", Mood.WAITING),
    "new": StatusWords("At the market", Mood.WAITING),
    "partially_filled": StatusWords("Partly filled", Mood.WAITING),
    "filled": StatusWords("Filled", Mood.GOOD),
    "pending_cancel": StatusWords("Being canceled", Mood.WAITING),
    "canceled": StatusWords("Canceled", Mood.BAD),
    "expired": StatusWords("Expired", Mood.BAD),
    "rejected": StatusWords("Rejected", Mood.BAD),
    "replaced": StatusWords("Replaced", Mood.BAD),
}


_NEWER = "This version of Ribbit does not know this status yet."


def _words(table: dict[str, StatusWords], status: str) -> StatusWords:
    """The words of a status; one that is newer than this app is shown as it is."""
    known = table.get(status)
    label = code_words(status, 40)
    return known or StatusWords(label, Mood.ATTENTION)


def account_words(status: str) -> StatusWords:
    words = _words(_ACCOUNT, status)
    if words.meaning:
        return words
    return replace(words, meaning=_NEWER, next="Nothing to do here; support knows what it means.")


def crypto_words(status: str) -> StatusWords:
    """The words of trading crypto, which is granted beside the account itself."""
    words = _words(_CRYPTO, status)
    return words if words.meaning else replace(words, meaning="support knows what it means.")


def bank_words(status: str) -> StatusWords:
    return _words(_BANK, status)


def transfer_words(status: str) -> StatusWords:
    return _words(_TRANSFER, status)


def journal_words(status: str) -> StatusWords:
    return _words(_JOURNAL, status)


def order_words(status: str) -> StatusWords:
    return _words(_ORDER, status)
