"""The reasons why a customer cannot trade or move money: the account's status, and its blocks."""

from collections.abc import Mapping
from enum import Enum, auto

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

_FINAL: Mapping[str, str] = {
    AccountStatus.REJECTED: "The application was rejected",
    AccountStatus.DISABLED: "The account is disabled",
    AccountStatus.ACCOUNT_CLOSED: "The account is closed",
}
"""Statuses from which an account does not become ACTIVE, in words."""

BLOCKED = "The account is blocked by the broker: nothing can be ordered or moved."
TRADING_BLOCKED = "Trading is blocked by the broker: no orders can be placed."
SUSPENDED = "You have suspended trading. Allow new orders in Account, under Trading."
TRANSFERS_BLOCKED = "Transfers are blocked by the broker: no money can be moved."


class Act(Enum):
    """The kinds of what a customer does, which can be blocked separately."""

    ANY = auto()
    TRADE = auto()
    TRANSFER = auto()


def blocked_reason(state: State, opening: str, act: Act = Act.ANY) -> str | None:
    """Return the reason why an action is blocked on this account; None if it is possible.

    `opening` begins the sentence "… when the account is active.", such as "Trading opens".
    """
    status = state.account.status if state.account else None
    if status == AccountStatus.ACTIVE:
        return _block(state, act)
    end = _FINAL.get(status or "")
    return f"{end}." if end else f"{opening} when the account is active."


def _block(state: State, act: Act) -> str | None:
    """Return the words for what blocks an ACTIVE account, None if nothing does.

    An account that is not ACTIVE has blocks, too: those read before it became so are not true now.
    """
    money = state.trading_account
    if money is None or money.status != AccountStatus.ACTIVE:
        return None
    if money.account_blocked:
        return BLOCKED
    if act is Act.TRADE and money.trading_blocked:
        return TRADING_BLOCKED
    if act is Act.TRADE and money.trade_suspended_by_user:
        return SUSPENDED
    return TRANSFERS_BLOCKED if act is Act.TRANSFER and money.transfers_blocked else None


def is_open(state: State) -> bool:
    """Whether the account is ACTIVE and not blocked altogether."""
    return blocked_reason(state, "") is None


def is_closed(state: State) -> bool:
    """Whether the account is closed. Its data can still be viewed."""
    return state.account is not None and state.account.status == AccountStatus.ACCOUNT_CLOSED
