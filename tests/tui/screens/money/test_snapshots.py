"""Money, in each state."""

from collections.abc import Callable, Mapping

import pytest

from ribbit_tui.session.state import Change, State
from tests.tui import states
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]
TRANSFERS = (
    "QUEUED",
    "COMPLETE",
    "SENT_TO_CLEARING",
    "CANCELED",
    "APPROVAL_PENDING",
    "REJECTED",
    "COMPLETE",
    "APPROVED",
    "COMPLETE",
    "COMPLETE",
    "COMPLETE",
    "ON_HOLD_FOR_REVIEW",
)
MONEY: Mapping[str, Callable[[], State]] = {
    "many-transfers": lambda: loaded(
        cash=states.money("1234567.89"),
        banks=[states.bank(nickname="A nickname of a bank of quite some length")],
        transfers=[
            states.transfer(
                number,
                status,
                amount=str(25 * 7**number),
                direction="OUTGOING" if number % 3 == 2 else "INCOMING",
            )
            for number, status in enumerate(TRANSFERS)
        ],
        journals=[
            states.journal(1),
            states.journal(2, "pending", net_amount="25000", description="A bonus for referrals"),
            states.journal(3, "refused", entry_type="JNLS", net_amount=None, description=None),
        ],
    ),
    "not-active": lambda: loaded("SUBMITTED", not_loaded=Change.MONEY),
    "no-bank": loaded,
    "bank-rejected": lambda: loaded(banks=[states.bank(status="REJECTED")]),
    "transfer-returned": lambda: loaded(
        banks=[states.bank()],
        transfers=[states.transfer(1, "RETURNED", reason="R01: insufficient funds at the bank")],
        journals=[states.journal()],
    ),
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "money", MONEY)
