"""Bank links, transfers and journals."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine import banks, journals, transfers
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.journals import Journal, JournalCreation

from .inputs import CurrentWorld, Day, JsonBody, comma_separated

router = APIRouter(tags=["funding"])

_MOST_TRANSFERS = 10_000


@router.post("/v1/accounts/{account_id}/ach_relationships", response_model=AchRelationship)
async def create_ach_relationship(
    world: CurrentWorld,
    account_id: str,
    creation: Annotated[AchRelationshipCreation, Depends(JsonBody(AchRelationshipCreation))],
) -> JSONResponse:
    """Link a bank; an account has one active link at most."""
    with world.database.transaction():
        return JSONResponse(banks.create(world, account_id, creation).to_wire())


@router.get("/v1/accounts/{account_id}/ach_relationships", response_model=list[AchRelationship])
async def list_ach_relationships(
    world: CurrentWorld, account_id: str, statuses: str | None = None
) -> JSONResponse:
    """An account's bank links, by their statuses."""
    found = banks.list_all(world, account_id, comma_separated(statuses))
    return JSONResponse([relationship.to_wire() for relationship in found])


@router.delete("/v1/accounts/{account_id}/ach_relationships/{relationship_id}", status_code=204)
async def delete_ach_relationship(
    world: CurrentWorld, account_id: str, relationship_id: str
) -> Response:
    """Unlink a bank over which no transfer is under way."""
    with world.database.transaction():
        banks.cancel(world, account_id, relationship_id)
    return Response(status_code=204)


@router.post("/v1/accounts/{account_id}/transfers", response_model=Transfer)
async def create_transfer(
    world: CurrentWorld,
    account_id: str,
    creation: Annotated[TransferCreation, Depends(JsonBody(TransferCreation))],
) -> JSONResponse:
    """Deposit from a linked bank (INCOMING) or withdraw to it (OUTGOING)."""
    with world.database.transaction():
        return JSONResponse(transfers.create(world, account_id, creation).to_wire())


@router.get("/v1/accounts/{account_id}/transfers", response_model=list[Transfer])
async def list_transfers(
    world: CurrentWorld,
    account_id: str,
    direction: TransferDirection | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_TRANSFERS)] = _MOST_TRANSFERS,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> JSONResponse:
    """An account's transfers, newest first."""
    found = transfers.list_all(world, account_id, direction, limit, offset)
    return JSONResponse([transfer.to_wire() for transfer in found])


@router.delete("/v1/accounts/{account_id}/transfers/{transfer_id}", status_code=204)
async def cancel_transfer(world: CurrentWorld, account_id: str, transfer_id: str) -> Response:
    """Cancel a transfer that is still QUEUED."""
    with world.database.transaction():
        transfers.cancel(world, account_id, transfer_id)
    return Response(status_code=204)


@router.post("/v1/journals", response_model=Journal)
async def create_journal(
    world: CurrentWorld,
    creation: Annotated[JournalCreation, Depends(JsonBody(JournalCreation))],
    idempotency_key: Annotated[str | None, Header()] = None,
) -> JSONResponse:
    """Move cash (JNLC) or shares (JNLS) between two accounts of the firm."""
    with world.database.transaction():
        return JSONResponse(journals.create_once(world, creation, idempotency_key))


@router.get("/v1/journals", response_model=list[Journal])
async def list_journals(
    world: CurrentWorld,
    after: Day | None = None,
    before: Day | None = None,
    status: str | None = None,
    entry_type: str | None = None,
    from_account: str | None = None,
    to_account: str | None = None,
) -> JSONResponse:
    """Journals, newest first."""
    query = journals.JournalQuery(
        after=after,
        before=before,
        status=status,
        entry_type=entry_type,
        from_account=from_account,
        to_account=to_account,
    )
    return JSONResponse([journal.to_wire() for journal in journals.find(world, query)])


@router.get("/v1/journals/{journal_id}", response_model=Journal)
async def get_journal(world: CurrentWorld, journal_id: str) -> JSONResponse:
    """One journal."""
    return JSONResponse(journals.get(world, journal_id).to_wire())
