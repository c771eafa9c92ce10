"""`/v1/accounts`: applications and accounts."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.engine.accounts import search as account_search
from ribbit_tui.simulator.engine.accounts import views as account_views
from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.engine.applications import account_changes, submission
from ribbit_tui.simulator.engine.closing import closure
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.accounts import Account, AccountCreation

from .bodies import JsonBody
from .parameters import CurrentSimulation, Direction, ListParameter, TimeParameter, split_list
from .signed_links import with_links

router = APIRouter(tags=["accounts"])


@router.post("/v1/accounts", response_model=Account)
async def create_account(
    simulation: CurrentSimulation,
    request: Request,
    creation: Annotated[AccountCreation, Depends(JsonBody(AccountCreation))],
) -> JSONResponse:
    """Apply for an account. It is SUBMITTED at first; further statuses are sent as events."""
    with simulation.database.transaction():
        return JSONResponse(with_links(request, submission.submit(simulation, creation)))


@router.get("/v1/accounts", response_model=list[Account])
async def list_accounts(
    simulation: CurrentSimulation,
    request: Request,
    query: str | None = None,
    status: ListParameter = None,
    created_after: TimeParameter | None = None,
    created_before: TimeParameter | None = None,
    sort: Direction = "desc",
    entities: ListParameter = None,
) -> JSONResponse:
    """Find customers' accounts. `entities` names the parts to return beside the basic fields."""
    wanted = account_search.AccountQuery(
        words=tuple((query or "").split()),
        statuses=split_list(status),
        created_after=created_after,
        created_before=created_before,
        ascending=sort == "asc",
        entities=split_list(entities),
    )
    found = account_search.find(simulation, wanted)
    return JSONResponse([with_links(request, account) for account in found])


@router.get("/v1/accounts/{account_id}", response_model=Account)
async def get_account(
    simulation: CurrentSimulation, request: Request, account_id: str
) -> JSONResponse:
    """Return one account with the details of its application, except the tax id."""
    account = account_views.as_wire(simulation, find_account(simulation, account_id))
    return JSONResponse(with_links(request, account))


@router.patch("/v1/accounts/{account_id}", response_model=Account)
async def change_account(
    simulation: CurrentSimulation,
    request: Request,
    account_id: str,
    change: Annotated[AccountChange, Depends(JsonBody(AccountChange))],
) -> JSONResponse:
    """Change a customer's details, or enable crypto trading."""
    with simulation.database.transaction():
        changed = account_changes.change(simulation, account_id, change)
    return JSONResponse(with_links(request, changed))


@router.delete("/v1/accounts/{account_id}", status_code=204)
@router.post("/v1/accounts/{account_id}/actions/close", status_code=204)
async def close_account(simulation: CurrentSimulation, account_id: str) -> Response:
    """Close an empty account. Its records are kept."""
    with simulation.database.transaction():
        closure.close(simulation, account_id)
    return Response(status_code=204)
