"""Crypto beside shares: its agreement, and when it can be asked for."""

from enum import Enum, auto

from ribbit_tui.session.application.steps.agreements import AGREEMENT_TEXTS
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

CRYPTO_AGREEMENT = AGREEMENT_TEXTS["crypto_agreement"]


class CryptoAccess(Enum):
    """How far crypto is in an account."""

    NOT_YET = auto()
    """It can be asked for when the account is ACTIVE."""
    POSSIBLE = auto()
    ASKED_FOR = auto()
    """`crypto_status` tells how far it is."""


def crypto_access(state: State) -> CryptoAccess:
    account = state.account
    if account is None:
        return CryptoAccess.NOT_YET
    if account.crypto_status is not None:
        return CryptoAccess.ASKED_FOR
    is_active = account.status == AccountStatus.ACTIVE
    return CryptoAccess.POSSIBLE if is_active else CryptoAccess.NOT_YET
