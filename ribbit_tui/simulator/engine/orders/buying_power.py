"""What an order promises away while it is open, and whether the account has it."""

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import ForbiddenError
from ribbit_tui.simulator.exact import Micros, shares_for, value_of
from ribbit_tui.simulator.ledger.double_entry import USD
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide, OrderType

from .order_terms import Terms


def check(simulation: Simulation, account_id: str, terms: Terms) -> tuple[str, int]:
    """The unit and the amount to hold; raises ForbiddenError if the account has not got it.

    A buy holds what it may cost: the limit price, or the stop price or market price and one
    percent; and its commission. A sale holds its shares.
    """
    price = valuation.price_now(simulation, terms.asset.symbol)
    if terms.side == OrderSide.BUY:
        cost = _cost(terms, price) + terms.commission
        if cost > simulation.ledger.available(account_id, USD):
            raise ForbiddenError("insufficient buying power", terms.size_field)
        return USD, cost
    symbol = terms.asset.symbol
    wanted = shares_for(terms.notional or Micros(0), price) if terms.qty is None else terms.qty
    if wanted > simulation.ledger.available(account_id, symbol):
        raise ForbiddenError("insufficient qty available for order", terms.size_field)
    if terms.commission > simulation.ledger.available(account_id, USD) + value_of(wanted, price):
        raise ForbiddenError("commission is more than the order brings in", "commission")
    return symbol, wanted


def _cost(terms: Terms, price: Micros) -> int:
    if terms.qty is None:
        return terms.notional or 0
    if terms.limit_price is not None:
        return value_of(terms.qty, terms.limit_price)
    if terms.type == OrderType.MARKET or terms.stop_price is None:
        return value_of(terms.qty, price) * 101 // 100
    return value_of(terms.qty, terms.stop_price) * 101 // 100


def hold(simulation: Simulation, account_id: str, order_id: str, terms: Terms) -> None:
    unit, amount = check(simulation, account_id, terms)
    simulation.ledger.hold(account_id, unit, amount, order_id)
