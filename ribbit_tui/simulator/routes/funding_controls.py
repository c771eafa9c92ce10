"""Director's controls over money (`/simulator/…`, not part of Alpaca's API)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.banks import ach_relationships
from ribbit_tui.simulator.engine.journals import decisions as journal_decisions
from ribbit_tui.simulator.engine.transfers import decisions as transfer_decisions
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.funding_controls import (
    AchRelationshipDecision,
    IncomingWire,
    JournalDecision,
    TransferDecision,
)
from ribbit_tui.wire.journals import Journal

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.post("/ach_relationships/{relationship_id}/status", response_model=AchRelationship)
async def decide_ach_relationship(
    simulation: CurrentSimulation,
    relationship_id: str,
    decision: Annotated[AchRelationshipDecision, Depends(JsonBody(AchRelationshipDecision))],
) -> JSONResponse:
    """Approve, keep pending, reject or cancel a bank link."""
    with simulation.database.transaction():
        decided = ach_relationships.decide(simulation, relationship_id, decision.status)
        return JSONResponse(simulation.to_wire(decided))


@router.post("/accounts/{account_id}/wires", response_model=Transfer)
async def receive_wire(
    simulation: CurrentSimulation,
    account_id: str,
    wire: Annotated[IncomingWire, Depends(JsonBody(IncomingWire))],
) -> JSONResponse:
    """Simulate a wire from some bank to an account."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(transfer_decisions.receive_wire(simulation, account_id, wire))
        )


@router.post("/transfers/{transfer_id}/status", response_model=Transfer)
async def decide_transfer(
    simulation: CurrentSimulation,
    transfer_id: str,
    decision: Annotated[TransferDecision, Depends(JsonBody(TransferDecision))],
) -> JSONResponse:
    """Hold, complete, reject, cancel or return a transfer."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(transfer_decisions.decide(simulation, transfer_id, decision))
        )


@router.post("/journals/{journal_id}/status", response_model=Journal)
async def decide_journal(
    simulation: CurrentSimulation,
    journal_id: str,
    decision: Annotated[JournalDecision, Depends(JsonBody(JournalDecision))],
) -> JSONResponse:
    """Execute, reject, refuse, cancel, delete or correct a journal."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(journal_decisions.decide(simulation, journal_id, decision))
        )
