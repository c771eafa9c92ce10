"""How orders meet the market: each is looked at through the schedule until it ends.

Market orders fill at the price of their first look at an open market. All others are judged, at
every look, by what the market did since the look before (see `triggers`), and end when their time
is over (see `validity`). Auction orders have one look, at the auction.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderSide, OrderStatus, OrderType, TimeInForce

from . import foresight, order_groups, orders, validity
from .executions import execute
from .order_legs import reach_market
from .triggers import Swing, Verdict, Working, judge


def route(simulation: Simulation, order_id: str) -> None:
    """The order reached the market."""
    row = _open_order(simulation, order_id)
    if row is None or row["status"] != OrderStatus.ACCEPTED:
        return
    reach_market(simulation, order_id)


def look(simulation: Simulation, order_id: str) -> None:
    """Fill an order, in whole or in part, end it, or look again later."""
    row = _open_order(simulation, order_id)
    if row is None or row["status"] == OrderStatus.HELD:
        return
    if row["time_in_force"] in validity.AUCTIONS:
        _at_auction(simulation, row)
    elif row["time_in_force"] in validity.AT_ONCE:
        _at_once(simulation, row)
    elif row["type"] == OrderType.MARKET:
        _at_market(simulation, row)
    else:
        _at_its_price(simulation, row)


def _open_order(simulation: Simulation, order_id: str) -> sqlite3.Row | None:
    return simulation.database.row("SELECT * FROM orders WHERE id = ? AND is_open", (order_id,))


def _at_auction(simulation: Simulation, row: sqlite3.Row) -> None:
    """All at the auction's one price, or nothing."""
    held_at = from_timestamp(row["expires_at"])
    if simulation.prices.is_halted(row["symbol"], simulation.now()):
        orders.close(simulation, row, OrderStatus.CANCELED, "canceled_at")
    elif row["time_in_force"] == TimeInForce.CLS:
        _fill_or_cancel(simulation, row, simulation.prices.micros_before(row["symbol"], held_at))
    else:
        _fill_or_cancel(simulation, row, simulation.prices.micros(row["symbol"], held_at))


def _at_once(simulation: Simulation, row: sqlite3.Row) -> None:
    """Whatever can be had at this moment, and no more."""
    if not validity.is_trading(simulation, row["symbol"], extended_hours=False):
        orders.close(simulation, row, OrderStatus.CANCELED, "canceled_at")
        return
    _fill_or_cancel(simulation, row, valuation.price_now(simulation, row["symbol"]))


def _fill_or_cancel(simulation: Simulation, row: sqlite3.Row, price: Micros) -> None:
    verdict = judge(_working(row), [Swing(price, price)], price)
    if verdict.price is None or execute(simulation, row, price):
        orders.close(simulation, row, OrderStatus.CANCELED, "canceled_at")


def _at_market(simulation: Simulation, row: sqlite3.Row) -> None:
    now = simulation.now()
    if not validity.is_trading(simulation, row["symbol"], extended_hours=False):
        _look_again(simulation, row, [])
    elif execute(simulation, row, valuation.price_now(simulation, row["symbol"])):
        simulation.schedule.add(now + validity.NEXT_EXECUTION, orders.FILL_STEP, row["id"])


def _at_its_price(simulation: Simulation, row: sqlite3.Row) -> None:
    now = simulation.now()
    ends = from_timestamp(row["expires_at"])
    if simulation.prices.is_halted(row["symbol"], now):
        _wait_or_expire(simulation, row, ends, [])
        return
    until = min(now, ends)
    verdicts = _verdicts(simulation, row, until)
    (order, verdict), *rest = verdicts
    _note(simulation, order, verdict, until)
    if verdict.price is not None and not execute(simulation, order, verdict.price):
        return
    for order, other in rest:
        _note(simulation, order, other, until)
    if verdict.price is not None and now < ends:
        following = min(now + validity.NEXT_EXECUTION, ends)
        simulation.schedule.add(following, orders.FILL_STEP, row["id"])
    else:
        _wait_or_expire(simulation, row, ends, [judged.order for _, judged in verdicts])


def _wait_or_expire(
    simulation: Simulation, row: sqlite3.Row, ends: datetime, waiting: Sequence[Working]
) -> None:
    if simulation.now() >= ends:
        orders.close(simulation, row, OrderStatus.EXPIRED, "expired_at")
    else:
        _look_again(simulation, row, waiting)


def _look_again(simulation: Simulation, row: sqlite3.Row, waiting: Sequence[Working]) -> None:
    """At the next look of which anything can come; `waiting` is the order, and its partner."""
    symbol, extended = row["symbol"], bool(row["extended_hours"])
    following = validity.next_look(simulation, symbol, from_timestamp(row["created_at"]), extended)
    session = validity.live_session(simulation, symbol, simulation.now(), extended)
    if simulation.settings.clock == "system" and session is not None:
        undisturbed = foresight.next_possible_match(simulation, symbol, waiting, session.closes)
        following = min(validity.look_from(following, undisturbed), session.closes)
    if row["expires_at"] is not None:
        following = min(following, from_timestamp(row["expires_at"]))
    simulation.schedule.add(following, orders.FILL_STEP, row["id"])


def _verdicts(
    simulation: Simulation, row: sqlite3.Row, until: datetime
) -> list[tuple[sqlite3.Row, Verdict]]:
    """Of an order, and of the exit that goes with it; what was met first comes first.

    Where both were met within one stretch it is the stop loss.
    """
    partner = order_groups.partner(simulation, row)
    judged = [(order, _judged(simulation, order, until)) for order in (partner, row) if order]
    return sorted(judged, key=lambda pair: (pair[1].price is None, -pair[1].left))


def _note(simulation: Simulation, row: sqlite3.Row, verdict: Verdict, until: datetime) -> None:
    """How the order stands after a look."""
    order, triggered_at = verdict.order, row["triggered_at"]
    if triggered_at is None and order.is_triggered:
        triggered_at = to_timestamp(until)
    simulation.database.execute(
        "UPDATE orders SET looked_at = ?, stop_price = ?, hwm = ?, triggered_at = ? WHERE id = ?",
        (to_timestamp(until), order.stop_price, order.hwm, triggered_at, row["id"]),
    )
    if triggered_at is not None and row["status"] == OrderStatus.HELD:
        reach_market(simulation, row["id"])


def _judged(simulation: Simulation, row: sqlite3.Row, until: datetime) -> Verdict:
    """By what passed since the last look."""
    symbol, ends = row["symbol"], from_timestamp(row["expires_at"])
    since = from_timestamp(row["looked_at"] or row["created_at"])
    if until == ends:
        last = simulation.prices.micros_before(symbol, ends)
    else:
        last = simulation.prices.micros(symbol, until)
    live = validity.live_session(simulation, symbol, until, bool(row["extended_hours"])) is not None
    return _verdict(simulation, row, since, until, last, live)


def _verdict(
    simulation: Simulation,
    row: sqlite3.Row,
    since: datetime,
    until: datetime,
    last: Micros,
    live: bool,
) -> Verdict:
    """By every minute; unless whole days, which go at least as far, would change nothing."""
    order, symbol = _working(row), row["symbol"]
    now = [Swing(last, last)] if live else []
    nothing = Verdict(None, order)
    tick = simulation.prices.listing(symbol).tick
    reach = _swings([simulation.prices.session_range(symbol, since, until)], tick)
    if judge(order, [*reach, *now], last) == nothing:
        return nothing
    return judge(
        order, [*_swings(simulation.prices.price_ranges(symbol, since, until), tick), *now], last
    )


def _swings(in_ticks: Iterable[tuple[int, int]], tick: int) -> list[Swing]:
    return [Swing(Micros(low * tick), Micros(high * tick)) for low, high in in_ticks]


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
