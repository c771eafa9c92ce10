"""Estimates of market orders by notional at current prices."""

from ribbit_tui.simulator.engine.accounts.rules import find_trading_account
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import Micros, shares, shares_for, usd
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import plain_decimal
from ribbit_tui.wire.orders import Order, OrderCreation, OrderStatus, OrderType

from . import (
    buying_power,
    configuration_rules,
    crypto_rules,
    leg_rules,
    rules,
    wash_trades,
)
from .terms import INTENTS, Terms


def estimate(simulation: Simulation, account_id: str, creation: OrderCreation) -> dict[str, object]:
    """Return the order as JSON as it would be once filled.

    Raises the same errors as submitting the order would.
    """
    account = find_trading_account(simulation, account_id)
    terms = rules.check(simulation, creation)
    crypto_rules.check_account(simulation, account, terms)
    leg_rules.check(simulation, account.id, creation, terms)
    if terms.type != OrderType.MARKET:
        raise InvalidError("only market orders can be estimated", "type")
    if terms.notional is None:
        raise InvalidError("only orders by notional can be estimated", "notional")
    configuration_rules.check(simulation, account.id, terms)
    wash_trades.check(simulation, account.id, terms)
    buying_power.check(simulation, account.id, terms)
    order = _filled_now(simulation, creation.client_order_id, terms, terms.notional)
    swap = {"swap_rate": "1", "swap_fee_bps": terms.instructions.get("swap_fee_bps", "0")}
    return order.to_wire() | dict(terms.instructions) | swap | {"usd": _in_usd(order)}


def _filled_now(
    simulation: Simulation, client_order_id: str | None, terms: Terms, notional: Micros
) -> Order:
    price = valuation.price_now(simulation, terms.asset.symbol)
    now = simulation.now()
    return Order(
        id=simulation.ids.uuid("estimate"),
        client_order_id=client_order_id or simulation.ids.uuid("estimate"),
        created_at=now,
        updated_at=now,
        submitted_at=now,
        filled_at=now,
        expired_at=None,
        expires_at=None,
        canceled_at=None,
        failed_at=None,
        replaced_at=None,
        replaced_by=None,
        replaces=None,
        asset_id=terms.asset.id,
        symbol=terms.asset.symbol,
        asset_class=terms.asset.asset_class,
        notional=usd(notional),
        qty=None,
        filled_qty=shares(shares_for(notional, price)),
        filled_avg_price=usd(price),
        order_class=terms.order_class,
        order_type=terms.type,
        type=terms.type,
        side=terms.side,
        time_in_force=terms.time_in_force,
        limit_price=None,
        stop_price=None,
        status=OrderStatus.FILLED,
        extended_hours=False,
        legs=None,
        trail_percent=None,
        trail_price=None,
        hwm=None,
        commission=usd(terms.commission.rate),
        commission_type=terms.commission.type,
        position_intent=INTENTS[terms.side],
        subtag=terms.subtag,
        source=terms.source,
    )


def _in_usd(order: Order) -> dict[str, str]:
    assert order.notional is not None and order.filled_avg_price is not None
    return {
        "notional": plain_decimal(order.notional),
        "filled_avg_price": plain_decimal(order.filled_avg_price),
    }
