"""The stages of an account, from its status events."""

from collections.abc import Sequence
from datetime import tzinfo

from ribbit_tui.session.account.review_requests import open_codes
from ribbit_tui.tui.widgets.timeline import Stage
from ribbit_tui.tui.words.formats import clock_time, day_and_time, plain
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.tui.words.statuses import StatusTone, account_words, crypto_words
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.events import AccountStatusEvent

HAPPY_PATH = (AccountStatus.SUBMITTED, AccountStatus.APPROVED, AccountStatus.ACTIVE)
_REMAINING: dict[str, tuple[AccountStatus, ...]] = {
    AccountStatus.ONBOARDING: HAPPY_PATH,
    AccountStatus.SUBMITTED: HAPPY_PATH[1:],
    AccountStatus.ACTION_REQUIRED: (AccountStatus.APPROVAL_PENDING, *HAPPY_PATH[1:]),
    AccountStatus.EDITED: (AccountStatus.APPROVAL_PENDING, *HAPPY_PATH[1:]),
    AccountStatus.APPROVAL_PENDING: HAPPY_PATH[1:],
    AccountStatus.APPROVED: HAPPY_PATH[2:],
    AccountStatus.SUBMISSION_FAILED: HAPPY_PATH[1:],
}
"""The statuses that still follow if the review has no further requests."""
_MAX_NOTE_LENGTH = 42


def status_stages(
    account: Account, timeline: Sequence[AccountStatusEvent], zone: tzinfo | None
) -> list[Stage]:
    """Return the past stages, then the remaining ones if the review has no further requests."""
    stages = _past(account, timeline, zone)
    if not stages:
        words = account_words(account.status)
        stages = [Stage(words.label, clock_time(account.created_at, zone), words.tone)]
    remaining = _REMAINING.get(account.status, ())
    return [*stages, *(Stage(account_words(status).label) for status in remaining)]


def _past(
    account: Account, timeline: Sequence[AccountStatusEvent], zone: tzinfo | None
) -> list[Stage]:
    own = [event for event in timeline if _moves_account(event)]
    several_days = len({event.at.astimezone(zone).date() for event in timeline}) > 1
    shown_at = day_and_time if several_days else clock_time
    stages = []
    for event in timeline:
        at = shown_at(event.at, zone)
        if _moves_account(event):
            words = account_words(str(event.status_to))
            is_now = event is own[-1]
            tone = words.tone if is_now else StatusTone.GOOD
            stages.append(Stage(words.label, at, tone, _note(event, is_now=is_now)))
        elif event.crypto_status_to and event.crypto_status_to != event.crypto_status_from:
            words = crypto_words(str(event.crypto_status_to))
            tone = (
                words.tone if event.crypto_status_to == account.crypto_status else StatusTone.GOOD
            )
            stages.append(Stage(f"Crypto: {words.label.lower()}", at, tone))
        elif event.kyc_results is not None:
            stages.append(Stage("Your answer was received", at, StatusTone.GOOD))
    return stages


def _moves_account(event: AccountStatusEvent) -> bool:
    return bool(event.status_to) and event.status_to != event.status_from


def _note(event: AccountStatusEvent, *, is_now: bool) -> str:
    """Return the reason of a status, unless it is current; else the first finding of the review."""
    if event.reason and not is_now:
        return plain(event.reason, _MAX_NOTE_LENGTH)
    if event.status_to not in (AccountStatus.ACTION_REQUIRED, AccountStatus.REJECTED):
        return ""
    codes = open_codes(event.kyc_results)
    if not codes:
        return ""
    first = plain(kyc_words(codes[0]).title, 30)
    return first if len(codes) == 1 else f"{first} and {len(codes) - 1} more"
