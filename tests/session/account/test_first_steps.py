"""The first steps of a customer, and the time that opening the account took."""

from datetime import timedelta

from ribbit_tui.session.account.first_steps import first_steps, opened_at, opening_time
from tests.tui.states import bank, funded, loaded, order, status_event, transfer

FAILED_DEPOSITS = ("REJECTED", "CANCELED", "RETURNED")


def test_the_first_of_each_kind_counts() -> None:
    state = funded()
    steps = first_steps(state)
    assert steps.bank == bank()
    assert steps.deposit is not None and steps.deposit.id == transfer(1).id
    assert steps.order is not None and steps.order.id == order(1).id


def test_a_withdrawal_is_no_deposit() -> None:
    state = loaded(transfers=[transfer(1, direction="OUTGOING")])
    assert first_steps(state) == (None, None, None)


def test_what_has_failed_is_no_step() -> None:
    failed = [transfer(number, status) for number, status in enumerate(FAILED_DEPOSITS, 1)]
    ended = [order(1, "canceled"), order(2, "rejected"), order(3, "expired")]
    assert first_steps(loaded(transfers=failed, orders=ended)) == (None, None, None)
    state = loaded(
        transfers=[*failed, transfer(4, "COMPLETE")],
        orders=[*ended, order(4, "canceled", filled_qty="0.5")],
    )
    steps = first_steps(state)
    assert steps.deposit is not None and steps.deposit.id == transfer(4).id
    assert steps.order is not None and steps.order.id == order(4).id, "a part of it was filled"


def test_the_time_of_opening_is_that_from_the_application_to_the_first_active() -> None:
    moves = (
        status_event(1, "", "SUBMITTED"),
        status_event(5, "SUBMITTED", "ACTIVE"),
        status_event(7, "ACTIVE", "ACCOUNT_CLOSED"),
        status_event(9, "ACCOUNT_CLOSED", "ACTIVE"),
    )
    assert opening_time(loaded(timeline=moves)) == timedelta(seconds=4)
    assert opened_at(loaded(timeline=moves)) == moves[1].at, "it was opened once"
    assert opening_time(loaded(timeline=moves[:1])) is None
    assert opening_time(loaded(timeline=moves[1:])) is None
