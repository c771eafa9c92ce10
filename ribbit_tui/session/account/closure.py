"""The steps to empty an account before it can be closed."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from ribbit_tui.session.account.access import is_open
from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.funding import (
    PENDING_TRANSFER_STATUSES,
    AchRelationshipStatus,
    TransferDirection,
    TransferStatus,
)
from ribbit_tui.wire.journals import PENDING_JOURNAL_STATUSES

REQUIRED_PARTS = (
    Change.ACCOUNT
    | Change.MONEY
    | Change.BANKS
    | Change.TRANSFERS
    | Change.JOURNALS
    | Change.ORDERS
    | Change.POSITIONS
)

_SETTLED = frozenset(TransferStatus) - PENDING_TRANSFER_STATUSES


class Obstacle(Enum):
    """A reason why an account cannot be closed yet, in the order in which to resolve them."""

    ORDERS = auto()
    POSITIONS = auto()
    TRANSFERS = auto()
    JOURNALS = auto()
    CASH = auto()


class Remedy(Enum):
    """An action of the customer that resolves an obstacle."""

    CANCEL_ORDERS = auto()
    SELL_POSITIONS = auto()
    WITHDRAW = auto()
    LINK_A_BANK = auto()


@dataclass(frozen=True)
class ClosingStep:
    """An obstacle, and whether it is resolved."""

    obstacle: Obstacle
    is_clear: bool
    words: str
    """The number or amount left, in words."""
    remedy: Remedy | None = None
    """None if the obstacle is resolved, or the customer can only wait."""


def is_loaded(state: State) -> bool:
    """Whether all parts that the steps depend on are loaded."""
    return state.account is not None and REQUIRED_PARTS in state.loaded


def closing_steps(state: State) -> tuple[ClosingStep, ...]:
    """Return all steps, in the order in which to take them."""
    return (
        _orders(state),
        _positions(state),
        _transfers(state),
        _journals(state),
        _cash(state),
    )


def next_closing_step(state: State) -> ClosingStep | None:
    """Return the first step that is not resolved; None if the account can be closed."""
    return next((step for step in closing_steps(state) if not step.is_clear), None)


def can_be_closed(state: State) -> bool:
    """Whether the account has a status in which it can be closed, and is not blocked."""
    return is_open(state)


def withdrawable(state: State) -> Decimal:
    """Return the amount that can be withdrawn now (USD)."""
    money = state.trading_account
    if money is None or money.cash is None or money.cash_withdrawable is None:
        return Decimal(0)
    return min(money.cash, money.cash_withdrawable)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _orders(state: State) -> ClosingStep:
    live = [order for order in state.orders.values() if not order.is_closed]
    if not live:
        return ClosingStep(Obstacle.ORDERS, True, "No open orders")
    words = _count(len(live), "open order", "open orders")
    return ClosingStep(Obstacle.ORDERS, False, words, Remedy.CANCEL_ORDERS)


def _positions(state: State) -> ClosingStep:
    held = [one for one in state.positions.values() if one.qty]
    if not held:
        return ClosingStep(Obstacle.POSITIONS, True, "No positions")
    words = _count(len(held), "position", "positions")
    # Compare asset ids: the symbol of a coin is BTC/USD in an order and BTCUSD in a position.
    being_sold = {
        order.asset_id
        for order in state.orders.values()
        if not order.is_closed and order.side == "sell"
    }
    if all(one.asset_id in being_sold for one in held):
        return ClosingStep(Obstacle.POSITIONS, False, f"{words}, being sold")
    return ClosingStep(Obstacle.POSITIONS, False, words, Remedy.SELL_POSITIONS)


def _transfers(state: State) -> ClosingStep:
    moving = [one for one in state.transfers.values() if one.status not in _SETTLED]
    if not moving:
        return ClosingStep(Obstacle.TRANSFERS, True, "No transfers in progress")
    words = _count(len(moving), "transfer in progress", "transfers in progress")
    out = sum(one.amount for one in moving if one.direction == TransferDirection.OUTGOING)
    to_bank = f" (${out:,.2f} to the bank)" if out else ""
    return ClosingStep(Obstacle.TRANSFERS, False, f"{words}{to_bank}: wait until done")


def _journals(state: State) -> ClosingStep:
    moving = [one for one in state.journals.values() if one.status in PENDING_JOURNAL_STATUSES]
    if not moving:
        return ClosingStep(Obstacle.JOURNALS, True, "No payments from the firm in progress")
    words = _count(
        len(moving), "payment from the firm in progress", "payments from the firm in progress"
    )
    return ClosingStep(Obstacle.JOURNALS, False, f"{words}: wait until done")


def _cash(state: State) -> ClosingStep:
    money = state.trading_account
    if money is None or not money.cash:
        return ClosingStep(Obstacle.CASH, True, "No cash")
    words = f"${money.cash:,.2f} in cash"
    bank = state.newest_linked_bank
    if withdrawable(state) <= 0:
        return ClosingStep(Obstacle.CASH, False, f"{words}: not settled yet")
    if bank is None:
        return ClosingStep(Obstacle.CASH, False, f"{words}, and no bank", Remedy.LINK_A_BANK)
    if bank.status != AchRelationshipStatus.APPROVED:
        return ClosingStep(Obstacle.CASH, False, f"{words}: wait for the bank link")
    unsettled = money.cash - withdrawable(state)
    if unsettled > 0:
        words = f"{words}, ${unsettled:,.2f} of it not settled yet"
    return ClosingStep(Obstacle.CASH, False, words, Remedy.WITHDRAW)
