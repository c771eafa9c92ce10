"""How an account came to be what it is: the stages that its events tell of."""

from collections.abc import Sequence
from datetime import tzinfo

from ribbit_tui.session.account.review_requests import open_codes
from ribbit_tui.tui.widgets.timeline import Stage
from ribbit_tui.tui.words.formats import clock_time, day_and_time, plain
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.tui.words.statuses import Mood, account_words, crypto_words
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.events import AccountStatusEvent

HAPPY_WAY = (AccountStatus.SUBMITTED, AccountStatus.APPROVED, AccountStatus.ACTIVE)
_TO_COME: dict[str, tuple[AccountStatus, ...]] = {
    AccountStatus.ONBOARDING: HAPPY_WAY,
    AccountStatus.SUBMITTED: HAPPY_WAY[1:],
    AccountStatus.ACTION_REQUIRED: (AccountStatus.APPROVAL_PENDING, *HAPPY_WAY[1:]),
    AccountStatus.EDITED: (AccountStatus.APPROVAL_PENDING, *HAPPY_WAY[1:]),
    AccountStatus.APPROVAL_PENDING: HAPPY_WAY[1:],
    AccountStatus.APPROVED: HAPPY_WAY[2:],
    AccountStatus.SUBMISSION_FAILED: HAPPY_WAY[1:],
}
"""What a smooth application has still before it."""
_LONGEST_NOTE = 42


def status_stages(
    account: Account, timeline: Sequence[AccountStatusEvent], zone: tzinfo | None
) -> list[Stage]:
    """What has happened by the events, then what is to come if nothing else comes between."""
    stages = _past(account, timeline, zone)
    if not stages:
        words = account_words(account.status)
        stages = [Stage(words.label, clock_time(account.created_at, zone), words.mood)]
    to_come = _TO_COME.get(account.status, ())
    return [*stages, *(Stage(account_words(status).label) for status in to_come)]


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
            mood = words.mood if is_now else Mood.GOOD
            stages.append(Stage(words.label, at, mood, _note(event, is_now=is_now)))
        elif event.crypto_status_to and event.crypto_status_to != event.crypto_status_from:
            words = crypto_words(str(event.crypto_status_to))
            mood = words.mood if event.crypto_status_to == account.crypto_status else Mood.GOOD
            stages.append(Stage(f"Crypto: {words.label.lower()}", at, mood))
        elif event.kyc_results is not None:
            stages.append(Stage("Part of it has arrived", at, Mood.GOOD))
    return stages


def _moves_account(event: AccountStatusEvent) -> bool:
    return bool(event.status_to) and event.status_to != event.status_from


def _note(event: AccountStatusEvent, *, is_now: bool) -> str:
    """Why: the reason given, unless it is told in full beside the status; else what was found."""
    if event.reason and not is_now:
        return plain(event.reason, _LONGEST_NOTE)
    if event.status_to not in (AccountStatus.ACTION_REQUIRED, AccountStatus.REJECTED):
        return ""
    codes = open_codes(event.kyc_results)
    if not codes:
        return ""
    first = plain(kyc_words(codes[0]).title, 30)
    return first if len(codes) == 1 else f"{first} and {len(codes) - 1} more"
