"""Assets, and the market's clock and calendar."""

import asyncio
from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import Invalid, NotFound
from ribbit_tui.simulator.market.calendar import NEW_YORK, Session
from ribbit_tui.simulator.simulation import World
from ribbit_tui.wire.assets import Asset, AssetClass
from ribbit_tui.wire.market import CalendarDay, Clock

from .inputs import CurrentWorld, Day, Listed, comma_separated

router = APIRouter(tags=["market"])

_SESSIONS_A_TURN = 200
_ATTRIBUTES = frozenset(
    {
        "fractional_eh_enabled",
        "has_options",
        "ipo",
        "options_late_close",
        "overnight_halted",
        "overnight_tradable",
        "ptp_no_exception",
        "ptp_with_exception",
    }
)
"""Those of Alpaca's documentation; an asset with any of them that are asked for is listed."""


@router.get("/v1/assets", response_model=list[Asset])
async def list_assets(
    world: CurrentWorld,
    status: Literal["active", "inactive", "all"] = "all",
    asset_class: AssetClass = AssetClass.US_EQUITY,
    exchange: str | None = None,
    attributes: Listed = None,
) -> JSONResponse:
    """The assets of a class: all, or those of a status and exchange with any of some attributes."""
    wanted = _attributes(comma_separated(attributes))
    return JSONResponse(
        [
            world.assets.as_wire[asset.symbol]
            for asset in world.assets.by_symbol.values()
            if status in ("all", asset.status)
            and asset_class == asset.asset_class
            and exchange in (None, asset.exchange)
            and not (wanted and wanted.isdisjoint(asset.attributes or ()))
        ]
    )


def _attributes(names: tuple[str, ...]) -> frozenset[str]:
    if not _ATTRIBUTES.issuperset(names):
        raise Invalid(f"attributes must be of {', '.join(sorted(_ATTRIBUTES))}", "attributes")
    return frozenset(names)


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
        days.append(_calendar_day(world, session))
        if number % _SESSIONS_A_TURN == 0:
            await asyncio.sleep(0)
    return JSONResponse(days)


def _calendar_day(world: World, session: Session) -> dict[str, Any]:
    opens, closes = session.local_hours
    extended = world.calendar.extended_session(session.day) or session
    session_opens, session_closes = (hour.replace(":", "") for hour in extended.local_hours)
    return CalendarDay(
        date=session.day,
        open=opens,
        close=closes,
        session_open=session_opens,
        session_close=session_closes,
        settlement_date=world.calendar.next_session(session.opens).day,
    ).to_wire()
