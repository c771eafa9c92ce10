"""Access to an account that is not ACTIVE or blocked: the reason shown promises nothing."""

import pytest

from ribbit_tui.session.account.access import (
    BLOCKED,
    SUSPENDED,
    TRADING_BLOCKED,
    TRANSFERS_BLOCKED,
    Act,
    blocked_reason,
    is_open,
)
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import Account, AccountStatus
from ribbit_tui.wire.trading_accounts import TradingAccount
from tests.wire.samples import account

ENDS = {
    "REJECTED": "The application was rejected.",
    "DISABLED": "The account is disabled.",
    "ACCOUNT_CLOSED": "The account is closed.",
}
WAIT = "Trading opens when the account is active."


@pytest.mark.parametrize("status", [*AccountStatus, "SOMETHING_NEW"])
def test_only_active_is_open_and_only_what_can_open_is_promised(status: str) -> None:
    state = State(account=Account.model_validate(account(status=status)))
    expected = None if status == AccountStatus.ACTIVE else ENDS.get(status, WAIT)
    assert blocked_reason(state, "Trading opens") == expected


def test_an_account_not_read_yet_is_not_open() -> None:
    assert blocked_reason(State(), "Trading opens") == WAIT


def blocked(flags: dict[str, bool], status: str = "ACTIVE") -> State:
    """Return an ACTIVE account, whose blocks were read when it had `status`."""
    return State(
        account=Account.model_validate(account(status="ACTIVE")),
        trading_account=TradingAccount.model_validate({"id": "a", "status": status} | flags),
    )


@pytest.mark.parametrize(
    ("flag", "act", "reason"),
    [
        ("trading_blocked", Act.TRADE, TRADING_BLOCKED),
        ("trading_blocked", Act.TRANSFER, None),
        ("trading_blocked", Act.ANY, None),
        ("transfers_blocked", Act.TRADE, None),
        ("transfers_blocked", Act.TRANSFER, TRANSFERS_BLOCKED),
        ("transfers_blocked", Act.ANY, None),
        ("trade_suspended_by_user", Act.TRADE, SUSPENDED),
        ("trade_suspended_by_user", Act.TRANSFER, None),
        ("trade_suspended_by_user", Act.ANY, None),
        *[("account_blocked", act, BLOCKED) for act in Act],
    ],
)
def test_a_block_stops_what_it_is_about(flag: str, act: Act, reason: str | None) -> None:
    assert blocked_reason(blocked({flag: True}), "Trading opens", act) == reason
    assert is_open(blocked({flag: True})) is (flag != "account_blocked")
    assert blocked_reason(blocked({flag: False}), "Trading opens", act) is None


def test_blocks_that_came_with_an_earlier_status_do_not_count() -> None:
    """An account that is not ACTIVE is blocked, too; the event that opens it comes first."""
    before = blocked({"trading_blocked": True, "transfers_blocked": True}, "APPROVED")
    assert [blocked_reason(before, "", act) for act in Act] == [None] * 3
