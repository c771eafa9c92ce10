"""Assets that most people know, for somebody who has not bought any yet."""

from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from ribbit_tui.session.amounts import SHARE_PLACES
from ribbit_tui.session.state import State
from ribbit_tui.wire.accounts import AccountStatus

from .lookup import find_asset, find_snapshot
from .valuation import latest_price

FAMILIAR = {"AAPL": "Apple", "VTI": "Total US stock market", "NVDA": "NVIDIA"}
"""Short names by symbol; each trades in fractions."""
LEAST_CASH = Decimal(1)
"""The smallest order (USD)."""


class Idea(NamedTuple):
    """An asset, and the shares of it that the customer's cash buys."""

    symbol: str
    name: str
    price: Decimal
    shares: Decimal


def ideas(state: State) -> list[Idea]:
    """Return what the cash buys at the latest prices.

    There is nothing before the account is active, and nothing after the first order.
    """
    if state.account is None or state.account.status != AccountStatus.ACTIVE:
        return []
    cash = state.trading_account.cash if state.trading_account else None
    if state.orders or cash is None or cash < LEAST_CASH:
        return []
    found = []
    for symbol, name in FAMILIAR.items():
        asset, price = find_asset(state, symbol), latest_price(find_snapshot(state, symbol))
        if price and (asset is None or (asset.tradable and asset.fractionable)):
            shares = (cash / price).quantize(Decimal(1).scaleb(-SHARE_PLACES), ROUND_DOWN)
            found.append(Idea(symbol, name, price, shares))
    return found
