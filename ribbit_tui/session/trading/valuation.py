"""The value of a customer's holdings at the latest prices (USD)."""

from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.wire.market import Snapshot
from ribbit_tui.wire.money import to_cents
from ribbit_tui.wire.positions import Position


@dataclass(frozen=True)
class Holding:
    """A position valued at the latest price (USD)."""

    symbol: str
    qty: Decimal
    average_entry_price: Decimal
    price: Decimal
    value: Decimal
    profit: Decimal
    profit_fraction: Decimal
    """The profit divided by the cost basis."""


def latest_price(snapshot: Snapshot | None) -> Decimal | None:
    """Return the price of the latest trade, if there is one."""
    if snapshot is None or snapshot.latest_trade is None:
        return None
    return snapshot.latest_trade.price


def day_change(snapshot: Snapshot | None) -> Decimal | None:
    """Return the change of the price since the previous day's close, as a fraction."""
    price = latest_price(snapshot)
    if snapshot is None or price is None or snapshot.prev_daily_bar is None:
        return None
    before = snapshot.prev_daily_bar.close
    return (price - before) / before if before else None


def holdings(state: State) -> list[Holding]:
    """Return every position, the most valuable first."""
    valued = [_holding(position, state) for position in state.positions.values()]
    return sorted(valued, key=lambda held: (-held.value, held.symbol))


def _holding(position: Position, state: State) -> Holding:
    price = latest_price(state.snapshots.get(position.symbol)) or position.current_price
    value = to_cents(position.qty * price)
    profit = to_cents(position.qty * price - position.cost_basis)
    fraction = profit / abs(position.cost_basis) if position.cost_basis else Decimal(0)
    return Holding(
        position.symbol,
        position.qty,
        position.avg_entry_price,
        price,
        value,
        profit,
        fraction,
    )


def equity(state: State) -> Decimal | None:
    """Return cash plus holdings at the latest prices (USD); None until the account is loaded."""
    if state.trading_account is None:
        return None
    return state.trading_account.cash + sum(
        (held.value for held in holdings(state)), start=Decimal(0)
    )
