"""Every status and every code has words of its own; newer ones are shown as they are."""

from collections.abc import Callable
from enum import StrEnum

import pytest

from ribbit_tui.session.account.review_requests import ANSWER_OPTIONS
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.tui.words.statuses import (
    StatusTone,
    StatusWords,
    account_words,
    bank_words,
    crypto_words,
    journal_words,
    order_words,
    transfer_words,
)
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.funding import AchRelationshipStatus, TransferStatus
from ribbit_tui.wire.journals import JournalStatus
from ribbit_tui.wire.kyc import KycResultCode
from ribbit_tui.wire.orders import OrderStatus
from ribbit_tui.wire.recipient_banks import BankStatus

MOODS = {
    "INACTIVE": StatusTone.WAITING,
    "ONBOARDING": StatusTone.ATTENTION,
    "SUBMITTED": StatusTone.WAITING,
    "SUBMISSION_FAILED": StatusTone.WAITING,
    "ACTION_REQUIRED": StatusTone.ATTENTION,
    "EDITED": StatusTone.WAITING,
    "APPROVAL_PENDING": StatusTone.WAITING,
    "APPROVED": StatusTone.WAITING,
    "REJECTED": StatusTone.BAD,
    "ACTIVE": StatusTone.GOOD,
    "DISABLED": StatusTone.BAD,
    "ACCOUNT_CLOSED": StatusTone.BAD,
}


def test_every_status_of_an_account_has_its_words() -> None:
    assert {str(status) for status in AccountStatus} == set(MOODS)
    words = {status: account_words(status) for status in AccountStatus}
    assert {status: one.tone for status, one in words.items()} == MOODS
    for texts in ([one.label for one in words.values()], [one.meaning for one in words.values()]):
        assert len(set(texts)) == len(AccountStatus)
    assert all(one.next for one in words.values())


def test_crypto_has_its_own() -> None:
    words = {status: crypto_words(status) for status in AccountStatus}
    assert len({one.label for one in words.values()}) == len(AccountStatus)
    assert all(one.meaning for one in words.values())
    assert words[AccountStatus.ACTIVE].tone is StatusTone.GOOD


@pytest.mark.parametrize(
    ("words_of", "statuses", "goal"),
    [
        (bank_words, AchRelationshipStatus, AchRelationshipStatus.APPROVED),
        (bank_words, BankStatus, BankStatus.APPROVED),
        (transfer_words, TransferStatus, TransferStatus.COMPLETE),
        (journal_words, JournalStatus, JournalStatus.EXECUTED),
        (order_words, OrderStatus, OrderStatus.FILLED),
    ],
)
def test_every_status_of_money_and_orders_has_its_words(
    words_of: Callable[[str], StatusWords],
    statuses: type[
        AchRelationshipStatus | BankStatus | TransferStatus | JournalStatus | OrderStatus
    ],
    goal: StrEnum,
) -> None:
    """A status without words is shown in the tone ATTENTION, which none of these has."""
    for status in statuses:
        tone = StatusTone.BAD if status.is_final else StatusTone.WAITING
        assert words_of(status).tone is (StatusTone.GOOD if status == goal else tone), status
    assert len({words_of(status).label for status in statuses}) == len(statuses)


def test_a_status_of_the_future_is_shown_as_it_is() -> None:
    words = account_words("FROZEN_BY_COURT")
    assert (words.label, words.tone) == ("Frozen by court", StatusTone.ATTENTION)
    assert words.meaning
    assert words.next
    assert crypto_words("MELTED").label == "Melted"


@pytest.mark.parametrize("code", list(KycResultCode))
def test_every_code_is_put_in_plain_words(code: KycResultCode) -> None:
    words = kyc_words(code)
    assert words.title
    assert "_" not in f"{words.title}{words.why}{words.answer}"
    is_for_nobody = words.answer.startswith("Nothing to do")
    assert is_for_nobody == (not ANSWER_OPTIONS[code].is_asked)


def test_codes_have_words_that_differ() -> None:
    words = [kyc_words(code) for code in KycResultCode]
    assert len({one.title for one in words}) == len({one.why for one in words}) == len(words)


def test_a_code_of_the_future_is_shown_as_it_is() -> None:
    assert kyc_words("MOTHERS_MAIDEN_NAME").title == "Mothers maiden name"
