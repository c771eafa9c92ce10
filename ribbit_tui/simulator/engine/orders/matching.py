"""How orders meet the market: each is looked at through the schedule until it ends.

Market orders fill at the price of their first look at an open market. All others are judged, at
every look, by what the market did since the look before (see `triggers`), and end when their time
is over (see `validity`). Auction orders have one look, at the auction.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from ribbit_tui.simulator.clock import from_micros, to_micros
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.orders import OrderSide, OrderStatus, OrderType, TimeInForce

from ribbit_tui.simulator.engine.balances import valuation
from . import foresight, order_groups, orders, validity
from .executions import execute
from .order_legs import reach_market
from .triggers import Swing, Verdict, Working, judge


def route(world: World, order_id: str) -> None:
    """The order reached the market."""
    row = _open_order(world, order_id)
    if row is None or row["status"] != OrderStatus.ACCEPTED:
        return
    reach_market(world, order_id)


def look(world: World, order_id: str) -> None:
    """Fill an order, in whole or in part, end it, or look again later."""
    row = _open_order(world, order_id)
    if row is None or row["status"] == OrderStatus.HELD:
        return
    if row["time_in_force"] in validity.AUCTIONS:
        _at_auction(world, row)
    elif row["time_in_force"] in validity.AT_ONCE:
        _at_once(world, row)
    elif row["type"] == OrderType.MARKET:
        _at_market(world, row)
    else:
        _at_its_price(world, row)


def _open_order(world: World, order_id: str) -> sqlite3.Row | None:
    return world.database.row("SELECT * FROM orders WHERE id = ? AND is_open", (order_id,))


def _at_auction(world: World, row: sqlite3.Row) -> None:
    """All at the auction's one price, or nothing."""
    held_at = from_micros(row["expires_at"])
    if world.prices.is_halted(row["symbol"], world.now()):
        orders.close(world, row, OrderStatus.CANCELED, "canceled_at")
    elif row["time_in_force"] == TimeInForce.CLS:
        _fill_or_cancel(world, row, world.prices.micros_before(row["symbol"], held_at))
    else:
        _fill_or_cancel(world, row, world.prices.micros(row["symbol"], held_at))


def _at_once(world: World, row: sqlite3.Row) -> None:
    """Whatever can be had at this moment, and no more."""
    if not validity.is_trading(world, row["symbol"], extended_hours=False):
        orders.close(world, row, OrderStatus.CANCELED, "canceled_at")
        return
    _fill_or_cancel(world, row, valuation.price_now(world, row["symbol"]))


def _fill_or_cancel(world: World, row: sqlite3.Row, price: int) -> None:
    verdict = judge(_working(row), [Swing(price, price)], price)
    if verdict.price is None or execute(world, row, price):
        orders.close(world, row, OrderStatus.CANCELED, "canceled_at")


def _at_market(world: World, row: sqlite3.Row) -> None:
    now = world.now()
    if not validity.is_trading(world, row["symbol"], extended_hours=False):
        _look_again(world, row, [])
    elif execute(world, row, valuation.price_now(world, row["symbol"])):
        world.schedule.add(now + validity.NEXT_EXECUTION, orders.FILL_STEP, row["id"])


def _at_its_price(world: World, row: sqlite3.Row) -> None:
    now = world.now()
    ends = from_micros(row["expires_at"])
    if world.prices.is_halted(row["symbol"], now):
        _wait_or_expire(world, row, ends, [])
        return
    until = min(now, ends)
    verdicts = _verdicts(world, row, until)
    (order, verdict), *rest = verdicts
    _note(world, order, verdict, until)
    if verdict.price is not None and not execute(world, order, verdict.price):
        return
    for order, other in rest:
        _note(world, order, other, until)
    if verdict.price is not None and now < ends:
        following = min(now + validity.NEXT_EXECUTION, ends)
        world.schedule.add(following, orders.FILL_STEP, row["id"])
    else:
        _wait_or_expire(world, row, ends, [judged.order for _, judged in verdicts])


def _wait_or_expire(
    world: World, row: sqlite3.Row, ends: datetime, waiting: Sequence[Working]
) -> None:
    if world.now() >= ends:
        orders.close(world, row, OrderStatus.EXPIRED, "expired_at")
    else:
        _look_again(world, row, waiting)


def _look_again(world: World, row: sqlite3.Row, waiting: Sequence[Working]) -> None:
    """At the next look of which anything can come; `waiting` is the order, and its partner."""
    symbol, extended = row["symbol"], bool(row["extended_hours"])
    following = validity.next_look(world, symbol, from_micros(row["created_at"]), extended)
    session = validity.live_session(world, symbol, world.now(), extended)
    if world.settings.clock == "system" and session is not None:
        undisturbed = foresight.undisturbed_until(world, symbol, waiting, session.closes)
        following = min(validity.look_from(following, undisturbed), session.closes)
    if row["expires_at"] is not None:
        following = min(following, from_micros(row["expires_at"]))
    world.schedule.add(following, orders.FILL_STEP, row["id"])


def _verdicts(world: World, row: sqlite3.Row, until: datetime) -> list[tuple[sqlite3.Row, Verdict]]:
    """Of an order, and of the exit that goes with it; what was met first comes first.

    Where both were met within one stretch it is the stop loss.
    """
    partner = order_groups.partner(world, row)
    judged = [(order, _judged(world, order, until)) for order in (partner, row) if order]
    return sorted(judged, key=lambda pair: (pair[1].price is None, -pair[1].left))


def _note(world: World, row: sqlite3.Row, verdict: Verdict, until: datetime) -> None:
    """How the order stands after a look."""
    order, triggered_at = verdict.order, row["triggered_at"]
    if triggered_at is None and order.is_triggered:
        triggered_at = to_micros(until)
    world.database.execute(
        "UPDATE orders SET looked_at = ?, stop_price = ?, hwm = ?, triggered_at = ? WHERE id = ?",
        (to_micros(until), order.stop_price, order.hwm, triggered_at, row["id"]),
    )
    if triggered_at is not None and row["status"] == OrderStatus.HELD:
        reach_market(world, row["id"])


def _judged(world: World, row: sqlite3.Row, until: datetime) -> Verdict:
    """By what passed since the last look."""
    symbol, ends = row["symbol"], from_micros(row["expires_at"])
    since = from_micros(row["looked_at"] or row["created_at"])
    if until == ends:
        last = world.prices.micros_before(symbol, ends)
    else:
        last = world.prices.micros(symbol, until)
    live = validity.live_session(world, symbol, until, bool(row["extended_hours"])) is not None
    return _verdict(world, row, since, until, last, live)


def _verdict(
    world: World, row: sqlite3.Row, since: datetime, until: datetime, last: int, live: bool
) -> Verdict:
    """By every minute; unless whole days, which go at least as far, would change nothing."""
    order, symbol = _working(row), row["symbol"]
    now = [Swing(last, last)] if live else []
    nothing = Verdict(None, order)
    tick = world.prices.listing(symbol).tick
    reach = _swings([world.prices.reach(symbol, since, until)], tick)
    if judge(order, [*reach, *now], last) == nothing:
        return nothing
    return judge(order, [*_swings(world.prices.swings(symbol, since, until), tick), *now], last)


def _swings(in_ticks: Iterable[tuple[int, int]], tick: int) -> list[Swing]:
    return [Swing(low * tick, high * tick) for low, high in in_ticks]


def _working(row: sqlite3.Row) -> Working:
    return Working(
        side=OrderSide(row["side"]),
        type=OrderType(row["type"]),
        limit_price=row["limit_price"],
        stop_price=row["stop_price"],
        trail_price=row["trail_price"],
        trail_percent=row["trail_percent"],
        hwm=row["hwm"],
        is_triggered=row["triggered_at"] is not None,
    )
