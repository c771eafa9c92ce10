"""Amounts of money that may be moved."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.funding.transfer_request import parse_dollars, transfer_refusal
from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import TransferDirection
from tests.session.support import state_of
from tests.wire.samples import bank


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("100", "100"),
        ("$100", "100"),
        (" 99.50 ", "99.50"),
        ("99.", "99"),
        (".5", "0.5"),
        ("1,000", "1000"),
        ("$1,234,567.89", "1234567.89"),
    ],
)
def test_dollars_are_read_exactly(text: str, amount: str) -> None:
    assert parse_dollars(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "$", ".", "abc", "1.234", "-5", "1e3", "1_000", "NaN", "99,50", "1,00", ",1", "1,", "٣"],
)
def test_what_is_no_amount_is_not_guessed_at(text: str) -> None:
    assert parse_dollars(text) is None


def ready(**more: Any) -> State:
    return state_of(**{"banks": (bank(),), "cash": "19.996"} | more)


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("100", ready(status="APPROVED"), "when the account is ACTIVE"),
        ("100", ready(banks=()), "Link a bank first"),
        ("100", ready(banks=(bank(status="CANCELED"),)), "Link a bank first"),
        ("100", ready(banks=(bank(status="QUEUED"),)), "not approved yet"),
        (" ", ready(), "Type an amount, such as 100."),
        ("ten", ready(), "dollars and cents"),
        ("1.234", ready(), "dollars and cents"),
        ("0", ready(), "more than zero"),
        ("50000.01", ready(), "At most $50,000"),
    ],
)
def test_a_deposit_that_cannot_be_made_says_why(text: str, state: State, words: str) -> None:
    refusal = transfer_refusal(text, state)
    assert refusal is not None
    assert words in refusal


@pytest.mark.parametrize("text", ["0.01", "100", "$1,000.50", "50000"])
def test_a_deposit_needs_no_cash(text: str) -> None:
    assert transfer_refusal(text, ready(cash="0")) is None


def test_a_withdrawal_takes_what_is_there_and_no_more() -> None:
    out = TransferDirection.OUTGOING
    assert transfer_refusal("19.99", ready(), out) is None
    assert transfer_refusal("20", ready(), out) == "Only $19.99 can be withdrawn now."


def test_the_newest_living_bank_link_counts() -> None:
    old, dead = bank("old"), bank("dead", created_at="2026-04-01T00:00:00Z", status="CANCELED")
    new = bank("new", created_at="2026-03-20T00:00:00Z", status="QUEUED")
    linked = ready(banks=(old, new, dead)).linked_bank
    assert linked is not None
    assert linked.id == "new"
