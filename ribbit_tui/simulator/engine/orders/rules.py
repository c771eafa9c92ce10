"""Rules for new orders: type, time in force, prices and size."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.engine.common.request_amounts import share_amount, usd_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import NANOS_PER_SHARE, Micros, Millionths, Nanos, value_of
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import (
    OrderCreation,
    OrderSide,
    OrderType,
    TimeInForce,
)

from . import commissions, crypto_rules, instructions
from .terms import INTENTS, Terms
from .triggers import PriceRange, RestingOrder, trailed
from .validity import check_auction_hours

Member = TypeVar("Member", bound=StrEnum)

_SMALLEST_USD = 1_000_000
_CENT_PLACES = 2
_PLACES_BELOW_A_DOLLAR = 4
_WHOLE_PERCENTS = 100
_PRICES = {
    OrderType.MARKET: (),
    OrderType.LIMIT: ("limit_price",),
    OrderType.STOP: ("stop_price",),
    OrderType.STOP_LIMIT: ("limit_price", "stop_price"),
    OrderType.TRAILING_STOP: ("trail_price", "trail_percent"),
}
_LONGEST_TAG = 128
_FRACTIONAL = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP, OrderType.STOP_LIMIT)
_ONLY_DAY_OR_GTC = (OrderType.STOP, OrderType.STOP_LIMIT, OrderType.TRAILING_STOP)


def check(simulation: Simulation, creation: OrderCreation) -> Terms:
    """Return the terms of an order; raises InvalidError naming the field at fault."""
    side = _one_of(OrderSide, creation.side, "side")
    kind = _one_of(OrderType, creation.type, "type")
    time_in_force = _one_of(TimeInForce, creation.time_in_force, "time_in_force")
    if creation.position_intent not in (None, INTENTS[side]):
        raise InvalidError(
            f"position_intent of a {side} must be {INTENTS[side]}", "position_intent"
        )
    asset = _tradable_asset(simulation, creation.symbol)
    _check_prices(creation, kind)
    if asset.is_crypto:
        crypto_rules.check_combination(creation, kind, time_in_force)
    else:
        _check_combination(creation, kind, time_in_force)
    qty, notional = _size(simulation, asset, creation)
    if not asset.is_crypto:
        _check_fractions(kind, time_in_force, qty)
    check_auction_hours(simulation, time_in_force)
    terms = Terms(
        asset=asset,
        side=side,
        type=kind,
        time_in_force=time_in_force,
        qty=qty,
        notional=notional,
        limit_price=_price_of(asset, creation.limit_price, "limit_price"),
        stop_price=_price_of(asset, creation.stop_price, "stop_price"),
        trail_price=_trail_price(simulation, asset, creation),
        trail_percent=_trail_percent(creation.trail_percent),
        hwm=None,
        extended_hours=bool(creation.extended_hours),
        order_class=creation.order_class or "",
        commission=commissions.asked(creation),
        subtag=_tag(creation.subtag, "subtag"),
        source=_tag(creation.source, "source"),
        instructions=instructions.asked(creation, asset),
    )
    return _trailing(simulation, terms) if kind == OrderType.TRAILING_STOP else terms


def _trailing(simulation: Simulation, terms: Terms) -> Terms:
    """Return the terms of a trailing stop with its best price and stop price as of now."""
    price = valuation.price_now(simulation, terms.asset.symbol)
    order = RestingOrder(
        side=terms.side,
        type=terms.type,
        limit_price=None,
        stop_price=None,
        trail_price=terms.trail_price,
        trail_percent=terms.trail_percent,
        hwm=None,
        is_triggered=False,
    )
    order = trailed(order, PriceRange(price, price))
    return replace(terms, stop_price=order.stop_price, hwm=order.hwm)


def _one_of(documented: type[Member], value: str, field: str) -> Member:
    if value not in set(documented):
        raise InvalidError(f"{field} must be one of {', '.join(sorted(documented))}", field)
    return documented(value)


def _check_prices(creation: OrderCreation, kind: OrderType) -> None:
    wanted = _PRICES[kind]
    given = [
        field
        for fields in _PRICES.values()
        for field in fields
        if getattr(creation, field) is not None
    ]
    for field in given:
        if field not in wanted:
            raise InvalidError(f"{kind} orders have no {field}", field)
    if kind == OrderType.TRAILING_STOP:
        if len(given) != 1:
            raise InvalidError(
                "exactly one of trail_price and trail_percent is required", "trail_price"
            )
    else:
        for field in wanted:
            if field not in given:
                raise InvalidError(f"{kind} orders require {field}", field)


def _check_combination(
    creation: OrderCreation, kind: OrderType, time_in_force: TimeInForce
) -> None:
    if kind in _ONLY_DAY_OR_GTC and time_in_force not in (TimeInForce.DAY, TimeInForce.GTC):
        raise InvalidError(f"{kind} orders must be day or gtc", "time_in_force")
    if creation.extended_hours and (
        kind != OrderType.LIMIT or time_in_force not in (TimeInForce.DAY, TimeInForce.GTC)
    ):
        raise InvalidError(
            "only limit orders, for the day or gtc, can have extended_hours", "extended_hours"
        )


def _tradable_asset(simulation: Simulation, symbol: str) -> Asset:
    asset = simulation.assets.find(symbol)
    if asset is None:
        raise InvalidError("symbol is not an asset", "symbol")
    if not asset.tradable:
        raise InvalidError(f"{asset.symbol} is not tradable", "symbol")
    return asset


def _size(
    simulation: Simulation, asset: Asset, creation: OrderCreation
) -> tuple[Nanos | None, Micros | None]:
    """Return the number of shares or the amount of money; exactly one of them is given."""
    if (creation.qty is None) == (creation.notional is None):
        raise InvalidError("exactly one of qty and notional is required", "qty")
    if creation.notional is not None:
        if not asset.fractionable:
            raise InvalidError(f"{asset.symbol} is not fractionable", "notional")
        notional = usd_amount(creation.notional, "notional", _CENT_PLACES)
        if notional < _SMALLEST_USD:
            raise InvalidError("notional must be at least 1 USD", "notional")
        return None, notional
    assert creation.qty is not None
    qty = share_amount(creation.qty, "qty")
    if qty % NANOS_PER_SHARE:
        if not asset.fractionable:
            raise InvalidError(f"{asset.symbol} is not fractionable, qty must be whole", "qty")
        # Alpaca's smallest order; without it, a buy could be so small that its cost rounds to 0.
        price = valuation.price_now(simulation, asset.symbol)
        limit = _price_of(asset, creation.limit_price, "limit_price")
        cost = value_of(qty, price if limit is None else min(price, limit))
        if creation.side == OrderSide.BUY and cost < _SMALLEST_USD:
            raise InvalidError("cost basis must be at least 1 USD", "qty")
    return qty, None


def _check_fractions(kind: OrderType, time_in_force: TimeInForce, qty: Nanos | None) -> None:
    if qty is not None and qty % NANOS_PER_SHARE == 0:
        return
    if kind not in _FRACTIONAL:
        kinds = ", ".join(_FRACTIONAL)
        raise InvalidError(f"fractional and notional orders must be {kinds} orders", "type")
    if time_in_force != TimeInForce.DAY:
        raise InvalidError("fractional and notional orders must be for the day", "time_in_force")


def _tag(text: str | None, field: str) -> str | None:
    if text is not None and len(text) > _LONGEST_TAG:
        raise InvalidError(f"{field} must be at most {_LONGEST_TAG} characters", field)
    return text


def _price_of(asset: Asset, value: Decimal | None, field: str) -> Micros | None:
    if asset.is_crypto:
        return crypto_rules.price_amount(asset, value, field)
    return price_amount(value, field)


def price_amount(value: Decimal | None, field: str) -> Micros | None:
    """Return a price: in whole cents from a dollar up, in hundredths of a cent below."""
    if value is None:
        return None
    return usd_amount(value, field, _CENT_PLACES if value >= 1 else _PLACES_BELOW_A_DOLLAR)


def _trail_price(simulation: Simulation, asset: Asset, creation: OrderCreation) -> Micros | None:
    trail = price_amount(creation.trail_price, "trail_price")
    if trail is not None and trail >= valuation.price_now(simulation, asset.symbol):
        raise InvalidError("trail_price must be less than the market price", "trail_price")
    return trail


def _trail_percent(value: Decimal | None) -> Millionths | None:
    if value is None:
        return None
    if value >= _WHOLE_PERCENTS:
        raise InvalidError("trail_percent must be less than 100", "trail_percent")
    return Millionths(usd_amount(value, "trail_percent"))
