"""`/simulator/market`: the director moves and halts symbols. Never found on Alpaca."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.price_overrides import overrides
from ribbit_tui.wire.simulator import MarketChange, MarketControls, MarketMoveCreation

from .inputs import CurrentSimulation, JsonBody

router = APIRouter(prefix="/simulator/market", tags=["simulator"])

Move = Annotated[MarketMoveCreation, Depends(JsonBody(MarketMoveCreation))]


@router.get("", response_model=MarketControls)
async def get_market_controls(simulation: CurrentSimulation) -> JSONResponse:
    """All that was done to prices, and what is halted now."""
    return JSONResponse(overrides.state(simulation).to_wire())


@router.delete("", response_model=MarketControls)
async def clear_market_controls(simulation: CurrentSimulation) -> JSONResponse:
    """From now on nothing is halted, and moved prices are the simulated ones again."""
    with simulation.database.transaction():
        return JSONResponse(overrides.clear(simulation).to_wire())


@router.post("/{symbol_or_id:path}/move", response_model=MarketChange)
async def move_symbol(simulation: CurrentSimulation, symbol_or_id: str, body: Move) -> JSONResponse:
    """Shift a symbol's prices from now on, by a percentage or to a price."""
    with simulation.database.transaction():
        moved = overrides.move(simulation, symbol_or_id, body.percent, body.price)
        return JSONResponse(moved.to_wire())


@router.post("/{symbol_or_id:path}/halt", response_model=MarketChange)
async def halt_symbol(simulation: CurrentSimulation, symbol_or_id: str) -> JSONResponse:
    """Stop trading a symbol: quotes stand still, orders are accepted and wait."""
    with simulation.database.transaction():
        return JSONResponse(overrides.halt(simulation, symbol_or_id).to_wire())


@router.post("/{symbol_or_id:path}/resume", response_model=MarketChange)
async def resume_symbol(simulation: CurrentSimulation, symbol_or_id: str) -> JSONResponse:
    """Trade a halted symbol again."""
    with simulation.database.transaction():
        return JSONResponse(overrides.resume(simulation, symbol_or_id).to_wire())
