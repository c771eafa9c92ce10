"""The steps that must be taken before an account can be closed."""

import pytest

from ribbit_tui.session.account.closure import Obstacle, Remedy, closing_steps, next_closing_step
from ribbit_tui.session.state import State
from ribbit_tui.wire.trading_accounts import TradingAccount
from tests.session.support import position, state_of
from tests.wire.samples import bank, journal, order, trading_account, transfer

OUT = transfer(direction="OUTGOING", status="QUEUED")


@pytest.mark.parametrize(
    ("state", "obstacle", "remedy"),
    [
        (state_of(orders=(order(),)), Obstacle.ORDERS, Remedy.CANCEL_ORDERS),
        (state_of(positions=(position(),)), Obstacle.POSITIONS, Remedy.SELL_POSITIONS),
        (state_of(transfers=(OUT,), cash="0"), Obstacle.TRANSFERS, None),
        (state_of(journals=(journal(),), cash="0"), Obstacle.JOURNALS, None),
        (state_of(banks=(bank(),)), Obstacle.CASH, Remedy.WITHDRAW),
        (state_of(), Obstacle.CASH, Remedy.LINK_A_BANK),
        (state_of(banks=(bank(status="QUEUED"),)), Obstacle.CASH, None),
        (
            state_of(
                orders=(order(status="filled"),),
                transfers=(transfer(status="COMPLETE"),),
                cash="0",
            ),
            None,
            None,
        ),
    ],
)
def test_what_comes_before_closing(
    state: State, obstacle: Obstacle | None, remedy: Remedy | None
) -> None:
    step = next_closing_step(state)
    assert (step and step.obstacle) == obstacle
    assert (step and step.remedy) == remedy
    assert [one.obstacle for one in closing_steps(state)] == list(Obstacle)


def test_cash_that_has_not_settled_waits() -> None:
    state = state_of(banks=(bank(),))
    figures = trading_account(cash="100") | {"cash_withdrawable": "0"}
    state.trading_account = TradingAccount.model_validate(figures)
    step = next_closing_step(state)
    assert step is not None
    assert (step.remedy, "not settled yet" in step.words) == (None, True)
