"""The portfolio as a whole: what the day has brought, and what each part is of it (USD)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ribbit_tui.session.state import State

from .lookup import find_snapshot
from .valuation import Holding, equity, latest_price

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Part:
    """A part of the portfolio: a holding by its symbol, or the cash."""

    symbol: str
    """Empty for cash."""
    value: Decimal
    weight: Decimal | None
    """The value as a fraction of the equity; None without any equity."""


def weight(value: Decimal | None, state: State) -> Decimal | None:
    """Return a value as a fraction of the equity; None where either is not known."""
    whole = equity(state)
    return None if value is None or whole is None or whole <= 0 else value / whole


def allocation(state: State, held: Sequence[Holding]) -> list[Part]:
    """Return the holdings whose value is known, in the same order, and the cash behind them."""
    parts = [
        Part(one.symbol, one.value, weight(one.value, state))
        for one in held
        if one.value is not None
    ]
    cash = state.trading_account.cash if state.trading_account is not None else None
    return parts if cash is None else [*parts, Part("", cash, weight(cash, state))]


@dataclass(frozen=True)
class Profit:
    """A profit or loss, and the fraction that it is of what there was before."""

    amount: Decimal
    fraction: Decimal | None
    """None if there was nothing before."""


def day_profit(held: Sequence[Holding]) -> Profit | None:
    """Return what the day has brought for all holdings; None where that of one is not known."""
    return _sum([one.day_profit for one in held], held)


def total_change(held: Sequence[Holding]) -> Profit | None:
    """Return the profit of all holdings; None where that of one is not known."""
    return _sum([one.profit for one in held], held)


def _sum(profits: Sequence[Decimal | None], held: Sequence[Holding]) -> Profit | None:
    known = [one for one in profits if one is not None]
    values = [one.value for one in held if one.value is not None]
    if not held or len(known) < len(held) or len(values) < len(held):
        return None
    amount = sum(known, _NOTHING)
    before = sum(values, _NOTHING) - amount
    return Profit(amount, amount / before if before > 0 else None)


@dataclass(frozen=True)
class OldPrice:
    """The oldest of the prices by which the holdings are valued."""

    symbol: str
    at: datetime


def oldest_price(state: State, held: Sequence[Holding]) -> OldPrice | None:
    """Return the oldest price of a holding; None if no time of a price is known."""
    found = [
        OldPrice(one.symbol, snapshot.latest_trade.timestamp)
        for one in held
        if (snapshot := find_snapshot(state, one.symbol)) is not None
        and snapshot.latest_trade is not None
        and latest_price(snapshot)
    ]
    return min(found, key=lambda one: one.at, default=None)
