"""`/v1/accounts/activities`: activities of all accounts or one."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ribbit_tui.simulator.engine.activities import search as activity_search
from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.activities import Activity, ActivityCategory

from .parameters import (
    CurrentSimulation,
    Direction,
    ListParameter,
    TimeParameter,
    from_query,
    split_list,
)

router = APIRouter(tags=["activities"])

_DEFAULT_PAGE = 100


class ActivityParameters:
    """Query parameters of both lists of activities."""

    def __init__(
        self,
        account_id: str | None = None,
        order_id: str | None = None,
        category: ActivityCategory | None = None,
        date: TimeParameter | None = None,
        after: TimeParameter | None = None,
        until: TimeParameter | None = None,
        direction: Direction = "desc",
        page_size: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
        page_token: str | None = None,
    ) -> None:
        if date is not None and (after is not None or until is not None):
            raise InvalidError("date cannot be combined with after or until", "date")
        if date is None and page_size is not None and page_size > _DEFAULT_PAGE:
            raise InvalidError("page_size must be at most 100 without date", "page_size")
        day = None if date is None else date.replace(hour=0, minute=0, second=0, microsecond=0)
        self.category = category
        self._account_id = account_id
        self._order_id = order_id
        self._at_or_after = after if day is None else day
        self._before = until if day is None else day + timedelta(days=1)
        self._ascending = direction == "asc"
        self._page_size = page_size or (_DEFAULT_PAGE if day is None else None)
        self._page_token = page_token

    def response(self, simulation: Simulation, kinds: tuple[str, ...]) -> Response:
        """Return the page of activities of these types; no types means all."""
        query = activity_search.ActivityQuery(
            account_id=self._account_id,
            order_id=self._order_id,
            kinds=kinds,
            category=self.category,
            at_or_after=self._at_or_after,
            before=self._before,
            ascending=self._ascending,
            page_size=self._page_size,
            page_token=self._page_token,
        )
        return Response(activity_search.find(simulation, query), media_type="application/json")


@router.get("/v1/accounts/activities", response_model=list[Activity])
async def list_activities(
    simulation: CurrentSimulation,
    query: Annotated[ActivityParameters, from_query(ActivityParameters)],
    activity_types: ListParameter = None,
) -> Response:
    """List activities, newest first unless `direction` is asc."""
    if activity_types and query.category is not None:
        raise InvalidError("category cannot be combined with activity_types", "category")
    kinds = activity_search.kinds_named(split_list(activity_types), "activity_types")
    return query.response(simulation, kinds)


@router.get("/v1/accounts/activities/{activity_type}", response_model=list[Activity])
async def list_activities_of_type(
    simulation: CurrentSimulation,
    activity_type: str,
    query: Annotated[ActivityParameters, from_query(ActivityParameters)],
) -> Response:
    """List activities of one type."""
    if query.category is not None:
        raise InvalidError("category cannot be combined with a type", "category")
    kinds = activity_search.kinds_named([activity_type], "activity_type")
    return query.response(simulation, kinds)
