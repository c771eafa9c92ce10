"""`/v1/accounts`: applications, accounts and their activities."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine import accounts, activities, applications
from ribbit_tui.simulator.engine.refusals import Invalid
from ribbit_tui.simulator.world import World
from ribbit_tui.wire.accounts import Account, AccountCreation
from ribbit_tui.wire.activities import Activity

from .inputs import CurrentWorld, JsonBody, Moment, comma_separated

router = APIRouter(tags=["accounts"])

Direction = Literal["asc", "desc"]
_DEFAULT_PAGE = 100


class ActivityParameters:
    """The query parameters of both listings of activities."""

    def __init__(
        self,
        account_id: str | None = None,
        activity_types: str | None = None,
        date: Moment | None = None,
        after: Moment | None = None,
        until: Moment | None = None,
        direction: Direction = "desc",
        page_size: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
        page_token: str | None = None,
    ) -> None:
        if date is not None and (after is not None or until is not None):
            raise Invalid("date cannot be combined with after or until", "date")
        if date is None and page_size is not None and page_size > _DEFAULT_PAGE:
            raise Invalid("page_size must be at most 100 without date", "page_size")
        self.activity_types = activity_types
        self._account_id = account_id
        self._at_or_after = after if date is None else date
        self._before = until if date is None else date + timedelta(days=1)
        self._ascending = direction == "asc"
        self._page_size = page_size or (_DEFAULT_PAGE if date is None else None)
        self._page_token = page_token

    def find(self, world: World, kinds: tuple[str, ...]) -> list[activities.Body]:
        query = activities.ActivityQuery(
            account_id=self._account_id,
            kinds=kinds,
            at_or_after=self._at_or_after,
            before=self._before,
            ascending=self._ascending,
            page_size=self._page_size,
            page_token=self._page_token,
        )
        return activities.find(world, query)


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


@router.get("/v1/accounts/activities", response_model=list[Activity])
async def list_activities(
    world: CurrentWorld, query: Annotated[ActivityParameters, Depends()]
) -> JSONResponse:
    """What happened, of all accounts or one, in pages."""
    return JSONResponse(query.find(world, comma_separated(query.activity_types)))


@router.get("/v1/accounts/activities/{activity_type}", response_model=list[Activity])
async def list_activities_of_type(
    world: CurrentWorld, activity_type: str, query: Annotated[ActivityParameters, Depends()]
) -> JSONResponse:
    """What happened of one type."""
    return JSONResponse(query.find(world, (activity_type,)))


@router.get("/v1/accounts/{account_id}", response_model=Account)
async def get_account(world: CurrentWorld, account_id: str) -> JSONResponse:
    """One account, with what was applied for; never its tax id."""
    return JSONResponse(accounts.as_wire(world, accounts.find(world, account_id)))
