"""Assets that most people know, for somebody who has not bought any yet."""

from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.session.state import Change, State
from ribbit_tui.wire.accounts import AccountStatus

from .lookup import find_asset, find_snapshot
from .ticket import MINIMUM_USD, shares_for
from .valuation import latest_price

FAMILIAR = {"AAPL": "Apple", "VTI": "Total US stock market", "NVDA": "NVIDIA"}
"""Short names by symbol; each trades in fractions."""
EXAMPLE_USD = Decimal(10)


class Idea(NamedTuple):
    """An asset, and the shares of it that an amount buys."""

    symbol: str
    name: str
    price: Decimal
    shares: Decimal


class Offer(NamedTuple):
    """Ideas for an amount (USD): the customer's cash, or an example where there is too little."""

    amount: Decimal
    is_cash: bool
    ideas: tuple[Idea, ...]


def needs_ideas(state: State) -> bool:
    """Whether the customer has an active account and neither an order nor a holding."""
    is_active = state.account is not None and state.account.status == AccountStatus.ACTIVE
    is_known = state.has(Change.MONEY | Change.ORDERS | Change.POSITIONS)
    return is_active and is_known and not state.orders and not state.positions


def offer(state: State) -> Offer | None:
    """Return what money buys at the latest prices; None for somebody who needs no ideas."""
    if not needs_ideas(state):
        return None
    cash = (state.trading_account.cash if state.trading_account else None) or Decimal(0)
    amount = cash if cash >= MINIMUM_USD else EXAMPLE_USD
    found = []
    for symbol, name in FAMILIAR.items():
        asset, price = find_asset(state, symbol), latest_price(find_snapshot(state, symbol))
        if price and (asset is None or (asset.tradable and asset.fractionable)):
            found.append(Idea(symbol, name, price, shares_for(amount, price)))
    return Offer(amount, amount == cash, tuple(found)) if found else None
