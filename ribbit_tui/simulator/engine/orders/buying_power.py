"""Buying power: the cash or the shares that an order holds while it is open."""

from typing import NamedTuple

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import Micros, Nanos, shares_for, value_of
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide, OrderType

from . import commissions, trading_limits
from .terms import Terms


class Requirement(NamedTuple):
    """The cash that a purchase holds, or the shares that a sale holds."""

    cash: Micros | None = None
    shares: Nanos | None = None


def check(simulation: Simulation, account_id: str, terms: Terms) -> Requirement:
    """Return what an order has to hold; raises ForbiddenError if the account has less.

    A purchase holds its largest cost: at the limit price, or at the stop price or market price plus
    one percent; and its commission. A sale holds its shares.
    """
    symbol = terms.asset.symbol
    price = valuation.price_now(simulation, symbol)
    cash = simulation.ledger.available_cash(account_id)
    if terms.side == OrderSide.BUY:
        cost = _cost(terms, price)
        bought = shares_for(cost, price) if terms.qty is None else terms.qty
        cost = Micros(cost + commissions.for_whole(terms, bought, cost))
        if cost > cash:
            raise ForbiddenError("insufficient buying power", terms.size_field)
        trading_limits.check(simulation, account_id, cost, terms.size_field)
        return Requirement(cash=cost)
    wanted = shares_for(terms.notional or Micros(0), price) if terms.qty is None else terms.qty
    if wanted > simulation.ledger.available_shares(account_id, symbol):
        raise ForbiddenError("insufficient qty available for order", terms.size_field)
    value = value_of(wanted, price)
    if commissions.for_whole(terms, wanted, value) > cash + value:
        raise ForbiddenError("commission is more than the order brings in", "commission")
    return Requirement(shares=wanted)


def _cost(terms: Terms, price: Micros) -> Micros:
    if terms.qty is None:
        return terms.notional or Micros(0)
    if terms.limit_price is not None:
        return value_of(terms.qty, terms.limit_price)
    if terms.type == OrderType.MARKET or terms.stop_price is None:
        return Micros(value_of(terms.qty, price) * 101 // 100)
    return Micros(value_of(terms.qty, terms.stop_price) * 101 // 100)


def hold(simulation: Simulation, account_id: str, order_id: str, terms: Terms) -> None:
    """Hold what an order needs; raises ForbiddenError if the account has less."""
    required = check(simulation, account_id, terms)
    if required.cash is not None:
        simulation.ledger.hold_cash(account_id, required.cash, order_id)
    if required.shares is not None:
        simulation.ledger.hold_shares(account_id, terms.asset.symbol, required.shares, order_id)
