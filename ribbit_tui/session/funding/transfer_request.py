"""A deposit or withdrawal before it is sent."""

from decimal import Decimal

from ribbit_tui.session.account.access import Act, blocked_reason
from ribbit_tui.session.amounts import AmountError, parse_dollars
from ribbit_tui.session.state import State
from ribbit_tui.wire.funding import AchRelationshipStatus, TransferDirection
from ribbit_tui.wire.money import spendable

OFFERED_USD = (50, 100, 500, 1000)
"""Amounts offered at a touch, from small to large."""

LARGEST_USD = Decimal(50_000)
"""A guard against a slip of the finger; Alpaca's own limits are set for each firm."""


def next_offered(amount: Decimal | None, *, is_larger: bool) -> int:
    """Return the next larger or smaller offered amount (USD), at the ends the last one."""
    at = amount or Decimal(0)
    if is_larger:
        return next((one for one in OFFERED_USD if one > at), OFFERED_USD[-1])
    return next((one for one in reversed(OFFERED_USD) if one < at), OFFERED_USD[0])


def most_transferable(state: State, direction: TransferDirection) -> Decimal:
    """Return the largest amount (USD) of one transfer now."""
    most = state.trading_account.cash_withdrawable if state.trading_account else None
    if direction == TransferDirection.OUTGOING and most is not None:
        return min(most, LARGEST_USD)
    return LARGEST_USD


def transfers_blocked(state: State) -> str | None:
    """Return the reason why no money can be moved to or from a bank; None if it can."""
    return blocked_reason(state, "You can deposit and withdraw", Act.TRANSFER)


def transfer_amount(text: str, state: State, direction: TransferDirection) -> Decimal:
    """Return the amount (USD) of a transfer as it was typed.

    Raises AmountError, whose words say why it cannot be moved.
    """
    if (reason := transfers_blocked(state)) is not None:
        raise AmountError(reason)
    bank = state.newest_linked_bank
    if bank is None:
        raise AmountError("Link a bank first.")
    if bank.status != AchRelationshipStatus.APPROVED:
        raise AmountError("The bank link is not approved yet.")
    if not text.strip():
        raise AmountError("Type an amount, such as 100.")
    amount = parse_dollars(text)
    if amount <= 0:
        raise AmountError("The amount must be more than zero.")
    if amount > LARGEST_USD:
        raise AmountError(f"At most ${LARGEST_USD:,} at a time.")
    most = state.trading_account.cash_withdrawable if state.trading_account else None
    if direction == TransferDirection.OUTGOING and most is not None and amount > most:
        raise AmountError(f"Only {spendable(most)} can be withdrawn now.")
    return amount
