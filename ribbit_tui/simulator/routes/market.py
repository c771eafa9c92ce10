"""Assets, and the market's clock and calendar."""

import asyncio
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.refusals import Invalid, NotFound
from ribbit_tui.simulator.market.calendar import NEW_YORK, Session
from ribbit_tui.wire.market import CalendarDay, Clock

from .inputs import CurrentWorld, Day

router = APIRouter(tags=["market"])

_SESSIONS_A_TURN = 200


@router.get("/v1/assets")
async def list_assets(
    world: CurrentWorld, status: str | None = None, asset_class: str | None = None
) -> JSONResponse:
    return JSONResponse(
        [
            asset.to_wire()
            for asset in world.assets.by_symbol.values()
            if status in (None, asset.status) and asset_class in (None, asset.asset_class)
        ]
    )


@router.get("/v1/assets/{symbol_or_id:path}")
async def get_asset(world: CurrentWorld, symbol_or_id: str) -> JSONResponse:
    asset = world.assets.find(symbol_or_id)
    if asset is None:
        raise NotFound("asset not found")
    return JSONResponse(asset.to_wire())


@router.get("/v1/clock")
async def get_clock(world: CurrentWorld) -> JSONResponse:
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


@router.get("/v1/calendar")
async def get_calendar(
    world: CurrentWorld, start: Day | None = None, end: Day | None = None
) -> JSONResponse:
    """Without bounds, from a year ago to a year ahead."""
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
