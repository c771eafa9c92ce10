"""The reasons why an account that is not ACTIVE cannot trade or move money."""

from collections.abc import Mapping

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

_FINAL: Mapping[str, str] = {
    AccountStatus.REJECTED: "The application was rejected",
    AccountStatus.DISABLED: "The account is disabled",
    AccountStatus.ACCOUNT_CLOSED: "The account is closed",
}
"""Statuses from which an account does not become ACTIVE, in words."""


def blocked_reason(state: State, opening: str) -> str | None:
    """Return the reason why an action is blocked on this account; None if the account is ACTIVE.

    `opening` begins the sentence "… when the account is active.", such as "Trading opens".
    """
    status = state.account.status if state.account else None
    if status == AccountStatus.ACTIVE:
        return None
    end = _FINAL.get(status or "")
    return f"{end}." if end else f"{opening} when the account is active."


def is_closed(state: State) -> bool:
    """Whether the account is closed. Its data can still be viewed."""
    return state.account is not None and state.account.status == AccountStatus.ACCOUNT_CLOSED
