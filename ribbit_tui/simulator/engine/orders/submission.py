"""Submission of orders: they are checked, their cost or shares held, and sent to the market."""

import json

from ribbit_tui.simulator.clock import Timestamp, to_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_trading_account
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderCreation, OrderStatus

from . import (
    attempts,
    buying_power,
    configuration_rules,
    crypto_rules,
    groups,
    leg_rules,
    records,
    rules,
    validity,
    wash_trades,
)
from .records import OrderRecord
from .terms import Terms
from .views import with_legs

_LONGEST_CLIENT_ORDER_ID = 128


def submit(simulation: Simulation, account_id: str, creation: OrderCreation) -> dict[str, object]:
    """Accept an order with its legs, hold what it needs, and return it as JSON.

    Raises InvalidError naming the field at fault, ForbiddenError if the account lacks the money or
    the shares, or would trade with itself.
    """
    account = find_trading_account(simulation, account_id)
    terms = rules.check(simulation, leg_rules.primary(creation))
    crypto_rules.check_account(simulation, account, terms)
    legs = leg_rules.check(simulation, account.id, creation, terms)
    order_id = enter(simulation, account.id, terms, creation.client_order_id)
    order = records.by_id(simulation, order_id)
    ends_at = None if groups.is_entry(order) else order.expires_at
    for leg in legs:
        enter_leg(simulation, account.id, leg, order_id, expires_at=ends_at)
    return with_legs(simulation, order)


def enter(
    simulation: Simulation,
    account_id: str,
    terms: Terms,
    client_order_id: str | None,
    replaces: str | None = None,
) -> str:
    """Store a new order and send it to the market; return its id."""
    client_order_id = _client_order_id(simulation, account_id, client_order_id)
    configuration_rules.check(simulation, account_id, terms)
    wash_trades.check(simulation, account_id, terms)
    order_id = simulation.ids.uuid("order")
    buying_power.hold(simulation, account_id, order_id, terms)
    symbol = terms.asset.symbol
    phases = validity.phases_of(simulation, account_id, symbol, terms.extended_hours)
    expires_at = validity.expiry(simulation, symbol, terms.type, terms.time_in_force, phases)
    order = _new_record(
        simulation, account_id, terms, order_id, client_order_id, OrderStatus.ACCEPTED
    )
    records.insert(
        simulation,
        order._replace(
            expires_at=None if expires_at is None else to_timestamp(expires_at), replaces=replaces
        ),
    )
    if terms.time_in_force in validity.AUCTIONS and expires_at is not None:
        attempts.send_to_auction(simulation, order_id, expires_at)
    else:
        attempts.send(simulation, order_id)
    return order_id


def enter_leg(
    simulation: Simulation,
    account_id: str,
    terms: Terms,
    parent_id: str,
    *,
    expires_at: Timestamp | None,
    client_order_id: str | None = None,
    replaces: str | None = None,
    status: OrderStatus = OrderStatus.HELD,
) -> str:
    """Store a new leg and return its id; `expires_at` is None while its entry is not filled."""
    leg_id = simulation.ids.uuid("order")
    client_order_id = _client_order_id(simulation, account_id, client_order_id)
    leg = _new_record(simulation, account_id, terms, leg_id, client_order_id, status)
    records.insert(
        simulation,
        leg._replace(expires_at=expires_at, replaces=replaces, parent_id=parent_id),
    )
    return leg_id


def _new_record(
    simulation: Simulation,
    account_id: str,
    terms: Terms,
    order_id: str,
    client_order_id: str,
    status: OrderStatus,
) -> OrderRecord:
    now = to_timestamp(simulation.now())
    return OrderRecord(
        id=order_id,
        client_order_id=client_order_id,
        account_id=account_id,
        symbol=terms.asset.symbol,
        side=terms.side,
        qty=terms.qty,
        notional=terms.notional,
        status=status,
        is_open=True,
        created_at=now,
        updated_at=now,
        type=terms.type,
        time_in_force=terms.time_in_force,
        limit_price=terms.limit_price,
        stop_price=terms.stop_price,
        trail_price=terms.trail_price,
        trail_percent=terms.trail_percent,
        hwm=terms.hwm,
        extended_hours=terms.extended_hours,
        order_class=terms.order_class,
        commission=terms.commission.rate,
        commission_type=terms.commission.type,
        instructions=json.dumps(dict(terms.instructions)) if terms.instructions else None,
        expires_at=None,
        replaces=None,
        parent_id=None,
        subtag=terms.subtag,
        source=terms.source,
    )


def _client_order_id(simulation: Simulation, account_id: str, chosen: str | None) -> str:
    """Return the client's id, or a new one; raises InvalidError if it was used before."""
    if chosen is None:
        return simulation.ids.uuid("client_order")
    if len(chosen) > _LONGEST_CLIENT_ORDER_ID:
        raise InvalidError("client_order_id must be at most 128 characters", "client_order_id")
    if records.by_client_order_id(simulation, account_id, chosen) is not None:
        raise InvalidError("client_order_id must be unique", "client_order_id")
    return chosen
