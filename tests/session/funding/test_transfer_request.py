"""Amounts of money that may be moved."""

from decimal import Decimal
from typing import Any

import pytest

from ribbit_tui.session.amounts import AmountError
from ribbit_tui.session.funding.transfer_request import (
    LARGEST_USD,
    most_transferable,
    next_offered,
    transfer_amount,
)
from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import TransferDirection
from tests.session.support import state_of
from tests.wire.samples import bank


def refusal(
    text: str, state: State, direction: TransferDirection = TransferDirection.INCOMING
) -> str | None:
    """Return the error of an amount; None if it can be moved."""
    try:
        transfer_amount(text, state, direction)
    except AmountError as error:
        return str(error)
    return None


def ready(**more: Any) -> State:
    return state_of(**{"banks": (bank(),), "cash": "19.996"} | more)


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        ("100", ready(status="APPROVED"), "when the account is active"),
        ("100", ready(banks=()), "Link a bank first"),
        ("100", ready(banks=(bank(status="CANCELED"),)), "Link a bank first"),
        ("100", ready(banks=(bank(status="QUEUED"),)), "not approved yet"),
        (" ", ready(), "Type an amount, such as 100."),
        ("ten", ready(), "dollars and cents"),
        ("1.234", ready(), "two decimal places"),
        ("0", ready(), "more than zero"),
        ("50000.01", ready(), "At most $50,000"),
    ],
)
def test_a_deposit_that_cannot_be_made_says_why(text: str, state: State, words: str) -> None:
    assert words in (refusal(text, state) or "")


@pytest.mark.parametrize("text", ["0.01", "100", "$1,000.50", "50000"])
def test_a_deposit_needs_no_cash(text: str) -> None:
    assert refusal(text, ready(cash="0")) is None


def test_a_withdrawal_takes_what_is_there_and_no_more() -> None:
    out = TransferDirection.OUTGOING
    assert refusal("19.99", ready(), out) is None
    assert refusal("20", ready(), out) == "Only $19.99 can be withdrawn now."


@pytest.mark.parametrize(
    ("amount", "larger", "smaller"),
    [
        (None, 50, 50),
        ("50", 100, 50),
        ("99.99", 100, 50),
        ("1000", 1000, 500),
        ("7000", 1000, 1000),
    ],
)
def test_the_offered_amounts_are_stepped_through(
    amount: str | None, larger: int, smaller: int
) -> None:
    typed = None if amount is None else Decimal(amount)
    assert next_offered(typed, is_larger=True) == larger
    assert next_offered(typed, is_larger=False) == smaller


def test_the_largest_amount_of_a_withdrawal_is_what_can_be_withdrawn() -> None:
    incoming, outgoing = TransferDirection.INCOMING, TransferDirection.OUTGOING
    state = state_of(cash="120.50")
    assert most_transferable(state, outgoing) == Decimal("120.50")
    assert most_transferable(state, incoming) == LARGEST_USD
    assert most_transferable(State(), outgoing) == LARGEST_USD
    assert most_transferable(state_of(cash="9000000"), outgoing) == LARGEST_USD
