"""`/v1/journals`: cash and shares between accounts of the firm."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine.common.idempotency import answer_once
from ribbit_tui.simulator.engine.journals import batches
from ribbit_tui.simulator.engine.journals import requests as journals
from ribbit_tui.wire.journals import (
    BatchedJournal,
    Journal,
    JournalBatch,
    JournalCreation,
    JournalEntryType,
    JournalStatus,
    ReverseJournalBatch,
)

from .bodies import JsonBody
from .parameters import CurrentSimulation, Day

router = APIRouter(tags=["journals"])

_MOST_JOURNALS = 100_000

IdempotencyKey = Annotated[str | None, Header()]


@router.post("/v1/journals", response_model=Journal)
async def create_journal(
    simulation: CurrentSimulation,
    creation: Annotated[JournalCreation, Depends(JsonBody(JournalCreation))],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Move cash (JNLC) or shares (JNLS) from one account to another."""
    with simulation.database.transaction():
        response = answer_once(
            simulation,
            idempotency_key,
            creation,
            lambda: simulation.to_wire(journals.create(simulation, creation)),
        )
    return JSONResponse(response)


@router.post("/v1/journals/batch", response_model=list[BatchedJournal])
async def create_batch(
    simulation: CurrentSimulation,
    batch: Annotated[JournalBatch, Depends(JsonBody(JournalBatch))],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Move cash or shares from one account to many: all of it or nothing."""
    return _create_batch(simulation, batch, idempotency_key)


@router.post("/v1/journals/reverse_batch", response_model=list[BatchedJournal])
async def create_reverse_batch(
    simulation: CurrentSimulation,
    batch: Annotated[ReverseJournalBatch, Depends(JsonBody(ReverseJournalBatch))],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Move cash or shares from many accounts to one: all of it or nothing."""
    return _create_batch(simulation, batch, idempotency_key)


def _create_batch(
    simulation: CurrentSimulation, batch: JournalBatch | ReverseJournalBatch, key: str | None
) -> JSONResponse:
    with simulation.database.transaction():
        response = answer_once(
            simulation,
            key,
            batch,
            lambda: [simulation.to_wire(journal) for journal in batches.create(simulation, batch)],
        )
    return JSONResponse(response)


@router.get("/v1/journals", response_model=list[Journal])
async def list_journals(
    simulation: CurrentSimulation,
    after: Day | None = None,
    before: Day | None = None,
    status: JournalStatus | None = None,
    entry_type: JournalEntryType | None = None,
    from_account: str | None = None,
    to_account: str | None = None,
    limit: Annotated[int | None, Query(ge=1, le=_MOST_JOURNALS)] = None,
) -> JSONResponse:
    """List journals by day of creation, status, type and account, newest first."""
    query = journals.JournalQuery(
        after=after,
        before=before,
        status=status,
        entry_type=entry_type,
        from_account=from_account,
        to_account=to_account,
        limit=limit,
    )
    return JSONResponse(
        [simulation.to_wire(journal) for journal in journals.find(simulation, query)]
    )


@router.get("/v1/journals/{journal_id}", response_model=Journal)
async def get_journal(simulation: CurrentSimulation, journal_id: str) -> JSONResponse:
    """Return one journal."""
    return JSONResponse(simulation.to_wire(journals.get(simulation, journal_id)))


@router.delete("/v1/journals/{journal_id}", status_code=204)
async def delete_journal(simulation: CurrentSimulation, journal_id: str) -> Response:
    """Cancel a pending journal."""
    with simulation.database.transaction():
        journals.cancel(simulation, journal_id)
    return Response(status_code=204)
