"""`/simulator/market`: the director's control over prices. Not part of Alpaca's API."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.price_overrides import controls
from ribbit_tui.simulator.engine.price_overrides.views import market_controls
from ribbit_tui.wire.simulator import MarketChange, MarketControls, MarketMoveCreation

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(prefix="/simulator/market", tags=["simulator"])

Move = Annotated[MarketMoveCreation, Depends(JsonBody(MarketMoveCreation))]


@router.get("", response_model=MarketControls)
async def get_market_controls(simulation: CurrentSimulation) -> JSONResponse:
    """Return all changes of prices so far, and the symbols that are halted."""
    return JSONResponse(market_controls(simulation).to_wire())


@router.delete("", response_model=MarketControls)
async def clear_market_controls(simulation: CurrentSimulation) -> JSONResponse:
    """End all halts, and return moved prices to the simulated ones from now on."""
    with simulation.database.transaction():
        return JSONResponse(controls.clear(simulation).to_wire())


@router.post("/{symbol_or_id:path}/move", response_model=MarketChange)
async def move_symbol(simulation: CurrentSimulation, symbol_or_id: str, body: Move) -> JSONResponse:
    """Move a symbol's prices from now on, by a percentage or to a price."""
    with simulation.database.transaction():
        moved = controls.move(simulation, symbol_or_id, body.percent, body.price)
        return JSONResponse(moved.to_wire())


@router.post("/{symbol_or_id:path}/halt", response_model=MarketChange)
async def halt_symbol(simulation: CurrentSimulation, symbol_or_id: str) -> JSONResponse:
    """Halt trading in a symbol. Quotes stand still; orders are accepted and wait."""
    with simulation.database.transaction():
        return JSONResponse(controls.halt(simulation, symbol_or_id).to_wire())


@router.post("/{symbol_or_id:path}/resume", response_model=MarketChange)
async def resume_symbol(simulation: CurrentSimulation, symbol_or_id: str) -> JSONResponse:
    """Resume trading in a halted symbol."""
    with simulation.database.transaction():
        return JSONResponse(controls.resume(simulation, symbol_or_id).to_wire())
