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


def returned() -> State:
    """Return cash in three parts that earns interest, and a deposit that came back."""
    program = {"USD": {"apr_tier_name": "Standard", "status": "ACTIVE"}}
    parts = {"buying_power": "904.24", "cash_withdrawable": "539.24"}
    return loaded(
        customer=states.account(cash_interest=program),
        cash=states.money("2114.24", **parts),
        banks=[states.bank()],
        transfers=[
            states.transfer(2, "SENT_TO_CLEARING"),
            states.transfer(
                1,
                "RETURNED",
                reason="R01: insufficient funds at the bank",
                created_at=states.ago(60 * 29),
            ),
            states.transfer(0, "COMPLETE", amount="8500", created_at=states.ago(60 * 240)),
        ],
        journals=[states.journal(created_at=states.ago(60 * 300))],
        activities=[
            states.fill(1, side="sell"),
            states.activity(0, "INT", net_amount="3.32", date="2025-12-31"),
        ],
    )


def largest_and_longest() -> State:
    """Return amounts of 12 digits and texts of 10,000 characters, wide and from right to left."""
    return loaded(
        cash=states.money("999999999999.99", buying_power="1.00", cash_withdrawable="0.01"),
        banks=[states.bank(nickname="漢" * 10_000, account_owner_name="שלום " * 2_000)],
        transfers=[
            states.transfer(1, "RETURNED", amount="999999999999.99", reason=f"R01 {'x' * 10_000}")
        ],
        journals=[states.journal(description="漢" * 10_000)],
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
    "no-bank": lambda: loaded(journals=[states.journal()]),
    "bank-rejected": lambda: loaded(banks=[states.bank(status="REJECTED")]),
    "bank-queued": lambda: loaded(banks=[states.bank(status="QUEUED")]),
    "transfer-returned": returned,
    "largest-and-longest": largest_and_longest,
    "not-loaded": lambda: states.nothing_loaded("The server does not respond."),
}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "money", MONEY)


async def test_light(stage: Build, snapshots: Snapshots) -> None:
    on = stage(returned(), theme="light")
    async with on.running("money", LARGE):
        snapshots.take(on, "light")


async def test_moving_money(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded(banks=[states.bank()]))
    async with on.running("money") as pilot:
        await pilot.press("d", *"500")
        for size in (SMALL, LARGE):
            await pilot.resize_terminal(*size)
            await on.rest(pilot)
            snapshots.take(on, "deposit")
        await pilot.press("escape", "w", *"7")
        await on.rest(pilot)
        snapshots.take(on, "withdrawal")
