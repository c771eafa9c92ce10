"""Access to crypto trading, and its agreement."""

from enum import Enum, auto

from ribbit_tui.session.account.access import is_open
from ribbit_tui.session.application.steps.agreements import AGREEMENT_TEXTS
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

CRYPTO_AGREEMENT = AGREEMENT_TEXTS["crypto_agreement"]


class CryptoAccess(Enum):
    """The availability of crypto trading to a customer."""

    NOT_YET = auto()
    """Can be requested once the account is ACTIVE and not blocked."""
    POSSIBLE = auto()
    REQUESTED = auto()
    """The account's `crypto_status` has the details."""


def crypto_access(state: State) -> CryptoAccess:
    """Return the availability of crypto trading to the open customer."""
    account = state.account
    if account is None:
        return CryptoAccess.NOT_YET
    if account.crypto is not None:
        return CryptoAccess.REQUESTED
    return CryptoAccess.POSSIBLE if is_open(state) else CryptoAccess.NOT_YET


def crypto_blocked_reason(state: State) -> str | None:
    """Return the reason why the open customer may not trade crypto; None if they may."""
    status = state.account.crypto_status if state.account else None
    match status:
        case AccountStatus.ACTIVE:
            return None
        case None | AccountStatus.INACTIVE:
            return "Crypto needs an agreement of its own: see Account."
        case AccountStatus.REJECTED:
            return "Crypto trading was not approved."
        case AccountStatus.DISABLED | AccountStatus.ACCOUNT_CLOSED:
            return "Crypto trading is blocked."
        case _:
            return "Crypto trading is not approved yet: see Account."
