"""Rules for orders of crypto pairs, where they differ from those for shares."""

from decimal import Decimal

from ribbit_tui.simulator.engine.accounts.records import AccountRecord
from ribbit_tui.simulator.engine.common.request_amounts import usd_amount
from ribbit_tui.simulator.errors import ForbiddenError, InvalidError
from ribbit_tui.simulator.exact import Micros, shares
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.orders import OrderCreation, OrderSide, OrderType, TimeInForce

from .terms import Terms

_TYPES = (OrderType.MARKET, OrderType.LIMIT, OrderType.STOP_LIMIT)
_TIMES_IN_FORCE = (TimeInForce.GTC, TimeInForce.IOC)


def check_combination(creation: OrderCreation, kind: OrderType, time_in_force: TimeInForce) -> None:
    """Refuse a combination of fields that crypto orders cannot have; raises InvalidError.

    Limit orders by notional are allowed, unlike for shares.
    """
    if kind not in _TYPES:
        raise InvalidError(f"crypto orders must be {', '.join(_TYPES)}", "type")
    if time_in_force not in _TIMES_IN_FORCE:
        raise InvalidError(f"crypto orders must be {' or '.join(_TIMES_IN_FORCE)}", "time_in_force")
    if kind == OrderType.STOP_LIMIT and time_in_force != TimeInForce.GTC:
        raise InvalidError("stop_limit orders must be gtc", "time_in_force")
    if kind == OrderType.STOP_LIMIT and creation.notional is not None:
        raise InvalidError("stop_limit orders must be by qty", "notional")
    if creation.extended_hours:
        raise InvalidError("crypto trades at all hours, without extended_hours", "extended_hours")
    if creation.order_class not in (None, "simple"):
        raise InvalidError("crypto orders must be simple", "order_class")


def price_amount(asset: Asset, value: Decimal | None, field: str) -> Micros | None:
    """Return a price, which must be a multiple of the pair's price increment."""
    if value is None:
        return None
    assert asset.price_increment is not None
    return usd_amount(value, field, -asset.price_increment.adjusted())


def check_account(simulation: Simulation, account: AccountRecord, terms: Terms) -> None:
    """Refuse an order of an account that may not trade crypto, and one that is too small.

    A position can always be sold as a whole. Raises ForbiddenError or InvalidError.
    """
    if not terms.asset.is_crypto:
        return
    if account.crypto_status != AccountStatus.ACTIVE:
        raise ForbiddenError("crypto trading is not enabled for this account", "symbol")
    if terms.qty is None:
        return
    smallest = terms.asset.min_order_size
    assert smallest is not None
    held = simulation.ledger.shares(account.id, terms.asset.symbol)
    sells_all = terms.side == OrderSide.SELL and terms.qty == held
    if shares(terms.qty) < smallest and not sells_all:
        raise InvalidError("qty must be at least the pair's min_order_size", "qty")
