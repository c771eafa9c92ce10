"""Validity of orders: when they expire, and in which hours they can fill."""

from datetime import datetime, time, timedelta

from ribbit_tui.simulator.engine.trading_accounts import configurations
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.market.assets import OVERNIGHT_TRADABLE
from ribbit_tui.simulator.market.calendar import (
    ALL_HOURS,
    EXTENDED_HOURS,
    NEW_YORK,
    REGULAR_HOURS,
    Phases,
    Session,
)
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.orders import OrderType, TimeInForce

AUCTIONS = (TimeInForce.OPG, TimeInForce.CLS)
AT_ONCE = (TimeInForce.IOC, TimeInForce.FOK)

_GTC_LASTS = timedelta(days=90)
_MINUTE = timedelta(minutes=1)
_LONGEST_GAP = timedelta(hours=1)
_AGE_PER_GAP = 60
_AUCTIONS_REOPEN = time(19)
_LAST_CALL = {TimeInForce.OPG: timedelta(minutes=2), TimeInForce.CLS: timedelta(minutes=10)}

NEXT_EXECUTION = timedelta(seconds=1)
"""Time between two executions of a large order, and between attempts on the system's clock."""


def check_auction_hours(simulation: Simulation, time_in_force: TimeInForce) -> None:
    """Refuse an auction order from shortly before the auction until 19:00 in New York.

    A market that never closes takes orders for its next auction at any time. Raises InvalidError.
    """
    if time_in_force not in AUCTIONS or simulation.settings.market_hours == "always":
        return
    now = simulation.now()
    local = now.astimezone(NEW_YORK)
    session = simulation.trading_hours.session(local.date())
    if session is None or local.time() >= _AUCTIONS_REOPEN:
        return
    auction = session.opens if time_in_force == TimeInForce.OPG else session.closes
    if now >= auction - _LAST_CALL[time_in_force]:
        raise InvalidError(f"{time_in_force} orders are taken again from 19:00 on", "time_in_force")


def expiry(
    simulation: Simulation,
    symbol: str,
    kind: OrderType,
    time_in_force: TimeInForce,
    phases: Phases,
) -> datetime | None:
    """Return the time at which an order entered now expires; for auctions, when they are held.

    None for an order that fills at its first attempt while the market is open.
    """
    now = simulation.now()
    if time_in_force == TimeInForce.OPG:
        return simulation.trading_hours.next_session(now).opens
    if time_in_force == TimeInForce.CLS:
        return (
            simulation.trading_hours.session_at(now) or simulation.trading_hours.next_session(now)
        ).closes
    if kind == OrderType.MARKET or time_in_force in AT_ONCE:
        return None
    if time_in_force == TimeInForce.GTC:
        return now + _GTC_LASTS
    return live_or_next(simulation, symbol, now, phases).closes


def phases_of(simulation: Simulation, account_id: str, symbol: str, extended_hours: bool) -> Phases:
    """Return the parts of a trading day in which an order can fill.

    With extended hours that includes the overnight session, if the asset trades overnight and the
    account's configurations do not disable it.
    """
    if not extended_hours:
        return REGULAR_HOURS
    asset = simulation.assets.by_symbol[symbol]
    disabled = configurations.get(simulation, account_id).disable_overnight_trading
    trades_overnight = OVERNIGHT_TRADABLE in (asset.attributes or ())
    return ALL_HOURS if trades_overnight and not disabled else EXTENDED_HOURS


def live_session(
    simulation: Simulation, symbol: str, at: datetime, phases: Phases
) -> Session | None:
    """Return the time around `at` in which an order of these phases can fill, or None."""
    return simulation.hours(symbol).span_at(at, phases)


def is_trading(simulation: Simulation, symbol: str) -> bool:
    """Whether an order without extended hours can fill now: the symbol is not halted either."""
    now = simulation.now()
    live = live_session(simulation, symbol, now, REGULAR_HOURS)
    return live is not None and not simulation.prices.is_halted(symbol, now)


def live_or_next(simulation: Simulation, symbol: str, at: datetime, phases: Phases) -> Session:
    """Return the time around `at` in which an order can fill, or the next such time."""
    live = live_session(simulation, symbol, at, phases)
    return live or simulation.hours(symbol).next_span(at, phases)


def next_attempt(
    simulation: Simulation, symbol: str, created_at: datetime, phases: Phases
) -> datetime:
    """Return when to compare a resting order with the market again: within hours, or at their end.

    On the system's clock that is every second; `first_attempt_from` skips attempts that can have no
    effect. A manual clock can be moved by months at once, so its attempts are at whole minutes and
    get rarer with the order's age, up to an hour apart. Nothing is missed by that, since an attempt
    covers everything that the market did since the one before.
    """
    now = simulation.now()
    session = live_session(simulation, symbol, now, phases)
    if session is None:
        return live_or_next(simulation, symbol, now, phases).opens
    if simulation.settings.clock == "system":
        return min(now + NEXT_EXECUTION, session.closes)
    gap = (now - created_at) // _AGE_PER_GAP // _MINUTE * _MINUTE
    minute = now.replace(second=0, microsecond=0)
    return min(minute + max(_MINUTE, min(gap, _LONGEST_GAP)), session.closes)


def first_attempt_from(first: datetime, at: datetime) -> datetime:
    """Return the first of the attempts every second, beginning with `first`, not before `at`.

    So skipping attempts changes nothing about the times of the others.
    """
    return first + max(0, -((first - at) // NEXT_EXECUTION)) * NEXT_EXECUTION
