"""Executions: shares against cash, with the outside market on the other side."""

import sqlite3

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.engine.firm.accounts import SWEEP_ACCOUNT
from ribbit_tui.simulator.engine.portfolio import activities
from ribbit_tui.simulator.engine.portfolio.records import add_shares, remove_shares
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
from ribbit_tui.simulator.ledger.double_entry import USD, WORLD_MARKET, Entry
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import OrderSide, OrderStatus, TimeInForce

from . import order_groups, order_legs, orders
from .order_views import append_event
from .validity import AUCTIONS

_LARGEST_AT_ONCE = 1_000 * NANOS_PER_SHARE
_IN_ONE_PIECE = (*AUCTIONS, TimeInForce.FOK)


def execute(simulation: Simulation, row: sqlite3.Row, price: Micros) -> bool:
    """Fill an order at `price` (1e-6 USD), or the next part of it if it is large.

    Ends the order instead if it cannot be paid for any more. True while a part is still to fill.
    """
    whole: Nanos = row["qty"] if row["qty"] is not None else shares_for(row["notional"], price)
    qty = _next_part(simulation, row, whole)
    amount: Micros = row["notional"] if row["notional"] is not None else value_of(qty, price)
    commission = Micros(0 if row["filled_qty"] else row["commission"])
    held = simulation.ledger.held_for(order_groups.hold_reference(row))
    simulation.ledger.release(order_groups.hold_reference(row))
    if qty == 0 or not _can_be_paid(simulation, row, qty, amount, commission):
        status = OrderStatus.CANCELED if row["filled_qty"] else OrderStatus.REJECTED
        orders.close(simulation, row, status, "canceled_at" if row["filled_qty"] else "failed_at")
        return False
    _book(simulation, row, qty, amount, price)
    if commission:
        _take_commission(simulation, row, commission)
    filled = Nanos(row["filled_qty"] + qty)
    left = Nanos(whole - filled)
    _record(simulation, row, filled, left)
    if left:
        _hold_on(simulation, row, held, commission, left, whole - row["filled_qty"])
    _report(simulation, row, price, qty, filled, left)
    order_legs.executed(simulation, row, left)
    return left > 0


def _next_part(simulation: Simulation, row: sqlite3.Row, whole: Nanos) -> Nanos:
    """Large orders fill in two or three parts of whole shares, drawn from the seed and the id."""
    left = Nanos(whole - row["filled_qty"])
    if row["qty"] is None or whole <= _LARGEST_AT_ONCE or row["time_in_force"] in _IN_ONE_PIECE:
        return left
    parts = 2 + round(simulation.ids.fraction("parts", row["id"]))
    for part in range(1, parts):
        wobble = 0.5 * simulation.ids.fraction("part", row["id"], str(part)) - 0.25
        cut = int(whole // NANOS_PER_SHARE * (part + wobble) / parts) * NANOS_PER_SHARE
        if cut > row["filled_qty"]:
            return Nanos(cut - int(row["filled_qty"]))
    return left


def _can_be_paid(
    simulation: Simulation, row: sqlite3.Row, qty: int, amount: int, commission: int
) -> bool:
    cash = simulation.ledger.available(row["account_id"], USD)
    if row["side"] == OrderSide.BUY:
        return amount + commission <= cash
    held = simulation.ledger.available(row["account_id"], row["symbol"])
    return qty <= held and commission <= cash + amount


def _book(
    simulation: Simulation, row: sqlite3.Row, qty: Nanos, amount: Micros, price: Micros
) -> None:
    now = simulation.now()
    account, symbol = row["account_id"], row["symbol"]
    buys = row["side"] == OrderSide.BUY
    in_shares, in_cash = (qty, -amount) if buys else (-qty, amount)
    fill_id = simulation.ids.uuid("fill")
    entries = [
        Entry(account, symbol, in_shares),
        Entry(WORLD_MARKET, symbol, -in_shares),
        Entry(account, USD, in_cash),
        Entry(WORLD_MARKET, USD, -in_cash),
    ]
    simulation.ledger.post(entries, fill_id, now)
    if buys:
        # Not what was paid to the cent: the average entry price is that of the fills.
        cost = amount if row["notional"] is not None else exact_value(qty, price)
        add_shares(simulation, account, symbol, qty, cost)
    else:
        remove_shares(simulation, account, symbol, qty)
    simulation.database.insert(
        "fills",
        id=fill_id,
        order_id=row["id"],
        qty=qty,
        price=price,
        amount=amount,
        at=to_timestamp(now),
    )


def _take_commission(simulation: Simulation, row: sqlite3.Row, commission: Micros) -> None:
    """Whole, with the order's first execution; it is the firm's."""
    account = row["account_id"]
    entries = [Entry(account, USD, -commission), Entry(SWEEP_ACCOUNT, USD, commission)]
    simulation.ledger.post(entries, row["id"], simulation.now())
    activities.record_cash(simulation, account, ActivityType.FEE, Micros(-commission), "commission")


def _record(simulation: Simulation, row: sqlite3.Row, filled: int, left: int) -> None:
    fills = simulation.database.rows(
        "SELECT qty, price FROM fills WHERE order_id = ?", (row["id"],)
    )
    paid = sum(fill["qty"] * fill["price"] for fill in fills)
    at = to_timestamp(simulation.now())
    simulation.database.execute(
        "UPDATE orders SET status = ?, is_open = ?, filled_qty = ?, filled_price = ?,"
        " filled_at = ?, updated_at = ? WHERE id = ?",
        (
            OrderStatus.PARTIALLY_FILLED if left else OrderStatus.FILLED,
            int(left > 0),
            filled,
            (paid + filled // 2) // filled,
            None if left else at,
            at,
            row["id"],
        ),
    )


def _hold_on(
    simulation: Simulation, row: sqlite3.Row, held: int, commission: int, left: int, before: int
) -> None:
    """Go on holding for what is left the share of the hold that it had."""
    account = row["account_id"]
    unit = USD if row["side"] == OrderSide.BUY else row["symbol"]
    rest = left if unit != USD else (held - commission) * left // before
    amount = min(rest, simulation.ledger.available(account, unit))
    simulation.ledger.hold(account, unit, amount, order_groups.hold_reference(row))


def _report(
    simulation: Simulation, row: sqlite3.Row, price: Micros, qty: Nanos, filled: Nanos, left: Nanos
) -> None:
    price_text, qty_text = plain_decimal(usd(price)), plain_decimal(shares(qty))
    position = simulation.ledger.shares(row["account_id"], row["symbol"])
    append_event(
        simulation,
        row["id"],
        TradeEventKind.PARTIAL_FILL if left else TradeEventKind.FILL,
        {
            "price": price_text,
            "qty": qty_text,
            "position_qty": plain_decimal(shares(position)),
        },
    )
    body = {
        "transaction_time": rfc3339(simulation.now()),
        "type": "partial_fill" if left else "fill",
        "price": price_text,
        "qty": qty_text,
        "side": row["side"],
        "symbol": row["symbol"],
        "leaves_qty": plain_decimal(shares(left)),
        "cum_qty": plain_decimal(shares(filled)),
        "order_id": row["id"],
        "order_status": OrderStatus.PARTIALLY_FILLED if left else OrderStatus.FILLED,
    }
    activities.record(simulation, row["account_id"], ActivityType.FILL, body)
