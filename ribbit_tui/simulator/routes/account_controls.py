"""The director's controls over accounts (`/simulator/…`, never found on Alpaca)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.common.trading_days import today
from ribbit_tui.simulator.engine.review import review_decisions, review_guide
from ribbit_tui.wire.account_controls import AccountDecision, Persona
from ribbit_tui.wire.accounts import Account

from .inputs import CurrentSimulation, JsonBody

router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.post("/accounts/{account_id}/status", response_model=Account)
async def decide_account(
    simulation: CurrentSimulation,
    account_id: str,
    decision: Annotated[AccountDecision, Depends(JsonBody(AccountDecision))],
) -> JSONResponse:
    """Approve, reject, ask for documents, disable: give an account any status."""
    with simulation.database.transaction():
        return JSONResponse(review_decisions.decide(simulation, account_id, decision))


@router.get("/personas", response_model=list[Persona])
async def list_personas(simulation: CurrentSimulation) -> JSONResponse:
    """Whom to apply as to see a review go differently, and what then happens."""
    found = review_guide.personas(today(simulation))
    return JSONResponse([persona.to_wire() for persona in found])
