"""Assets, and the market's clock and calendar."""

import asyncio
from datetime import date, timedelta
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import InvalidError, NotFoundError
from ribbit_tui.simulator.market.assets import OVERNIGHT_TRADABLE
from ribbit_tui.simulator.market.calendar import EXTENDED_HOURS, NEW_YORK, Session
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.assets import Asset, AssetClass
from ribbit_tui.wire.market import CalendarDay, Clock

from .parameters import CurrentSimulation, Day, ListParameter, split_list

router = APIRouter(tags=["market"])

_SESSIONS_A_TURN = 200
_LONGEST_SETTLEMENT = timedelta(days=14)
"""More than lies between any trading day and its settlement."""
_OVERNIGHT_HALTED = "overnight_halted"
_ATTRIBUTES = frozenset(
    {
        "fractional_eh_enabled",
        "has_options",
        "ipo",
        "options_late_close",
        _OVERNIGHT_HALTED,
        OVERNIGHT_TRADABLE,
        "ptp_no_exception",
        "ptp_with_exception",
    }
)
"""Attributes that Alpaca documents."""


@router.get("/v1/assets", response_model=list[Asset])
async def list_assets(
    simulation: CurrentSimulation,
    status: Literal["active", "inactive", "all"] = "all",
    asset_class: AssetClass = AssetClass.US_EQUITY,
    exchange: str | None = None,
    attributes: ListParameter = None,
) -> JSONResponse:
    """List the assets of a class, by status, exchange and attributes (any of those named)."""
    wanted = _attributes(split_list(attributes))
    found = (
        asset
        for asset in simulation.assets.by_symbol.values()
        if status in ("all", asset.status)
        and asset_class == asset.asset_class
        and exchange in (None, asset.exchange)
        and not (wanted and wanted.isdisjoint(_attributes_now(simulation, asset)))
    )
    return JSONResponse([_answer(simulation, asset) for asset in found])


def _answer(simulation: Simulation, asset: Asset) -> dict[str, object]:
    """Return an asset's JSON with its attributes of now."""
    answer = simulation.assets.as_wire(simulation.settings.api_version)[asset.symbol]
    attributes = _attributes_now(simulation, asset)
    if "attributes" in answer and attributes != answer["attributes"]:
        return answer | {"attributes": attributes}
    return answer


def _attributes_now(simulation: Simulation, asset: Asset) -> list[str]:
    """Return an asset's attributes; one that trades overnight and is halted has one more."""
    attributes = asset.attributes or []
    is_halted = OVERNIGHT_TRADABLE in attributes and simulation.prices.is_halted(
        asset.symbol, simulation.now()
    )
    return [*attributes, _OVERNIGHT_HALTED] if is_halted else attributes


def _attributes(names: tuple[str, ...]) -> frozenset[str]:
    if not _ATTRIBUTES.issuperset(names):
        raise InvalidError(f"attributes must be of {', '.join(sorted(_ATTRIBUTES))}", "attributes")
    return frozenset(names)


@router.get("/v1/assets/{symbol_or_id:path}", response_model=Asset)
async def get_asset(simulation: CurrentSimulation, symbol_or_id: str) -> JSONResponse:
    """Return one asset, by symbol or id."""
    asset = simulation.assets.find(symbol_or_id)
    if asset is None:
        raise NotFoundError("asset not found")
    return JSONResponse(_answer(simulation, asset))


@router.get("/v1/clock", response_model=Clock)
async def get_clock(simulation: CurrentSimulation) -> JSONResponse:
    """Return whether the market is open, and when it opens and closes next.

    A market that never closes is open at any time. Its next closing is the exchange's next one, and
    its next opening that of the session after it.
    """
    now = simulation.now()
    session = simulation.calendar.session_at(now)
    following = simulation.calendar.next_session(now)
    always_open = simulation.settings.market_hours == "always"
    if session is None and always_open:
        session, following = following, simulation.calendar.next_session(following.opens)
    clock = Clock(
        timestamp=now,
        is_open=session is not None,
        next_open=following.opens,
        next_close=(session or following).closes,
    )
    return JSONResponse(clock.to_wire())


@router.get("/v1/calendar", response_model=list[CalendarDay])
async def get_calendar(
    simulation: CurrentSimulation,
    start: Day | None = None,
    end: Day | None = None,
    date_type: Literal["TRADING", "SETTLEMENT"] = "TRADING",
) -> JSONResponse:
    """List trading days. Without bounds, from a year ago to a year ahead.

    With `date_type` SETTLEMENT, those days whose trades settle from `start` to `end`.
    """
    today = simulation.now().astimezone(NEW_YORK).date()
    first = start or (end or today) - timedelta(days=365)
    last = end or max(first, today) + timedelta(days=365)
    if last < first:
        raise InvalidError("end must not be before start", "end")
    settles = date_type == "SETTLEMENT"
    earliest = first - _LONGEST_SETTLEMENT if settles else first
    days = []
    for number, session in enumerate(simulation.calendar.sessions(earliest, last)):
        if not settles or first <= _settlement_date(simulation, session) <= last:
            days.append(_calendar_day(simulation, session))
        if number % _SESSIONS_A_TURN == 0:
            await asyncio.sleep(0)
    return JSONResponse(days)


def _calendar_day(simulation: Simulation, session: Session) -> dict[str, object]:
    opens, closes = session.local_hours
    extended = simulation.calendar.span(session.day, EXTENDED_HOURS) or session
    session_opens, session_closes = (hour.replace(":", "") for hour in extended.local_hours)
    return CalendarDay(
        date=session.day,
        open=opens,
        close=closes,
        session_open=session_opens,
        session_close=session_closes,
        settlement_date=_settlement_date(simulation, session),
    ).to_wire()


def _settlement_date(simulation: Simulation, session: Session) -> date:
    return simulation.calendar.next_session(session.opens).day
