"""Rules for orders with legs: their class, their exits, and the prices of the exits."""

from dataclasses import replace

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import MICROS_PER_CENT, NANOS_PER_SHARE, Micros
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.orders import (
    OrderClass,
    OrderCreation,
    OrderReplacement,
    OrderSide,
    OrderType,
    StopLoss,
    TakeProfit,
    TimeInForce,
)

from . import buying_power, groups
from .groups import Role
from .records import OrderRecord
from .rules import price_amount
from .terms import Commission, Terms

_TAKE_PROFIT = "take_profit.limit_price"
_STOP_LOSS = "stop_loss.stop_price"
_CHANGEABLE = ("limit_price", "stop_price", "client_order_id")


def primary(creation: OrderCreation) -> OrderCreation:
    """Return the request for the primary order; that of an OCO order is its take profit."""
    if creation.order_class != OrderClass.OCO:
        return creation
    if creation.type != OrderType.LIMIT:
        raise InvalidError("oco orders must be limit orders", "type")
    profit = creation.take_profit
    if profit is None:
        return creation
    if creation.limit_price not in (None, profit.limit_price):
        raise InvalidError("limit_price must be that of take_profit, or left out", "limit_price")
    return creation.model_copy(update={"limit_price": profit.limit_price})


def check(
    simulation: Simulation, account_id: str, creation: OrderCreation, terms: Terms
) -> tuple[Terms, ...]:
    """Return the terms of an order's legs; raises InvalidError naming the field at fault.

    No account here can be short, so every entry buys and every exit sells. Raises ForbiddenError
    for a sale without the shares.
    """
    chosen = creation.order_class or OrderClass.SIMPLE
    if chosen not in set(OrderClass):
        raise InvalidError(f"order_class must be one of {', '.join(OrderClass)}", "order_class")
    order_class = OrderClass(chosen)
    _check_exits_given(order_class, creation.take_profit, creation.stop_loss)
    if order_class == OrderClass.SIMPLE:
        return ()
    _check_kind(order_class, terms)
    legs = []
    if creation.take_profit is not None:
        legs.append(_take_profit(terms, creation.take_profit))
    if creation.stop_loss is not None:
        legs.append(_stop_loss(terms, creation.stop_loss))
    if (order_class == OrderClass.OCO) != (terms.side == OrderSide.SELL):
        buying_power.check(simulation, account_id, terms)
        does = "close" if order_class == OrderClass.OCO else "open"
        raise InvalidError(f"{order_class} orders must {does} a long position", "order_class")
    market = valuation.price_now(simulation, terms.asset.symbol)
    if order_class == OrderClass.OCO:
        _check_stop_loss(legs[1].stop_price, (legs[0].limit_price, market), _STOP_LOSS)
        return (legs[1],)
    _check_take_profit(_profit_of(legs), terms.limit_price or market, _TAKE_PROFIT)
    bounds = (_profit_of(legs), terms.limit_price, market)
    _check_stop_loss(_stop_of(legs), bounds, _STOP_LOSS)
    return tuple(replace(leg, commission=Commission(), instructions={}) for leg in legs)


def _check_exits_given(
    order_class: OrderClass, profit: TakeProfit | None, loss: StopLoss | None
) -> None:
    if order_class == OrderClass.SIMPLE:
        for field, given in (("take_profit", profit), ("stop_loss", loss)):
            if given is not None:
                raise InvalidError(f"{field} needs an order_class other than simple", field)
    elif order_class == OrderClass.OTO:
        if (profit is None) == (loss is None):
            raise InvalidError(
                "oto orders require exactly one of take_profit and stop_loss", _STOP_LOSS
            )
    else:
        if profit is None:
            raise InvalidError(f"{order_class} orders require {_TAKE_PROFIT}", _TAKE_PROFIT)
        if loss is None:
            raise InvalidError(f"{order_class} orders require {_STOP_LOSS}", _STOP_LOSS)
    if profit is not None and profit.limit_price is None:
        raise InvalidError(f"take_profit requires {_TAKE_PROFIT}", _TAKE_PROFIT)
    if loss is not None and loss.stop_price is None:
        raise InvalidError(f"stop_loss requires {_STOP_LOSS}", _STOP_LOSS)


def _check_kind(order_class: OrderClass, terms: Terms) -> None:
    if terms.asset.asset_class != AssetClass.US_EQUITY:
        raise InvalidError(f"{terms.asset.asset_class} orders must be simple", "order_class")
    if terms.type not in (OrderType.MARKET, OrderType.LIMIT):
        raise InvalidError(f"{order_class} orders must be market or limit orders", "type")
    if terms.time_in_force not in (TimeInForce.DAY, TimeInForce.GTC):
        raise InvalidError(f"{order_class} orders must be day or gtc", "time_in_force")
    if terms.extended_hours:
        raise InvalidError(f"{order_class} orders cannot have extended_hours", "extended_hours")
    if terms.qty is None or terms.qty % NANOS_PER_SHARE:
        raise InvalidError(f"{order_class} orders must be for whole shares", terms.size_field)


def _take_profit(terms: Terms, asked: TakeProfit) -> Terms:
    return replace(
        terms,
        side=OrderSide.SELL,
        type=OrderType.LIMIT,
        limit_price=price_amount(asked.limit_price, _TAKE_PROFIT),
    )


def _stop_loss(terms: Terms, asked: StopLoss) -> Terms:
    return replace(
        terms,
        side=OrderSide.SELL,
        type=OrderType.STOP if asked.limit_price is None else OrderType.STOP_LIMIT,
        limit_price=price_amount(asked.limit_price, "stop_loss.limit_price"),
        stop_price=price_amount(asked.stop_price, _STOP_LOSS),
    )


def _profit_of(legs: list[Terms]) -> Micros | None:
    return next((leg.limit_price for leg in legs if leg.stop_price is None), None)


def _stop_of(legs: list[Terms]) -> Micros | None:
    return next((leg.stop_price for leg in legs if leg.stop_price is not None), None)


def _check_take_profit(profit: int | None, base: int, field: str) -> None:
    if profit is not None and profit < base + MICROS_PER_CENT:
        raise InvalidError("the take profit must be at least 0.01 above the entry's price", field)


def _check_stop_loss(stop: int | None, bounds: tuple[int | None, ...], field: str) -> None:
    for bound in bounds:
        if stop is not None and bound is not None and stop > bound - MICROS_PER_CENT:
            raise InvalidError(
                "the stop price must be at least 0.01 below the take profit, the entry's limit"
                " and the market price",
                field,
            )


def check_replacement(
    simulation: Simulation, order: OrderRecord, change: OrderReplacement, terms: Terms
) -> None:
    """Refuse a change of `order` to `terms` that does not fit the rest of its group.

    Raises InvalidError.
    """
    for field in OrderReplacement.model_fields:
        if getattr(change, field) is not None and field not in _CHANGEABLE:
            raise InvalidError(f"{field} of an order with legs cannot be changed", field)
    prices = {
        groups.role(other): (other.limit_price, other.stop_price)
        for other in groups.others_open(simulation, order)
    }
    prices[groups.role(order)] = (terms.limit_price, terms.stop_price)
    entry, _ = prices.get(Role.ENTRY, (None, None))
    profit, _ = prices.get(Role.TAKE_PROFIT, (None, None))
    _, stop = prices.get(Role.STOP_LOSS, (None, None))
    market = valuation.price_now(simulation, order.symbol)
    field = "limit_price" if change.stop_price is None else "stop_price"
    waits = Role.ENTRY in prices
    if waits:
        _check_take_profit(profit, entry or market, field)
    # The market may be about to touch a stop price that stays as it is.
    _check_stop_loss(stop, (profit, entry, market if waits or change.stop_price else None), field)
