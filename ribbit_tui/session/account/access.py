"""What an account that is not ACTIVE keeps blocked_reason, and whether it will ever open."""

from collections.abc import Mapping

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

_ENDS: Mapping[str, str] = {
    AccountStatus.REJECTED: "The application was rejected",
    AccountStatus.DISABLED: "The account is disabled",
    AccountStatus.ACCOUNT_CLOSED: "The account is closed",
}
"""Where nobody need wait for ACTIVE."""


def blocked_reason(state: State, opening: str) -> str | None:
    """Why something cannot be done on this account; None on one that is ACTIVE.

    `opening` is what happens once it is: it begins the sentence "… when the account is ACTIVE."
    """
    status = state.account.status if state.account else None
    if status == AccountStatus.ACTIVE:
        return None
    end = _ENDS.get(status or "")
    return f"{end}." if end else f"{opening} when the account is ACTIVE."


def is_closed(state: State) -> bool:
    """Whether the account has been closed: it can be looked at, and nothing else."""
    return state.account is not None and state.account.status == AccountStatus.ACCOUNT_CLOSED
