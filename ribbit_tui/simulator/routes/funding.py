"""Bank links, transfers and journals."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine import banks, journals, transfers
from ribbit_tui.wire.funding import AchRelationshipCreation, TransferCreation, TransferDirection
from ribbit_tui.wire.journals import JournalCreation

from .inputs import CurrentWorld, Day, JsonBody, comma_separated

router = APIRouter(tags=["funding"])

_MOST_TRANSFERS = 10_000


@router.post("/v1/accounts/{account_id}/ach_relationships")
async def create_ach_relationship(
    world: CurrentWorld,
    account_id: str,
    creation: Annotated[AchRelationshipCreation, Depends(JsonBody(AchRelationshipCreation))],
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(banks.create(world, account_id, creation).to_wire())


@router.get("/v1/accounts/{account_id}/ach_relationships")
async def list_ach_relationships(
    world: CurrentWorld, account_id: str, statuses: str | None = None
) -> JSONResponse:
    found = banks.list_all(world, account_id, comma_separated(statuses))
    return JSONResponse([relationship.to_wire() for relationship in found])


@router.delete("/v1/accounts/{account_id}/ach_relationships/{relationship_id}")
async def delete_ach_relationship(
    world: CurrentWorld, account_id: str, relationship_id: str
) -> Response:
    with world.database.transaction():
        banks.cancel(world, account_id, relationship_id)
    return Response(status_code=204)


@router.post("/v1/accounts/{account_id}/transfers")
async def create_transfer(
    world: CurrentWorld,
    account_id: str,
    creation: Annotated[TransferCreation, Depends(JsonBody(TransferCreation))],
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(transfers.create(world, account_id, creation).to_wire())


@router.get("/v1/accounts/{account_id}/transfers")
async def list_transfers(
    world: CurrentWorld,
    account_id: str,
    direction: TransferDirection | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_TRANSFERS)] = _MOST_TRANSFERS,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> JSONResponse:
    found = transfers.list_all(world, account_id, direction, limit, offset)
    return JSONResponse([transfer.to_wire() for transfer in found])


@router.delete("/v1/accounts/{account_id}/transfers/{transfer_id}")
async def cancel_transfer(world: CurrentWorld, account_id: str, transfer_id: str) -> Response:
    with world.database.transaction():
        transfers.cancel(world, account_id, transfer_id)
    return Response(status_code=204)


@router.post("/v1/journals")
async def create_journal(
    world: CurrentWorld,
    creation: Annotated[JournalCreation, Depends(JsonBody(JournalCreation))],
    idempotency_key: Annotated[str | None, Header()] = None,
) -> JSONResponse:
    with world.database.transaction():
        return JSONResponse(journals.create_once(world, creation, idempotency_key))


@router.get("/v1/journals")
async def list_journals(
    world: CurrentWorld,
    after: Day | None = None,
    before: Day | None = None,
    status: str | None = None,
    entry_type: str | None = None,
    from_account: str | None = None,
    to_account: str | None = None,
) -> JSONResponse:
    query = journals.JournalQuery(
        after=after,
        before=before,
        status=status,
        entry_type=entry_type,
        from_account=from_account,
        to_account=to_account,
    )
    return JSONResponse([journal.to_wire() for journal in journals.find(world, query)])


@router.get("/v1/journals/{journal_id}")
async def get_journal(world: CurrentWorld, journal_id: str) -> JSONResponse:
    return JSONResponse(journals.get(world, journal_id).to_wire())
