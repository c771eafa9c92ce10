"""Listings of all assets: stocks in cents during market hours, pairs in finer ticks at any hour."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from ribbit_tui.simulator.settings import MarketHours
from ribbit_tui.wire.assets import Asset

from .assets import load_assets
from .calendar import CHICAGO, Calendar, calendar_of
from .session_bars import Listing

_CENT_PLACES = 2
_CRYPTO_SWING = 1.5


@cache
def listings(hours: MarketHours) -> Mapping[str, Listing]:
    """Return a listing for each symbol; `hours` are the market hours of the stocks."""
    assets, calendar, every_day = load_assets(), calendar_of(hours), Calendar("always", CHICAGO)
    return {
        symbol: _pair(asset, assets.base_price[symbol], every_day)
        if asset.is_crypto
        else _stock(assets.base_price[symbol], calendar)
        for symbol, asset in assets.by_symbol.items()
    }


def _stock(base_price: Decimal, calendar: Calendar) -> Listing:
    return Listing(calendar=calendar, base=max(1, round(base_price.scaleb(_CENT_PLACES))))


def _pair(asset: Asset, base_price: Decimal, calendar: Calendar) -> Listing:
    """Make the listing of a crypto pair.

    A lot is worth about 1 USD, and at most one coin. Trading never stops, so prices never gap.
    """
    assert asset.price_increment is not None
    places = -asset.price_increment.adjusted()
    return Listing(
        calendar=calendar,
        base=round(base_price.scaleb(places)),
        is_crypto=True,
        places=places,
        lots=10 ** max(0, base_price.adjusted()),
        gap=0.0,
        swing=_CRYPTO_SWING,
    )
