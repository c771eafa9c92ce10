"""Executions: shares against cash, with the outside market on the other side."""

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.activities import entries as activities
from ribbit_tui.simulator.engine.common import trading_days
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.positions.records import add_shares, remove_shares
from ribbit_tui.simulator.exact import (
    NANOS_PER_SHARE,
    Micros,
    Nanos,
    exact_value,
    shares,
    shares_for,
    usd,
    value_of,
)
from ribbit_tui.simulator.ledger.double_entry import WORLD_MARKET, cash_moves, share_moves
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import CommissionType, OrderSide, OrderStatus, TimeInForce

from . import commissions, events, exits, groups, records
from .records import FillRecord, OrderRecord
from .status_changes import close
from .validity import AUCTIONS

_LARGEST_AT_ONCE = 1_000 * NANOS_PER_SHARE
_IN_ONE_PIECE = (*AUCTIONS, TimeInForce.FOK)


def execute(simulation: Simulation, order: OrderRecord, price: Micros) -> bool:
    """Fill an order at `price`, or the next part of it if it is large.

    The order ends instead if it cannot be paid for any more. Returns whether a part is unfilled.
    """
    total = _total(order, price)
    qty = _next_part(simulation, order, total)
    amount = value_of(qty, price) if order.notional is None else order.notional
    commission = commissions.for_fill(order, qty, amount)
    held = simulation.ledger.held_for(groups.hold_reference(order))
    simulation.ledger.release(groups.hold_reference(order))
    if qty == 0 or not _can_be_paid(simulation, order, qty, amount, commission):
        status = OrderStatus.CANCELED if order.filled_qty else OrderStatus.REJECTED
        close(simulation, order, status, "the order cannot be paid for any more")
        return False
    unfilled = Nanos(total - order.filled_qty - qty)
    _book(simulation, order, qty, amount, price, unfilled, commission)
    if commission:
        _charge_commission(simulation, order, commission)
    if unfilled:
        if order.commission_type is CommissionType.NOTIONAL:
            held -= commission
        _hold_rest(simulation, order, held, unfilled, total)
    _report(simulation, order, price, qty, unfilled)
    exits.follow_execution(simulation, order, unfilled)
    return unfilled > 0


def _total(order: OrderRecord, price: Micros) -> Nanos:
    """Return the number of shares of the whole order; by notional they follow from the price."""
    if order.qty is not None:
        return order.qty
    assert order.notional is not None
    return shares_for(order.notional, price)


def _next_part(simulation: Simulation, order: OrderRecord, total: Nanos) -> Nanos:
    """Return the shares to fill now.

    Large orders fill in two or three parts of whole shares, drawn from the seed and the id.
    """
    unfilled = Nanos(total - order.filled_qty)
    if order.qty is None or total <= _LARGEST_AT_ONCE or order.time_in_force in _IN_ONE_PIECE:
        return unfilled
    parts = 2 + round(simulation.ids.fraction("parts", order.id))
    for part in range(1, parts):
        shift = 0.5 * simulation.ids.fraction("part", order.id, str(part)) - 0.25
        cut = int(total // NANOS_PER_SHARE * (part + shift) / parts) * NANOS_PER_SHARE
        if cut > order.filled_qty:
            return Nanos(cut - order.filled_qty)
    return unfilled


def _can_be_paid(
    simulation: Simulation, order: OrderRecord, qty: Nanos, amount: Micros, commission: Micros
) -> bool:
    """Whether the account has the cash or the shares, and the commission."""
    cash = simulation.ledger.available_cash(order.account_id)
    if order.side == OrderSide.BUY:
        return amount + commission <= cash
    held = simulation.ledger.available_shares(order.account_id, order.symbol)
    return qty <= held and commission <= cash + amount


def _book(
    simulation: Simulation,
    order: OrderRecord,
    qty: Nanos,
    amount: Micros,
    price: Micros,
    unfilled: Nanos,
    fee: Micros,
) -> None:
    """Move shares and cash, change the position, and store the fill."""
    account, symbol = order.account_id, order.symbol
    fill_id = simulation.ids.uuid("fill")
    buys = order.side == OrderSide.BUY
    moves = (
        share_moves(WORLD_MARKET, account, symbol, qty) + cash_moves(account, WORLD_MARKET, amount)
        if buys
        else share_moves(account, WORLD_MARKET, symbol, qty)
        + cash_moves(WORLD_MARKET, account, amount)
    )
    simulation.ledger.post(moves, fill_id, simulation.now())
    if buys:
        # Unrounded, since the average entry price is that of the fills.
        cost = exact_value(qty, price) if order.notional is None else amount
        add_shares(simulation, account, symbol, qty, cost)
    else:
        remove_shares(simulation, account, symbol, qty)
    at = to_timestamp(simulation.now())
    fill = FillRecord(fill_id, order.id, qty, price, amount, at, fee)
    status = OrderStatus.PARTIALLY_FILLED if unfilled else OrderStatus.FILLED
    records.add_fill(simulation, fill, status)


def _charge_commission(simulation: Simulation, order: OrderRecord, commission: Micros) -> None:
    """Charge the commission on a fill and credit it to the firm."""
    moves = cash_moves(order.account_id, SWEEP_ACCOUNT, commission)
    simulation.ledger.post(moves, order.id, simulation.now())
    for account, amount in ((order.account_id, -commission), (SWEEP_ACCOUNT, commission)):
        activities.record_cash(
            simulation,
            account,
            ActivityType.FEE,
            Micros(amount),
            "commission",
            sub_type="COM",
            details={"parent_id": order.id},
        )


def _hold_rest(
    simulation: Simulation,
    order: OrderRecord,
    held: int,
    unfilled: Nanos,
    total: Nanos,
) -> None:
    """Re-hold the unfilled quantity's share of the released hold, as far as it is available.

    `held` is cash (1e-6 USD) of a purchase, shares (1e-9) of a sale.
    """
    account, symbol, reference = order.account_id, order.symbol, groups.hold_reference(order)
    if order.side == OrderSide.SELL:
        available = simulation.ledger.available_shares(account, symbol)
        simulation.ledger.hold_shares(account, symbol, min(unfilled, available), reference)
        return
    rest = Micros(held * unfilled // (total - order.filled_qty))
    available_cash = simulation.ledger.available_cash(account)
    simulation.ledger.hold_cash(account, min(rest, available_cash), reference)


def _report(
    simulation: Simulation, order: OrderRecord, price: Micros, qty: Nanos, unfilled: Nanos
) -> None:
    """Publish the execution and add it to the account's activities."""
    price_text, qty_text = plain_decimal(usd(price)), plain_decimal(shares(qty))
    position = simulation.ledger.shares(order.account_id, order.symbol)
    settled = trading_days.settles(simulation, order.symbol, trading_days.today(simulation))
    events.append(
        simulation,
        order.id,
        TradeEventKind.PARTIAL_FILL if unfilled else TradeEventKind.FILL,
        {
            "price": price_text,
            "qty": qty_text,
            "position_qty": plain_decimal(shares(position)),
            "settle_date": settled.isoformat(),
        },
    )
    body = {
        "transaction_time": rfc3339(simulation.now()),
        "type": "partial_fill" if unfilled else "fill",
        "price": price_text,
        "qty": qty_text,
        "side": order.side,
        "symbol": order.symbol,
        "leaves_qty": plain_decimal(shares(unfilled)),
        "cum_qty": plain_decimal(shares(Nanos(order.filled_qty + qty))),
        "order_id": order.id,
        "order_status": OrderStatus.PARTIALLY_FILLED if unfilled else OrderStatus.FILLED,
    }
    details = {
        "asset_id": simulation.assets.by_symbol[order.symbol].id,
        "client_order_id": order.client_order_id,
        "cum_qty": body["cum_qty"],
        "execution_type": "fill",
        "leaves_qty": body["leaves_qty"],
        "order_id": order.id,
        "order_status": body["order_status"],
        "side": order.side,
        "symbol": order.symbol,
    }
    activities.record(simulation, order.account_id, ActivityType.FILL, body, details)
