"""A deposit or withdrawal before it is sent."""

import re
from decimal import Decimal

from ribbit_tui.session.account.access import blocked_reason
from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import AchRelationshipStatus, TransferDirection
from ribbit_tui.wire.money import spendable

CHIPS = (25, 50, 100, 500)
"""Amounts offered at a touch (USD)."""

LARGEST_USD = Decimal(50_000)
"""A guard against a slip of the finger; Alpaca's own limits are set for each firm."""

_DOLLARS = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{0,2})?|\.\d{1,2}", re.ASCII)


def parse_dollars(text: str) -> Decimal | None:
    """The amount typed, `$` and thousands separators aside; None when it is no such number."""
    plain = text.strip().removeprefix("$")
    return Decimal(plain.replace(",", "")) if _DOLLARS.fullmatch(plain) else None


def transfer_refusal(
    text: str, state: State, direction: TransferDirection = TransferDirection.INCOMING
) -> str | None:
    """Why this amount can't be moved, in words; None when it can."""
    if (reason := blocked_reason(state, "Money can move")) is not None:
        return reason
    bank = state.linked_bank
    if bank is None:
        return "Link a bank first."
    if bank.status != AchRelationshipStatus.APPROVED:
        return "The bank link is not approved yet."
    if not text.strip():
        return "Type an amount, such as 100."
    amount = parse_dollars(text)
    if amount is None:
        return "Type an amount in dollars and cents, such as 100 or 99.50."
    if amount <= 0:
        return "The amount must be more than zero."
    if amount > LARGEST_USD:
        return f"At most ${LARGEST_USD:,} at a time."
    money = state.trading_account
    if direction == TransferDirection.OUTGOING and money and amount > money.cash_withdrawable:
        return f"Only {spendable(money.cash_withdrawable)} can be withdrawn now."
    return None
