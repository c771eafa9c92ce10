"""The next step of a new customer, up to the first order."""

from enum import Enum, auto

from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.accounts import AccountStatus

from .first_steps import first_steps

_NEEDED = Change.ACCOUNT | Change.BANKS | Change.TRANSFERS | Change.ORDERS


class NextStep(Enum):
    """A step of a new customer."""

    WAIT_FOR_ACTIVE = auto()
    LINK_A_BANK = auto()
    DEPOSIT = auto()
    INVEST = auto()


def next_step(state: State) -> NextStep | None:
    """Return the next step; None after the first order, or while parts are not loaded.

    What has failed is to be done again: a deposit that came back, an order without a fill.
    """
    if state.account is None or not state.has(_NEEDED):
        return None
    if state.account.status != AccountStatus.ACTIVE:
        return NextStep.WAIT_FOR_ACTIVE
    steps = first_steps(state)
    if steps.bank is None:
        return NextStep.LINK_A_BANK
    if steps.deposit is None:
        return NextStep.DEPOSIT
    return None if steps.order or state.positions else NextStep.INVEST
