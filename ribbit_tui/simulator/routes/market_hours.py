"""`/v2/clock` and `/v2/calendar/{market}`: hours of each market, whatever trades here."""

import asyncio
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import MalformedError
from ribbit_tui.simulator.market.calendar import FIRST_DAY, LAST_DAY, NEW_YORK, Session
from ribbit_tui.simulator.market.exchanges import MARKETS, Market, clock
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.market_hours import (
    MarketCalendar,
    MarketClock,
    MarketClocks,
    MarketDay,
    MarketInfo,
)

from .parameters import CurrentSimulation, parse_time, split_list

router = APIRouter(tags=["market"])

_DAYS_A_TURN = 200
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_LAST_CLOCK = datetime(LAST_DAY.year - 1, 12, 31, tzinfo=UTC)


@router.get("/v2/clock", response_model=MarketClocks)
async def get_clocks(
    simulation: CurrentSimulation,
    markets: Annotated[
        str | None, Query(description=f"Of {', '.join(MARKETS)}, separated by commas. Required.")
    ] = None,
    time: Annotated[str | None, Query(description="RFC 3339 time instead of now.")] = None,
) -> JSONResponse:
    """Return time and phase of each market: closed, pre, core or post.

    Hours are the true ones in every mode. Markets whose hours are not known here are refused.
    """
    found = [_market(name, "markets") for name in split_list(markets)]
    if not found:
        raise MalformedError("markets is required", "markets")
    at = simulation.now() if time is None else _time(time)
    return JSONResponse(
        MarketClocks(clocks=[_clock(simulation, market, at) for market in found]).to_wire()
    )


@router.get("/v2/calendar/{market}", response_model=MarketCalendar)
async def get_market_calendar(
    simulation: CurrentSimulation,
    market: str,
    start: Annotated[str | None, Query(description="First day. Without it, today.")] = None,
    end: Annotated[
        str | None, Query(description="Last day. Without it, a week from the first.")
    ] = None,
    timezone: Annotated[
        str | None, Query(description="UTC. Without it, the time zone of the market.")
    ] = None,
) -> JSONResponse:
    """List a market's trading days with their sessions.

    A day of an overnight market (BOATS, OCEA) begins on the evening before.
    """
    asked = _market(market, "market")
    if timezone not in (None, "UTC"):
        raise MalformedError("timezone must be UTC", "timezone")
    zone: tzinfo = NEW_YORK if timezone is None else UTC
    today = simulation.calendar.local_day(simulation.now())
    first = today if start is None else _day(start, "start")
    last = min(first + _WEEK, LAST_DAY) if end is None else _day(end, "end")
    if last < first:
        raise MalformedError("end must not be before start", "end")
    days = []
    for number in range((last - first).days + 1):
        if found := asked.sessions(simulation.calendar, first + number * _DAY):
            days.append(_market_day(simulation, asked, found, zone))
        if number % _DAYS_A_TURN == 0:
            await asyncio.sleep(0)
    return JSONResponse(MarketCalendar(market=_info(asked), calendar=days).to_wire())


def _market(name: str, field: str) -> Market:
    """Return a market by its identifier; raises MalformedError."""
    if name not in MARKETS:
        raise MalformedError(f"{field} must be of {', '.join(MARKETS)}", field)
    return MARKETS[name]


def _time(text: str) -> datetime:
    try:
        at = parse_time(text)
    except ValueError as error:
        raise MalformedError(f"time {error}", "time") from error
    if at > _LAST_CLOCK:
        raise MalformedError(f"time must be before {LAST_DAY.year}", "time")
    return at


def _day(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise MalformedError(f"{field} must be a date such as 2026-01-15", field) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise MalformedError(f"{field} must be from {FIRST_DAY} to {LAST_DAY}", field)
    return day


def _info(market: Market) -> MarketInfo:
    mic = {} if market.mic is None else {"mic": market.mic}
    return MarketInfo(acronym=market.acronym, name=market.name, timezone=NEW_YORK.key, **mic)


def _clock(simulation: Simulation, market: Market, at: datetime) -> MarketClock:
    state = clock(market, simulation.calendar, at)
    return MarketClock(
        market=_info(market),
        timestamp=at.astimezone(NEW_YORK),
        is_market_day=state.is_market_day,
        next_market_open=state.next_open.astimezone(NEW_YORK),
        next_market_close=state.next_close.astimezone(NEW_YORK),
        phase=state.phase,
        phase_until=state.phase_until.astimezone(NEW_YORK),
    )


def _market_day(
    simulation: Simulation, market: Market, sessions: list[Session], zone: tzinfo
) -> MarketDay:
    day = sessions[0].day
    times: dict[str, datetime] = {}
    for session in sessions:
        name = market.phases[session.phase]
        times[f"{name}_start"] = session.opens.astimezone(zone)
        times[f"{name}_end"] = session.closes.astimezone(zone)
    settles = simulation.calendar.next_session(simulation.calendar.midnight(day + _DAY))
    return MarketDay.model_validate({"date": day, "settlement_date": settles.day, **times})
