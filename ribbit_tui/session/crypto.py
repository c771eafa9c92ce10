"""Crypto beside shares: its agreement, and when it can be asked for."""

from enum import Enum, auto

from ribbit_tui.wire.accounts import AccountStatus

from .application.agreements import DISCLOSURES_URL, AgreementText
from .state import State

_BODY = f"""\
STAND-IN TEXT, not the real agreement. The real one is published at {DISCLOSURES_URL}.

This agreement applies when the account is enabled to trade crypto assets.

What it is. Crypto assets are bought and sold for you on venues of their own, at any hour of any \
day. They are no securities, no deposits and no legal tender.

No protection. SIPC and the FDIC do not protect crypto assets. If the venue or the keeper of the \
keys fails, you can lose all of them.

Prices. They can move more in an hour than a share does in a year, and there may be no buyer. \
Orders that cannot be reversed elsewhere cannot be reversed here either.

Limits. Crypto cannot be bought with borrowed money, cannot be sold short, and does not count as \
security for a loan.

Costs. Each order can carry a fee of the venue; it shows before you send the order.

Law. The rules for crypto change. We can stop offering an asset, and then ask you to sell it.
"""

CRYPTO_AGREEMENT = AgreementText("crypto_agreement", "Crypto agreement", "stand-in.1", _BODY)


class CryptoStanding(Enum):
    """How far crypto is in an account."""

    NOT_YET = auto()
    """It can be asked for when the account is ACTIVE."""
    POSSIBLE = auto()
    ASKED_FOR = auto()
    """`crypto_status` tells how far it is."""


def crypto_standing(state: State) -> CryptoStanding:
    account = state.account
    if account is None:
        return CryptoStanding.NOT_YET
    if account.crypto_status is not None:
        return CryptoStanding.ASKED_FOR
    is_active = account.status == AccountStatus.ACTIVE
    return CryptoStanding.POSSIBLE if is_active else CryptoStanding.NOT_YET
