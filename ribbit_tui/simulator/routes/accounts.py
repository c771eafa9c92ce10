"""`/v1/accounts`: applications and accounts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine.accounts import account_lists, accounts
from ribbit_tui.simulator.engine.applications import account_changes, applications
from ribbit_tui.simulator.engine.closing import account_closing
from ribbit_tui.wire.accounts import Account, AccountChange, AccountCreation

from .inputs import CurrentSimulation, Direction, JsonBody, Listed, Moment, comma_separated

router = APIRouter(tags=["accounts"])


@router.post("/v1/accounts", response_model=Account)
async def create_account(
    simulation: CurrentSimulation,
    creation: Annotated[AccountCreation, Depends(JsonBody(AccountCreation))],
) -> JSONResponse:
    """Apply for an account; it is SUBMITTED, and its statuses follow as events."""
    with simulation.database.transaction():
        return JSONResponse(applications.create(simulation, creation))


@router.get("/v1/accounts", response_model=list[Account])
async def list_accounts(
    simulation: CurrentSimulation,
    query: str | None = None,
    status: Listed = None,
    created_after: Moment | None = None,
    created_before: Moment | None = None,
    sort: Direction = "desc",
    entities: Listed = None,
) -> JSONResponse:
    """Find customers' accounts; `entities` are the parts to answer beside the basic fields."""
    wanted = account_lists.AccountQuery(
        words=tuple((query or "").split()),
        statuses=comma_separated(status),
        created_after=created_after,
        created_before=created_before,
        ascending=sort == "asc",
        entities=comma_separated(entities),
    )
    return JSONResponse(account_lists.find(simulation, wanted))


@router.get("/v1/accounts/{account_id}", response_model=Account)
async def get_account(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """One account, with what was applied for; never its tax id."""
    return JSONResponse(accounts.as_wire(simulation, accounts.find(simulation, account_id)))


@router.patch("/v1/accounts/{account_id}", response_model=Account)
async def change_account(
    simulation: CurrentSimulation,
    account_id: str,
    change: Annotated[AccountChange, Depends(JsonBody(AccountChange))],
) -> JSONResponse:
    """Change a customer's particulars, or enable crypto."""
    with simulation.database.transaction():
        return JSONResponse(account_changes.change(simulation, account_id, change))


@router.delete("/v1/accounts/{account_id}", status_code=204)
@router.post("/v1/accounts/{account_id}/actions/close", status_code=204)
async def close_account(simulation: CurrentSimulation, account_id: str) -> Response:
    """Close an empty account; its records stay."""
    with simulation.database.transaction():
        account_closing.close(simulation, account_id)
    return Response(status_code=204)
