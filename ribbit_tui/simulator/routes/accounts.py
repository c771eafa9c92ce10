"""`/v1/accounts`: applications and accounts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine import accounts, applications
from ribbit_tui.wire.accounts import Account, AccountCreation

from .inputs import CurrentWorld, Direction, JsonBody, Moment

router = APIRouter(tags=["accounts"])


@router.post("/v1/accounts", response_model=Account)
async def create_account(
    world: CurrentWorld,
    creation: Annotated[AccountCreation, Depends(JsonBody(AccountCreation))],
) -> JSONResponse:
    """Apply for an account; it is SUBMITTED, and its statuses follow as events."""
    with world.database.transaction():
        return JSONResponse(applications.create(world, creation))


@router.get("/v1/accounts", response_model=list[Account])
async def list_accounts(
    world: CurrentWorld,
    query: str | None = None,
    status: str | None = None,
    created_after: Moment | None = None,
    created_before: Moment | None = None,
    sort: Direction = "desc",
) -> JSONResponse:
    """Accounts whose names, e-mail addresses or numbers have every word of `query`."""
    wanted = applications.AccountQuery(
        words=tuple((query or "").split()),
        status=status or None,
        created_after=created_after,
        created_before=created_before,
        ascending=sort == "asc",
    )
    return JSONResponse(applications.find(world, wanted))


@router.get("/v1/accounts/{account_id}", response_model=Account)
async def get_account(world: CurrentWorld, account_id: str) -> JSONResponse:
    """One account, with what was applied for; never its tax id."""
    return JSONResponse(accounts.as_wire(world, accounts.find(world, account_id)))
