"""The words for statuses: label, tone, meaning and next step."""

from dataclasses import dataclass, replace
from enum import StrEnum

from .formats import code_words


class StatusTone(StrEnum):
    """The tone in which a status is shown."""

    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"
    ATTENTION = "attention"


GLYPHS = {
    StatusTone.WAITING: "◌",
    StatusTone.GOOD: "●",
    StatusTone.BAD: "✗",
    StatusTone.ATTENTION: "!",
}
TONE_STYLES = {
    StatusTone.WAITING: "$info",
    StatusTone.GOOD: "$success",
    StatusTone.BAD: "$error",
    StatusTone.ATTENTION: "$warning",
}


@dataclass(frozen=True)
class StatusWords:
    """The words for one status."""

    label: str
    tone: StatusTone
    meaning: str = ""
    next: str = ""

    @property
    def glyph(self) -> str:
        """The glyph of the tone."""
        return GLYPHS[self.tone]


_WAIT = "Nothing to do: this screen updates by itself."

_ACCOUNT = {
    "INACTIVE": StatusWords(
        "Inactive",
        StatusTone.WAITING,
        "The account is set up but not in use yet.",
        "Nothing to do now: this screen shows when you can use it.",
    ),
    "ONBOARDING": StatusWords(
        "Onboarding",
        StatusTone.ATTENTION,
        "We have your application. Verify your identity to submit it.",
        "Take the identity check: an identity document and a photo of your face.",
    ),
    "SUBMITTED": StatusWords(
        "Submitted",
        StatusTone.WAITING,
        "We have received your application and are reviewing it.",
        _WAIT,
    ),
    "SUBMISSION_FAILED": StatusWords(
        "Submission failed",
        StatusTone.WAITING,
        "The application is approved, but the account could not be opened yet.",
        "Nothing to do: we retry automatically.",
    ),
    "ACTION_REQUIRED": StatusWords(
        "Action required",
        StatusTone.ATTENTION,
        "We need more information from you.",
        "Answer the requests below. Then the review continues.",
    ),
    "EDITED": StatusWords(
        "Edited",
        StatusTone.WAITING,
        "The reviewers have corrected the application to match your documents.",
        _WAIT,
    ),
    "APPROVAL_PENDING": StatusWords(
        "Approval pending",
        StatusTone.WAITING,
        "Your application is complete and in final review.",
        _WAIT,
    ),
    "APPROVED": StatusWords(
        "Approved",
        StatusTone.WAITING,
        "Your application is approved. The account is being opened.",
        "Nothing to do: the account opens by itself.",
    ),
    "REJECTED": StatusWords(
        "Rejected",
        StatusTone.BAD,
        "Your application was not accepted. No account was opened.",
        "You can apply again. Your answers are filled in, except secret ones.",
    ),
    "ACTIVE": StatusWords(
        "Active",
        StatusTone.GOOD,
        "Your account is open: you can move money and place orders.",
        "Nothing to do: your account is open.",
    ),
    "DISABLED": StatusWords(
        "Disabled",
        StatusTone.BAD,
        "Your account is blocked: no orders and no transfers. You keep what it holds.",
        "Only the firm can unblock it. You can still read and save your documents.",
    ),
    "ACCOUNT_CLOSED": StatusWords(
        "Closed",
        StatusTone.BAD,
        "The account is closed for good. Its records are kept.",
        "Nothing more to do.",
    ),
}

_CRYPTO = {
    "INACTIVE": StatusWords("Inactive", StatusTone.WAITING, "it is not in use yet."),
    "ONBOARDING": StatusWords("Onboarding", StatusTone.WAITING, "waiting for the identity check."),
    "SUBMITTED": StatusWords("Submitted", StatusTone.WAITING, "it is being checked."),
    "SUBMISSION_FAILED": StatusWords(
        "Submission failed", StatusTone.WAITING, "we retry automatically."
    ),
    "ACTION_REQUIRED": StatusWords(
        "Action required", StatusTone.ATTENTION, "waiting for your answers to the review."
    ),
    "EDITED": StatusWords("Edited", StatusTone.WAITING, "a change is under review."),
    "APPROVAL_PENDING": StatusWords("Approval pending", StatusTone.WAITING, "in final review."),
    "APPROVED": StatusWords("Approved", StatusTone.WAITING, "about to be enabled."),
    "REJECTED": StatusWords("Rejected", StatusTone.BAD, "not approved."),
    "ACTIVE": StatusWords("Active", StatusTone.GOOD, "you can trade crypto."),
    "DISABLED": StatusWords("Disabled", StatusTone.BAD, "it is blocked."),
    "ACCOUNT_CLOSED": StatusWords("Closed", StatusTone.BAD, "closed with the account."),
}

_BANK = {
    "QUEUED": StatusWords("Queued", StatusTone.WAITING, "The bank link is waiting to be verified."),
    "PENDING": StatusWords("Pending", StatusTone.WAITING, "The bank is verifying the link."),
    "SENT_TO_CLEARING": StatusWords(
        "At the bank", StatusTone.WAITING, "The bank is verifying the link."
    ),
    "APPROVED": StatusWords("Approved", StatusTone.GOOD, "You can deposit and withdraw."),
    "CANCEL_REQUESTED": StatusWords("Being removed", StatusTone.WAITING),
    "CANCELED": StatusWords("Removed", StatusTone.BAD),
    "REJECTED": StatusWords("Rejected", StatusTone.BAD, "The bank rejected the link."),
}

_TRANSFER = {
    "QUEUED": StatusWords("Queued", StatusTone.WAITING),
    "APPROVAL_PENDING": StatusWords("Waiting for approval", StatusTone.WAITING),
    "PENDING": StatusWords("Pending", StatusTone.WAITING),
    "SENT_TO_CLEARING": StatusWords("Sent to clearing", StatusTone.WAITING),
    "APPROVED": StatusWords("Approved", StatusTone.WAITING),
    "COMPLETE": StatusWords("Complete", StatusTone.GOOD),
    "REJECTED": StatusWords("Rejected", StatusTone.BAD),
    "CANCELED": StatusWords("Canceled", StatusTone.BAD),
    "RETURNED": StatusWords("Returned", StatusTone.BAD),
}

_JOURNAL = {
    "queued": StatusWords("Queued", StatusTone.WAITING),
    "sent_to_clearing": StatusWords("Sent to clearing", StatusTone.WAITING),
    "pending": StatusWords("Pending", StatusTone.WAITING),
    "executed": StatusWords("Complete", StatusTone.GOOD),
    "rejected": StatusWords("Rejected", StatusTone.BAD),
    "canceled": StatusWords("Canceled", StatusTone.BAD),
    "refused": StatusWords("Refused", StatusTone.BAD),
    "deleted": StatusWords("Deleted", StatusTone.BAD),
    "correct": StatusWords("Corrected", StatusTone.BAD),
}

_ORDER = {
    "accepted": StatusWords("Accepted", StatusTone.WAITING),
    "pending_new": StatusWords("Pending", StatusTone.WAITING),
    "new": StatusWords("At the market", StatusTone.WAITING),
    "partially_filled": StatusWords("Partly filled", StatusTone.WAITING),
    "filled": StatusWords("Filled", StatusTone.GOOD),
    "pending_cancel": StatusWords("Being canceled", StatusTone.WAITING),
    "canceled": StatusWords("Canceled", StatusTone.BAD),
    "expired": StatusWords("Expired", StatusTone.BAD),
    "rejected": StatusWords("Rejected", StatusTone.BAD),
    "replaced": StatusWords("Replaced", StatusTone.BAD),
    "done_for_day": StatusWords("Done for today", StatusTone.WAITING),
    "pending_replace": StatusWords("Being replaced", StatusTone.WAITING),
    "accepted_for_bidding": StatusWords("Being priced", StatusTone.WAITING),
    # A fill is guaranteed but has not occurred yet.
    "stopped": StatusWords("To be filled", StatusTone.WAITING),
    "suspended": StatusWords("Suspended", StatusTone.WAITING),
    # Done for the day; the amounts to settle are still being calculated.
    "calculated": StatusWords("Being settled", StatusTone.WAITING),
    # The leg of an order that waits for its other legs.
    "held": StatusWords("On hold", StatusTone.WAITING),
}


_NEWER = "This version of Ribbit does not know this status."


def _words(table: dict[str, StatusWords], status: str) -> StatusWords:
    """Return the words for a status. An unknown status is shown as it is."""
    known = table.get(status)
    label = code_words(status, 40)
    return known or StatusWords(label, StatusTone.ATTENTION)


def account_words(status: str) -> StatusWords:
    """Return the words for the status of an account."""
    words = _words(_ACCOUNT, status)
    if words.meaning:
        return words
    return replace(words, meaning=_NEWER, next="Install the newest version to see what it means.")


def crypto_words(status: str) -> StatusWords:
    """Return the words for the crypto status, which is separate from the account's status."""
    words = _words(_CRYPTO, status)
    return words if words.meaning else replace(words, meaning=f"{_NEWER[:1].lower()}{_NEWER[1:]}")


def bank_words(status: str) -> StatusWords:
    """Return the words for the status of a bank link."""
    return _words(_BANK, status)


def transfer_words(status: str) -> StatusWords:
    """Return the words for the status of a transfer."""
    return _words(_TRANSFER, status)


def journal_words(status: str) -> StatusWords:
    """Return the words that a customer sees for the status of a journal."""
    return _words(_JOURNAL, status)


def order_words(status: str) -> StatusWords:
    """Return the words for the status of an order."""
    return _words(_ORDER, status)
