"""The first steps of a customer, and the time that opening the account took."""

from datetime import timedelta

from ribbit_tui.session.account.first_steps import first_steps, opening_time
from tests.tui.states import bank, funded, loaded, order, status_event, transfer


def test_the_first_of_each_kind_counts() -> None:
    state = funded()
    steps = first_steps(state)
    assert steps.bank == bank()
    assert steps.deposit is not None and steps.deposit.id == transfer(1).id
    assert steps.order is not None and steps.order.id == order(1).id


def test_a_withdrawal_is_no_deposit() -> None:
    state = loaded(transfers=[transfer(1, direction="OUTGOING")])
    assert first_steps(state) == (None, None, None)


def test_the_time_of_opening_is_that_from_the_application_to_the_first_active() -> None:
    moves = (
        status_event(1, "", "SUBMITTED"),
        status_event(5, "SUBMITTED", "ACTIVE"),
        status_event(7, "ACTIVE", "ACCOUNT_CLOSED"),
        status_event(9, "ACCOUNT_CLOSED", "ACTIVE"),
    )
    assert opening_time(loaded(timeline=moves)) == timedelta(seconds=4)
    assert opening_time(loaded(timeline=moves[:1])) is None
    assert opening_time(loaded(timeline=moves[1:])) is None
