"""Which orders are accepted: what is supported, what can be traded, and how much of it."""

from typing import Any

from ribbit_tui.simulator.exact import NANOS_PER_SHARE, value_of
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.assets import Asset, AssetClass
from ribbit_tui.wire.orders import OrderCreation, OrderSide, OrderType, TimeInForce

from . import valuation
from .amounts import share_amount, usd_amount
from .refusals import Invalid

_SMALLEST_USD = 1_000_000
_CENT_PLACES = 2
_UNSUPPORTED_FIELDS = (
    "limit_price",
    "stop_price",
    "trail_price",
    "trail_percent",
    "take_profit",
    "stop_loss",
)


def check_supported(creation: OrderCreation) -> None:
    if creation.side not in set(OrderSide):
        raise Invalid("side must be buy or sell", "side")
    _only(creation.type, OrderType.MARKET, set(OrderType), "type")
    _only(creation.time_in_force, TimeInForce.DAY, set(TimeInForce), "time_in_force")
    extra: dict[str, Any] = creation.model_extra or {}
    if extra.get("order_class") not in (None, "simple"):
        raise _unsupported("order_class")
    if extra.get("extended_hours"):
        raise _unsupported("extended_hours")
    for field in _UNSUPPORTED_FIELDS:
        if extra.get(field) is not None:
            raise _unsupported(field)
    if creation.commission:
        raise _unsupported("commission")


def _only(value: str, supported: str, documented: set[Any], field: str) -> None:
    if value not in documented:
        raise Invalid(f"{field} must be one of {', '.join(sorted(documented))}", field)
    if value != supported:
        raise _unsupported(field, f" other than {supported}")


def _unsupported(field: str, what: str = "") -> Invalid:
    return Invalid(f"{field}{what} is not supported by this simulator yet", field)


def tradable_asset(world: World, symbol: str) -> Asset:
    asset = world.assets.find(symbol)
    if asset is None:
        raise Invalid("symbol is not an asset", "symbol")
    if not asset.tradable:
        raise Invalid(f"{asset.symbol} is not tradable", "symbol")
    if asset.asset_class != AssetClass.US_EQUITY:
        raise Invalid(f"{asset.asset_class} is not supported by this simulator yet", "symbol")
    return asset


def order_size(
    world: World, asset: Asset, creation: OrderCreation
) -> tuple[int | None, int | None]:
    """Shares (1e-9) or money (1e-6 USD): exactly one of them."""
    if (creation.qty is None) == (creation.notional is None):
        raise Invalid("exactly one of qty and notional is required", "qty")
    if creation.notional is not None:
        if not asset.fractionable:
            raise Invalid(f"{asset.symbol} is not fractionable", "notional")
        notional = usd_amount(creation.notional, "notional", _CENT_PLACES)
        if notional < _SMALLEST_USD:
            raise Invalid("notional must be at least 1 USD", "notional")
        return None, notional
    assert creation.qty is not None
    qty = share_amount(creation.qty, "qty")
    if qty % NANOS_PER_SHARE:
        if not asset.fractionable:
            raise Invalid(f"{asset.symbol} is not fractionable, qty must be whole", "qty")
        # Alpaca's smallest order; without it, a buy could be so small that its cost rounds to 0.
        cost = value_of(qty, valuation.price_now(world, asset.symbol))
        if creation.side == OrderSide.BUY and cost < _SMALLEST_USD:
            raise Invalid("cost basis must be at least 1 USD", "qty")
    return qty, None
