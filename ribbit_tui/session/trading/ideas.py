"""Assets that most people know, for somebody who has not bought any yet."""

from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

from .lookup import find_asset, find_snapshot
from .ticket import MINIMUM_USD, shares_for
from .valuation import latest_price

FAMILIAR = {"AAPL": "Apple", "VTI": "Total US stock market", "NVDA": "NVIDIA"}
"""Short names by symbol; each trades in fractions."""


class Idea(NamedTuple):
    """An asset, and the shares of it that the customer's cash buys."""

    symbol: str
    name: str
    price: Decimal
    shares: Decimal


def needs_ideas(state: State) -> bool:
    """Whether the customer has money, an active account and neither an order nor a holding."""
    is_active = state.account is not None and state.account.status == AccountStatus.ACTIVE
    is_new = not state.orders and not state.positions
    return is_active and is_new and _cash(state) >= MINIMUM_USD


def ideas(state: State) -> list[Idea]:
    """Return what the cash buys at the latest prices, for somebody who needs ideas."""
    if not needs_ideas(state):
        return []
    found = []
    for symbol, name in FAMILIAR.items():
        asset, price = find_asset(state, symbol), latest_price(find_snapshot(state, symbol))
        if price and (asset is None or (asset.tradable and asset.fractionable)):
            found.append(Idea(symbol, name, price, shares_for(_cash(state), price)))
    return found


def _cash(state: State) -> Decimal:
    return (state.trading_account.cash if state.trading_account else None) or Decimal(0)
