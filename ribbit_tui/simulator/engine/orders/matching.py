"""Matching of orders with the market, by attempts that the schedule runs until an order ends.

Market orders fill at the price of their first attempt while the market is open. Resting orders are
compared, at every attempt, with what the market did since the attempt before (see `triggers`), and
end when they expire (see `validity`). Auction orders have one attempt, at the auction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from ribbit_tui.simulator.clock import from_timestamp, to_timestamp
from ribbit_tui.simulator.engine.balances import valuation
from ribbit_tui.simulator.exact import Micros
from ribbit_tui.simulator.market.calendar import Phases
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderStatus, TimeInForce

from . import attempts, groups, records, validity, wake_times
from .executions import execute
from .records import OrderRecord
from .status_changes import close, reach_market
from .triggers import PriceRange, RestingOrder, Verdict, judge


class _Judged(NamedTuple):
    """An order, and the verdict of comparing it with the market."""

    order: OrderRecord
    verdict: Verdict


def match_at_auction(simulation: Simulation, order: OrderRecord) -> None:
    """Fill an order at the auction's one price, or cancel it."""
    assert order.expires_at is not None
    held_at = from_timestamp(order.expires_at)
    if simulation.prices.is_halted(order.symbol, simulation.now()):
        close(simulation, order, OrderStatus.CANCELED, "the symbol is halted")
    elif order.time_in_force == TimeInForce.CLS:
        _fill_or_cancel(simulation, order, simulation.prices.micros_before(order.symbol, held_at))
    else:
        _fill_or_cancel(simulation, order, simulation.prices.micros(order.symbol, held_at))


def match_at_once(simulation: Simulation, order: OrderRecord) -> None:
    """Fill as much of an IOC or FOK order as is possible now, and cancel the rest."""
    if not validity.is_trading(simulation, order.symbol):
        close(simulation, order, OrderStatus.CANCELED, "the market is closed")
        return
    _fill_or_cancel(simulation, order, valuation.price_now(simulation, order.symbol))


def _fill_or_cancel(simulation: Simulation, order: OrderRecord, price: Micros) -> None:
    verdict = judge(_resting(order), [PriceRange(price, price)], price)
    if verdict.price is None or execute(simulation, order, price):
        close(
            simulation, order, OrderStatus.CANCELED, "the market's price does not fill it at once"
        )


def match_at_market(simulation: Simulation, order: OrderRecord) -> None:
    """Fill a market order, or wait for the market to open."""
    if not validity.is_trading(simulation, order.symbol):
        _schedule_next_attempt(simulation, order, [])
    elif execute(simulation, order, valuation.price_now(simulation, order.symbol)):
        attempts.attempt_at(simulation, order.id, simulation.now() + validity.NEXT_EXECUTION)


def match_resting(simulation: Simulation, order: OrderRecord) -> None:
    """Fill a resting order if its price was met since the last attempt; else wait, or expire."""
    assert order.expires_at is not None
    now, ends = simulation.now(), from_timestamp(order.expires_at)
    if simulation.prices.is_halted(order.symbol, now):
        _wait_or_expire(simulation, order, ends, [])
        return
    until = min(now, ends)
    judged = _judge_with_partner(simulation, order, until)
    (first, verdict), *rest = judged
    _save_trigger_state(simulation, first, verdict, until)
    if verdict.price is not None and not execute(simulation, first, verdict.price):
        return
    for other, other_verdict in rest:
        _save_trigger_state(simulation, other, other_verdict, until)
    if verdict.price is not None and now < ends:
        attempts.attempt_at(simulation, order.id, min(now + validity.NEXT_EXECUTION, ends))
    else:
        _wait_or_expire(simulation, order, ends, [one.verdict.order for one in judged])


def _wait_or_expire(
    simulation: Simulation, order: OrderRecord, ends: datetime, resting: Sequence[RestingOrder]
) -> None:
    if simulation.now() >= ends:
        close(simulation, order, OrderStatus.EXPIRED)
    else:
        _schedule_next_attempt(simulation, order, resting)


def _schedule_next_attempt(
    simulation: Simulation, order: OrderRecord, resting: Sequence[RestingOrder]
) -> None:
    """Schedule the next attempt that can have an effect; `resting` is the order and its partner."""
    symbol, phases = order.symbol, _phases(simulation, order)
    at = validity.next_attempt(simulation, symbol, from_timestamp(order.created_at), phases)
    session = validity.live_session(simulation, symbol, simulation.now(), phases)
    if simulation.settings.clock == "system" and session is not None:
        wakes = wake_times.next_wake_time(simulation, symbol, resting, session.closes, phases)
        at = min(validity.first_attempt_from(at, wakes), session.closes)
    if order.expires_at is not None:
        at = min(at, from_timestamp(order.expires_at))
    attempts.attempt_at(simulation, order.id, at)


def _judge_with_partner(
    simulation: Simulation, order: OrderRecord, until: datetime
) -> list[_Judged]:
    """Compare an order and the exit that goes with it; the one that was met first comes first.

    The stop loss comes first if both were met within one range.
    """
    partner = groups.partner(simulation, order)
    both = [one for one in (partner, order) if one]
    # One may have been entered, and the other compared, in the middle of a session.
    whole_from = max(map(_compared_until, both))
    judged = [_Judged(one, _judge(simulation, one, until, whole_from)) for one in both]
    return sorted(judged, key=lambda one: (one.verdict.price is None, -one.verdict.left))


def _save_trigger_state(
    simulation: Simulation, order: OrderRecord, verdict: Verdict, until: datetime
) -> None:
    """Store how the order rests after an attempt; a held stop loss that was touched is NEW."""
    resting, triggered_at = verdict.order, order.triggered_at
    if triggered_at is None and resting.is_triggered:
        triggered_at = to_timestamp(until)
    records.save_trigger_state(
        simulation,
        order.id,
        compared_until=to_timestamp(until),
        stop_price=resting.stop_price,
        hwm=resting.hwm,
        triggered_at=triggered_at,
    )
    if triggered_at is not None and order.status == OrderStatus.HELD:
        reach_market(simulation, order.id)


def _compared_until(order: OrderRecord) -> datetime:
    """Return the time up to which an order has been compared with the market."""
    return from_timestamp(order.looked_at or order.created_at)


def _judge(
    simulation: Simulation, order: OrderRecord, until: datetime, whole_from: datetime
) -> Verdict:
    """Compare an order with the market since the last attempt.

    Sessions that open before `whole_from` are taken by minutes, so that the ranges of both exits
    of a group end alike.
    """
    assert order.expires_at is not None
    symbol, ends = order.symbol, from_timestamp(order.expires_at)
    phases = _phases(simulation, order)
    if until == ends:
        last = simulation.prices.micros_before(symbol, ends, phases)
    else:
        last = simulation.prices.micros(symbol, until, phases)
    return _judge_span(simulation, order, until, whole_from, last)


def _phases(simulation: Simulation, order: OrderRecord) -> Phases:
    return validity.phases_of(simulation, order.account_id, order.symbol, order.extended_hours)


def _judge_span(
    simulation: Simulation,
    order: OrderRecord,
    until: datetime,
    whole_from: datetime,
    last: Micros,
) -> Verdict:
    """Compare an order with minute ranges, but only if the days' range could change anything."""
    resting, symbol, phases = _resting(order), order.symbol, _phases(simulation, order)
    since = _compared_until(order)
    live = validity.live_session(simulation, symbol, until, phases) is not None
    now = [PriceRange(last, last)] if live else []
    unchanged = Verdict(None, resting)
    tick = simulation.prices.listing(symbol).tick
    whole = _ranges([simulation.prices.session_range(symbol, since, until, phases)], tick)
    if judge(resting, [*whole, *now], last) == unchanged:
        return unchanged
    ranges = simulation.prices.price_ranges(symbol, since, until, phases, whole_from=whole_from)
    minutes = _ranges(ranges, tick)
    return judge(resting, [*minutes, *now], last)


def _ranges(in_ticks: Iterable[tuple[int, int]], tick: int) -> list[PriceRange]:
    return [PriceRange(Micros(low * tick), Micros(high * tick)) for low, high in in_ticks]


def _resting(order: OrderRecord) -> RestingOrder:
    return RestingOrder(
        side=order.side,
        type=order.type,
        limit_price=order.limit_price,
        stop_price=order.stop_price,
        trail_price=order.trail_price,
        trail_percent=order.trail_percent,
        hwm=order.hwm,
        is_triggered=order.triggered_at is not None,
    )
