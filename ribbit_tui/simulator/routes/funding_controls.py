"""The director's controls over money (`/simulator/…`, never found on Alpaca)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.banks import ach_relationships as banks
from ribbit_tui.simulator.engine.journals import journal_steps
from ribbit_tui.simulator.engine.transfers import transfer_steps
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.funding_controls import (
    AchRelationshipDecision,
    IncomingWire,
    JournalDecision,
    TransferDecision,
)
from ribbit_tui.wire.journals import Journal

from .inputs import CurrentWorld, JsonBody

router = APIRouter(prefix="/simulator", tags=["simulator"])


@router.post("/ach_relationships/{relationship_id}/status", response_model=AchRelationship)
async def decide_ach_relationship(
    world: CurrentWorld,
    relationship_id: str,
    decision: Annotated[AchRelationshipDecision, Depends(JsonBody(AchRelationshipDecision))],
) -> JSONResponse:
    """Approve, keep pending, reject or cancel a bank link."""
    with world.database.transaction():
        return JSONResponse(banks.decide(world, relationship_id, decision.status).to_wire())


@router.post("/accounts/{account_id}/wires", response_model=Transfer)
async def receive_wire(
    world: CurrentWorld,
    account_id: str,
    wire: Annotated[IncomingWire, Depends(JsonBody(IncomingWire))],
) -> JSONResponse:
    """Let some bank send a wire to an account."""
    with world.database.transaction():
        return JSONResponse(transfer_steps.receive_wire(world, account_id, wire).to_wire())


@router.post("/transfers/{transfer_id}/status", response_model=Transfer)
async def decide_transfer(
    world: CurrentWorld,
    transfer_id: str,
    decision: Annotated[TransferDecision, Depends(JsonBody(TransferDecision))],
) -> JSONResponse:
    """Hold, complete, reject, cancel or return a transfer."""
    with world.database.transaction():
        return JSONResponse(transfer_steps.decide(world, transfer_id, decision).to_wire())


@router.post("/journals/{journal_id}/status", response_model=Journal)
async def decide_journal(
    world: CurrentWorld,
    journal_id: str,
    decision: Annotated[JournalDecision, Depends(JsonBody(JournalDecision))],
) -> JSONResponse:
    """Execute, reject, refuse, cancel, delete or correct a journal."""
    with world.database.transaction():
        return JSONResponse(journal_steps.decide(world, journal_id, decision).to_wire())
