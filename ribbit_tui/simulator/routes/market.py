"""Assets, and the market's clock and calendar."""

import asyncio
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.refusals import Invalid, NotFound
from ribbit_tui.simulator.market.calendar import NEW_YORK, Session
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.market import CalendarDay, Clock

from .inputs import CurrentWorld, Day

router = APIRouter(tags=["market"])

_SESSIONS_A_TURN = 200


@router.get("/v1/assets", response_model=list[Asset])
async def list_assets(
    world: CurrentWorld,
    status: str | None = None,
    asset_class: str | None = None,
    exchange: str | None = None,
) -> JSONResponse:
    """Every asset, or those of a status, class and exchange."""
    return JSONResponse(
        [
            world.assets.as_wire[asset.symbol]
            for asset in world.assets.by_symbol.values()
            if status in (None, "all", asset.status)
            and asset_class in (None, asset.asset_class)
            and exchange in (None, asset.exchange)
        ]
    )


@router.get("/v1/assets/{symbol_or_id:path}", response_model=Asset)
async def get_asset(world: CurrentWorld, symbol_or_id: str) -> JSONResponse:
    """One asset, by symbol or id."""
    asset = world.assets.find(symbol_or_id)
    if asset is None:
        raise NotFound("asset not found")
    return JSONResponse(asset.to_wire())


@router.get("/v1/clock", response_model=Clock)
async def get_clock(world: CurrentWorld) -> JSONResponse:
    """Whether the market is open, and when it opens and closes next."""
    now = world.now()
    session = world.calendar.session_at(now)
    following = world.calendar.next_session(now)
    clock = Clock(
        timestamp=now,
        is_open=session is not None,
        next_open=following.opens,
        next_close=(session or following).closes,
    )
    return JSONResponse(clock.to_wire())


@router.get("/v1/calendar", response_model=list[CalendarDay])
async def get_calendar(
    world: CurrentWorld, start: Day | None = None, end: Day | None = None
) -> JSONResponse:
    """Trading days; without bounds, from a year ago to a year ahead."""
    today = world.now().astimezone(NEW_YORK).date()
    first = start or (end or today) - timedelta(days=365)
    last = end or max(first, today) + timedelta(days=365)
    if last < first:
        raise Invalid("end must not be before start", "end")
    days = []
    for number, session in enumerate(world.calendar.sessions(first, last)):
        days.append(_calendar_day(session))
        if number % _SESSIONS_A_TURN == 0:
            await asyncio.sleep(0)
    return JSONResponse(days)


def _calendar_day(session: Session) -> dict[str, Any]:
    opens, closes = session.local_hours
    return CalendarDay(date=session.day, open=opens, close=closes).to_wire()
