"""`/simulator`: description of the simulator, and its controls. Not part of Alpaca's API."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui import __version__
from ribbit_tui.simulator.clock import LATEST
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.ledger.invariants import broken_invariants
from ribbit_tui.simulator.scheduled_steps import handlers
from ribbit_tui.simulator.storage.manual_clock import ManualClock
from ribbit_tui.simulator.storage.schedule import pass_time
from ribbit_tui.wire.model import WireModel
from ribbit_tui.wire.simulator import FailedStep, Invariants, SimulatorInfo, TimePassed

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(prefix="/simulator", tags=["simulator"])


class Advance(WireModel):
    """Body of `POST /simulator/clock/advance`."""

    seconds: Decimal


@router.get("", response_model=SimulatorInfo)
async def get_simulator(simulation: CurrentSimulation) -> JSONResponse:
    """Return the simulator's settings, its current time and the scheduled steps that failed."""
    settings = simulation.settings
    info = SimulatorInfo(
        version=__version__,
        pace=settings.pace,
        market_hours=settings.market_hours,
        seed=settings.seed,
        clock=settings.clock,
        now=simulation.now(),
        setup=settings.setup,
        failed_steps=[FailedStep(**step._asdict()) for step in simulation.schedule.failed_steps()],
        journal_limit=settings.journal_limit,
        journal_daily_limit=settings.journal_daily_limit,
        api_version=settings.api_version,
    )
    return JSONResponse(info.to_wire())


@router.post("/clock/advance", response_model=TimePassed)
async def advance_clock(
    simulation: CurrentSimulation, body: Annotated[Advance, Depends(JsonBody(Advance))]
) -> JSONResponse:
    """Advance a manual clock. Everything that falls due in the meantime happens."""
    if not isinstance(simulation.clock, ManualClock):
        raise InvalidError("the clock is the system's; only a manual clock can be advanced")
    longest = (LATEST - simulation.now()) // timedelta(seconds=1)
    if not 0 <= body.seconds <= longest:
        raise InvalidError(f"seconds must be from 0 to {longest}", "seconds")
    micros = int(body.seconds * 1_000_000)
    target = simulation.now() + timedelta(microseconds=micros)
    for _step in pass_time(simulation.clock, simulation.schedule, handlers(simulation), target):
        await asyncio.sleep(0)
    simulation.events.wake()
    return JSONResponse(TimePassed(now=simulation.now()).to_wire())


@router.get("/invariants", response_model=Invariants)
async def check_invariants(simulation: CurrentSimulation) -> JSONResponse:
    """Recompute the ledger's balances from its entries, and report what differs."""
    broken = broken_invariants(simulation.database)
    return JSONResponse(Invariants(ok=not broken, broken=broken).to_wire())
