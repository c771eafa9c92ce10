"""Director's controls over accounts (`/simulator/…`, not part of Alpaca's API)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.common.trading_days import today
from ribbit_tui.simulator.engine.review import decisions, guide
from ribbit_tui.simulator.engine.trading_accounts import blocks
from ribbit_tui.wire.account_controls import AccountBlocks, AccountDecision, Persona
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.trading_accounts import TradingAccount

from .bodies import JsonBody
from .parameters import CurrentSimulation
from .signed_links import with_links

router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.post("/accounts/{account_id}/status", response_model=Account)
async def decide_account(
    simulation: CurrentSimulation,
    request: Request,
    account_id: str,
    decision: Annotated[AccountDecision, Depends(JsonBody(AccountDecision))],
) -> JSONResponse:
    """Set an account's status: approve, reject, ask for documents, disable."""
    with simulation.database.transaction():
        decided = decisions.decide(simulation, account_id, decision)
    return JSONResponse(with_links(request, decided))


@router.post("/accounts/{account_id}/blocks", response_model=TradingAccount)
async def block_account(
    simulation: CurrentSimulation,
    account_id: str,
    wanted: Annotated[AccountBlocks, Depends(JsonBody(AccountBlocks))],
) -> JSONResponse:
    """Block trading, transfers or all activity of an account, or allow them again."""
    with simulation.database.transaction():
        return JSONResponse(blocks.decide(simulation, account_id, wanted))


@router.get("/personas", response_model=list[Persona])
async def list_personas(simulation: CurrentSimulation) -> JSONResponse:
    """List test applicants, with what to apply with and the outcome of their review."""
    found = guide.personas(today(simulation))
    return JSONResponse([persona.to_wire() for persona in found])
