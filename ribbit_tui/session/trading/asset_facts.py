"""The facts of one asset: its prices, what is owned of it, and the open orders for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ribbit_tui.session.state import State
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.market import Quote, Snapshot
from ribbit_tui.wire.orders import Order

from .lookup import find_asset, find_position, find_snapshot
from .valuation import Holding, day_change, holdings, latest_price

OLD_PRICE = timedelta(hours=1)
"""The age from which a price is called old."""
OVERNIGHT_ATTRIBUTE = "overnight_tradable"
_NEW_YORK = ZoneInfo("America/New_York")


@dataclass(frozen=True)
class DayRange:
    """The lowest and the highest price of a day (USD), and the shares or coins traded in it."""

    day: date
    low: Decimal
    high: Decimal
    volume: Decimal

    def place_of(self, price: Decimal | None) -> Decimal | None:
        """Return where a price is, from 0 at the lowest to 1 at the highest."""
        if price is None or self.high <= self.low:
            return None
        return min(Decimal(1), max(Decimal(0), (price - self.low) / (self.high - self.low)))


@dataclass(frozen=True)
class AssetFacts:
    """Facts of an asset. Prices are in USD; None where the market data lacks them."""

    symbol: str
    asset: Asset | None
    price: Decimal | None
    price_at: datetime | None
    """The time of the latest trade."""
    change: Decimal | None
    """The change of the price since the previous close."""
    change_fraction: Decimal | None
    quote: Quote | None
    day: DayRange | None
    previous_close: Decimal | None
    holding: Holding | None
    open_orders: Sequence[Order]

    @property
    def spread(self) -> Decimal | None:
        """The ask less the bid; None unless both are known."""
        if self.quote is None or not (self.quote.bid_price and self.quote.ask_price):
            return None
        return self.quote.ask_price - self.quote.bid_price

    @property
    def trades_overnight(self) -> bool:
        attributes = self.asset.attributes if self.asset is not None else None
        return OVERNIGHT_ATTRIBUTE in (attributes or ())

    def is_old(self, now: datetime) -> bool:
        """Whether the price is older than `OLD_PRICE`."""
        return self.price_at is not None and now - self.price_at > OLD_PRICE


def asset_facts(state: State, symbol: str) -> AssetFacts:
    """Return the facts of an asset, by its own symbol or by that of a position."""
    asset, snapshot = find_asset(state, symbol), find_snapshot(state, symbol)
    price, fraction = latest_price(snapshot), day_change(snapshot)
    previous = snapshot.prev_daily_bar if snapshot is not None else None
    change = None if price is None or previous is None else price - previous.close
    own = symbol if asset is None else asset.symbol
    return AssetFacts(
        symbol=own,
        asset=asset,
        price=price,
        price_at=snapshot.latest_trade.timestamp if snapshot and snapshot.latest_trade else None,
        change=change if fraction is not None else None,
        change_fraction=fraction,
        quote=snapshot.latest_quote if snapshot is not None else None,
        day=_day(snapshot),
        previous_close=previous.close if previous is not None else None,
        holding=_holding(state, symbol, asset),
        open_orders=[one for one in state.newest_orders if one.symbol == own and not one.is_closed],
    )


def _day(snapshot: Snapshot | None) -> DayRange | None:
    bar = snapshot.daily_bar if snapshot is not None else None
    if bar is None:
        return None
    return DayRange(bar.timestamp.astimezone(_NEW_YORK).date(), bar.low, bar.high, bar.volume)


def _holding(state: State, symbol: str, asset: Asset | None) -> Holding | None:
    position = state.positions.get(symbol) if asset is None else find_position(state, asset)
    if position is None:
        return None
    return next((one for one in holdings(state) if one.symbol == position.symbol), None)
