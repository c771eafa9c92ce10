"""The next step that the app proposes."""

from ribbit_tui.session.account.next_step import NextStep, next_step
from ribbit_tui.session.state import CUSTOMER_PARTS, Change, State
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.orders import Order
from tests.wire import samples


def of_status(status: str) -> Account:
    return Account.model_validate(samples.account(status=status))


def test_nothing_is_proposed_before_all_is_known() -> None:
    state = State(loaded=CUSTOMER_PARTS & ~Change.BANKS, account=of_status("ACTIVE"))
    assert next_step(state) is None


def test_the_way_from_an_application_to_a_holding() -> None:
    state = State(loaded=CUSTOMER_PARTS, account=of_status("APPROVED"))
    assert next_step(state) is NextStep.WAIT_FOR_ACTIVE
    state.account = of_status("ACTIVE")
    assert next_step(state) is NextStep.LINK_A_BANK
    bank = AchRelationship.model_validate(samples.bank())
    state.ach_relationships = {bank.id: bank}
    assert next_step(state) is NextStep.DEPOSIT
    transfer = Transfer.model_validate(samples.transfer())
    state.transfers = {transfer.id: transfer}
    assert next_step(state) is NextStep.INVEST
    state.transfers[transfer.id] = transfer.model_copy(update={"status": "RETURNED"})
    assert next_step(state) is NextStep.DEPOSIT, "it came back"
    state.transfers[transfer.id] = transfer
    order = Order.model_validate(samples.order(status="rejected"))
    state.orders = {order.id: order}
    assert next_step(state) is NextStep.INVEST, "nothing was bought"
    order = Order.model_validate(samples.order())
    state.orders = {order.id: order}
    assert next_step(state) is None
