"""Access to an account that is not ACTIVE: the reason shown promises nothing."""

import pytest

from ribbit_tui.session.account.access import blocked_reason
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import Account, AccountStatus
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
