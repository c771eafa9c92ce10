"""How orders fill: at the market price of the moment, whole, as soon as the market is open."""

import sqlite3

from ribbit_tui.simulator.clock import to_micros
from ribbit_tui.simulator.exact import shares, shares_for, usd, value_of
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.activities import ActivityType
from ribbit_tui.wire.events import TradeEventKind
from ribbit_tui.wire.model import plain_decimal, rfc3339
from ribbit_tui.wire.orders import OrderSide, OrderStatus

from . import activities, orders, valuation
from .ledger import USD, WORLD_MARKET, Entry
from .positions import add_shares, remove_shares


def route(world: World, order_id: str) -> None:
    """The order reached the market."""
    row = _open_order(world, order_id)
    if row is None or row["status"] != OrderStatus.ACCEPTED:
        return
    world.database.execute(
        "UPDATE orders SET status = ?, updated_at = ? WHERE id = ?",
        (OrderStatus.NEW, to_micros(world.now()), order_id),
    )
    orders.append_event(world, order_id, TradeEventKind.NEW, {})


def fill(world: World, order_id: str) -> None:
    """Fill a whole order, wait for the next open, or reject what cannot be paid any more."""
    row = _open_order(world, order_id)
    if row is None:
        return
    now = world.now()
    if world.calendar.session_at(now) is None:
        world.schedule.add(world.calendar.next_session(now).opens, orders.FILL_STEP, order_id)
        return
    price = valuation.price_now(world, row["symbol"])
    qty = row["qty"] if row["qty"] is not None else shares_for(row["notional"], price)
    amount = row["notional"] if row["notional"] is not None else value_of(qty, price)
    world.ledger.release(order_id)
    buys = row["side"] == OrderSide.BUY
    unit, needed = (USD, amount) if buys else (row["symbol"], qty)
    if qty == 0 or needed > world.ledger.available(row["account_id"], unit):
        orders.close(world, row, OrderStatus.REJECTED, "failed_at")
        return
    _book(world, row, qty, amount, price)


def _open_order(world: World, order_id: str) -> sqlite3.Row | None:
    return world.database.row("SELECT * FROM orders WHERE id = ? AND is_open", (order_id,))


def _book(world: World, row: sqlite3.Row, qty: int, amount: int, price: int) -> None:
    """Shares against cash, with the outside market on the other side."""
    now = world.now()
    account, symbol = row["account_id"], row["symbol"]
    buys = row["side"] == OrderSide.BUY
    in_shares, in_cash = (qty, -amount) if buys else (-qty, amount)
    fill_id = world.ids.uuid("fill")
    entries = [
        Entry(account, symbol, in_shares),
        Entry(WORLD_MARKET, symbol, -in_shares),
        Entry(account, USD, in_cash),
        Entry(WORLD_MARKET, USD, -in_cash),
    ]
    world.ledger.post(entries, fill_id, now)
    if buys:
        add_shares(world, account, symbol, qty, amount)
    else:
        remove_shares(world, account, symbol, qty)
    at = to_micros(now)
    world.database.execute(
        "UPDATE orders SET status = ?, is_open = 0, filled_qty = ?, filled_price = ?,"
        " filled_at = ?, updated_at = ? WHERE id = ?",
        (OrderStatus.FILLED, qty, price, at, at, row["id"]),
    )
    world.database.insert(
        "fills", id=fill_id, order_id=row["id"], qty=qty, price=price, amount=amount, at=at
    )
    _report(world, row, qty, price)


def _report(world: World, row: sqlite3.Row, qty: int, price: int) -> None:
    price_text, qty_text = plain_decimal(usd(price)), plain_decimal(shares(qty))
    position = world.ledger.balance(row["account_id"], row["symbol"])
    orders.append_event(
        world,
        row["id"],
        TradeEventKind.FILL,
        {
            "price": price_text,
            "qty": qty_text,
            "position_qty": plain_decimal(shares(position)),
        },
    )
    body = {
        "transaction_time": rfc3339(world.now()),
        "type": "fill",
        "price": price_text,
        "qty": qty_text,
        "side": row["side"],
        "symbol": row["symbol"],
        "leaves_qty": "0",
        "cum_qty": qty_text,
        "order_id": row["id"],
        "order_status": OrderStatus.FILLED,
    }
    activities.record(world, row["account_id"], ActivityType.FILL, body)
