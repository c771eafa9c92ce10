"""The value of a customer's holdings at the latest prices (USD)."""

from dataclasses import dataclass
from decimal import Decimal

from ribbit_tui.session.state import State
from ribbit_tui.wire.market import Snapshot
from ribbit_tui.wire.money import to_cents
from ribbit_tui.wire.positions import Position

from .lookup import find_asset, find_snapshot


@dataclass(frozen=True)
class Holding:
    """A position valued at the latest price (USD)."""

    symbol: str
    qty: Decimal
    average_entry_price: Decimal | None
    price: Decimal | None
    """None where neither the market data nor the broker tells it; then `value` is None as well."""
    value: Decimal | None
    profit: Decimal | None
    """None if the cost is not known either."""
    profit_fraction: Decimal | None
    """The profit divided by the cost basis."""
    name: str = ""
    """The name of the asset; empty until the assets are loaded."""
    day_profit: Decimal | None = None
    """The profit since the previous close, or since the purchase if that was today."""

    @property
    def day_fraction(self) -> Decimal | None:
        """The day's profit, divided by the value before it."""
        if self.value is None or self.day_profit is None:
            return None
        before = abs(self.value - self.day_profit)
        return self.day_profit / before if before else Decimal(0)


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
    return sorted(valued, key=lambda held: (-(held.value or 0), held.symbol))


def _holding(position: Position, state: State) -> Holding:
    price = latest_price(find_snapshot(state, position.symbol)) or position.current_price
    asset = find_asset(state, position.symbol)
    cost = position.cost_basis
    value = profit = fraction = None
    if price is not None:
        value = to_cents(position.qty * price)
        if cost is not None:
            profit = to_cents(position.qty * price - cost)
            fraction = profit / abs(cost) if cost else Decimal(0)
    return Holding(
        position.symbol,
        position.qty,
        position.avg_entry_price,
        price,
        value,
        profit,
        fraction,
        asset.name if asset is not None else "",
        _day_profit(position, price),
    )


def _day_profit(position: Position, price: Decimal | None) -> Decimal | None:
    """Move the day's profit that the broker tells on from its price to the latest one."""
    told, then = position.unrealized_intraday_pl, position.current_price
    if told is None or then is None or price is None:
        return None
    return to_cents(told + position.qty * (price - then))


def equity(state: State) -> Decimal | None:
    """Return cash plus holdings at the latest prices (USD); None until the account is loaded.

    Where cash or the price of a holding is not known, it is the broker's own figure.
    """
    if state.trading_account is None:
        return None
    total = state.trading_account.cash
    for held in holdings(state):
        if total is None or held.value is None:
            return state.trading_account.equity
        total += held.value
    return total
