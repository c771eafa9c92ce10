"""What an order promises away while it is open, and whether the account has it."""

from ribbit_tui.simulator.exact import shares_for, value_of
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.orders import OrderSide, OrderType

from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.ledger.ledger import USD
from ribbit_tui.simulator.errors import Forbidden
from .order_terms import Terms


def check(world: World, account_id: str, terms: Terms) -> tuple[str, int]:
    """The unit and the amount to hold; raises Forbidden if the account has not got it.

    A buy holds what it may cost: the limit price, or the stop price or market price and one
    percent; and its commission. A sale holds its shares.
    """
    price = valuation.price_now(world, terms.asset.symbol)
    if terms.side == OrderSide.BUY:
        cost = _cost(terms, price) + terms.commission
        if cost > world.ledger.available(account_id, USD):
            raise Forbidden("insufficient buying power", terms.size_field)
        return USD, cost
    symbol = terms.asset.symbol
    wanted = shares_for(terms.notional or 0, price) if terms.qty is None else terms.qty
    if wanted > world.ledger.available(account_id, symbol):
        raise Forbidden("insufficient qty available for order", terms.size_field)
    if terms.commission > world.ledger.available(account_id, USD) + value_of(wanted, price):
        raise Forbidden("commission is more than the order brings in", "commission")
    return symbol, wanted


def _cost(terms: Terms, price: int) -> int:
    if terms.qty is None:
        return terms.notional or 0
    if terms.limit_price is not None:
        return value_of(terms.qty, terms.limit_price)
    if terms.type == OrderType.MARKET or terms.stop_price is None:
        return value_of(terms.qty, price) * 101 // 100
    return value_of(terms.qty, terms.stop_price) * 101 // 100


def hold(world: World, account_id: str, order_id: str, terms: Terms) -> None:
    unit, amount = check(world, account_id, terms)
    world.ledger.hold(account_id, unit, amount, order_id)
