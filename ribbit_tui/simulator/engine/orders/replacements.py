"""Replacements: a new order takes the place of an open one."""

from decimal import Decimal

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.accounts.rules import find_trading_account
from ribbit_tui.simulator.engine.common.request_amounts import share_amount
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.exact import (
    NANOS_PER_SHARE,
    Micros,
    Nanos,
    from_millionths,
    shares,
    usd,
)
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.orders import (
    ORDER_TRANSITIONS,
    CommissionType,
    OrderCreation,
    OrderReplacement,
    OrderStatus,
    OrderType,
)

from . import (
    attempts,
    configuration_rules,
    events,
    groups,
    leg_rules,
    records,
    rules,
    submission,
    validity,
    wash_trades,
)
from .groups import Role
from .records import OrderRecord
from .search import find_order
from .terms import Terms
from .views import with_legs


def replace(
    simulation: Simulation, account_id: str, order_id: str, change: OrderReplacement
) -> dict[str, object]:
    """Replace an order and return the new one as JSON.

    It is for the unfilled quantity of the old one unless `change` has another. Raises InvalidError
    unless the old one's status allows it, ForbiddenError if the account lacks what the new order
    needs; the old one then stands as before.
    """
    account = find_trading_account(simulation, account_id)
    order = find_order(simulation, account.id, order_id)
    if OrderStatus.REPLACED not in ORDER_TRANSITIONS[order.status]:
        raise InvalidError(f"the order cannot be replaced, its status is {order.status}")
    terms = rules.check(simulation, _creation(simulation, order, change))
    if groups.has_group(order):
        leg_rules.check_replacement(simulation, order, change, terms)
    if order.parent_id is None:
        new_id = _new_primary(simulation, order, terms, change)
    else:
        new_id = _new_leg(simulation, order, order.parent_id, terms, change)
    records.set_replaced(simulation, order.id, new_id)
    events.append(simulation, order.id, TradeEventKind.REPLACED)
    return with_legs(simulation, records.by_id(simulation, new_id))


def _new_primary(
    simulation: Simulation, order: OrderRecord, terms: Terms, change: OrderReplacement
) -> str:
    """Enter the new order, which takes over the legs of the old one; return its id."""
    simulation.ledger.release(order.id)
    new_id = submission.enter(
        simulation, order.account_id, terms, change.client_order_id, replaces=order.id
    )
    if groups.has_group(order):
        records.move_group(simulation, order, new_id)
    return new_id


def _new_leg(
    simulation: Simulation,
    order: OrderRecord,
    parent_id: str,
    terms: Terms,
    change: OrderReplacement,
) -> str:
    """Enter the new leg under the group's hold; return its id.

    It is sent to the market only if the old one was there.
    """
    account = order.account_id
    configuration_rules.check(simulation, account, terms)
    is_stop_loss = groups.role(order) == Role.STOP_LOSS
    partner = groups.partner(simulation, order) if is_stop_loss else None
    is_held = order.status == OrderStatus.HELD or partner is not None
    if not is_held:
        wash_trades.check(simulation, account, terms)
    new_id = submission.enter_leg(
        simulation,
        account,
        terms,
        parent_id,
        expires_at=order.expires_at,
        client_order_id=change.client_order_id,
        replaces=order.id,
        status=OrderStatus.HELD if is_held else OrderStatus.ACCEPTED,
    )
    if not is_held:
        attempts.send(simulation, new_id)
    elif partner is not None:
        _attempt_soon(simulation, partner)
    return new_id


def _attempt_soon(simulation: Simulation, order: OrderRecord) -> None:
    """Move an order's attempt forward: its partner has changed, so its wake time is void."""
    created_at = from_timestamp(order.created_at)
    phases = validity.phases_of(simulation, order.account_id, order.symbol, order.extended_hours)
    at = validity.next_attempt(simulation, order.symbol, created_at, phases)
    attempts.attempt_earlier(simulation, [order.id], at)


def _creation(
    simulation: Simulation, order: OrderRecord, change: OrderReplacement
) -> OrderCreation:
    """Return the request that submits the order anew; a commission once charged is left out."""
    if all(getattr(change, field) is None for field in OrderReplacement.model_fields):
        raise InvalidError("nothing to change")
    qty, notional = _size(simulation, order, change)
    trails = order.type == OrderType.TRAILING_STOP
    if change.trail is not None and not trails:
        raise InvalidError("only a trailing stop has a trail", "trail")
    by_price = order.trail_price is not None
    percent = None if order.trail_percent is None else from_millionths(order.trail_percent)
    # The stop price of a trailing stop follows from the market.
    stop = change.stop_price if trails else _given(change.stop_price, order.stop_price)
    once = order.commission_type is CommissionType.NOTIONAL and order.filled_qty
    advanced = change.advanced_instructions
    as_sent = order.answered_as_sent()
    by_bps = "commission_bps" in as_sent
    if advanced is not None:
        as_sent["advanced_instructions"] = advanced
    commission: dict[str, object] = (
        {}
        if once
        else {"commission_type": order.commission_type, "commission": usd(order.commission)}
    )
    return OrderCreation(
        symbol=order.symbol,
        qty=qty,
        notional=notional,
        side=order.side,
        type=order.type,
        time_in_force=change.time_in_force or order.time_in_force,
        limit_price=_given(change.limit_price, order.limit_price),
        stop_price=stop,
        trail_price=_given(change.trail, order.trail_price) if by_price else None,
        trail_percent=None if by_price else change.trail if change.trail is not None else percent,
        extended_hours=order.extended_hours,
        order_class=order.order_class or None,
        subtag=order.subtag,
        source=order.source,
        **({} if by_bps else commission),
        **as_sent,
    )


def _size(
    simulation: Simulation, order: OrderRecord, change: OrderReplacement
) -> tuple[Decimal | None, Decimal | None]:
    """Return the size of the new order: unfilled shares or USD, unless `change` has another."""
    if order.qty is None:
        if change.qty is not None:
            raise InvalidError("the order is by notional: it has no qty to change", "qty")
        assert order.notional is not None
        return None, _given(change.notional, order.notional)
    if change.notional is not None:
        raise InvalidError("the order is by qty: it has no notional to change", "notional")
    if change.qty is None:
        return shares(Nanos(order.qty - order.filled_qty)), None
    if not simulation.assets.by_symbol[order.symbol].is_crypto:
        if order.qty % NANOS_PER_SHARE:
            raise InvalidError("the qty of an order for fractions cannot be changed", "qty")
        if share_amount(change.qty, "qty") % NANOS_PER_SHARE:
            raise InvalidError("qty of a replacement must be whole", "qty")
    return change.qty, None


def _given(new: Decimal | None, old: Micros | None) -> Decimal | None:
    return new if new is not None or old is None else usd(old)
