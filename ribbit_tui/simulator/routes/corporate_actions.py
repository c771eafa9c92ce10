"""`/v1/corporate_actions/announcements`, and the control that makes corporate actions."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.corporate_actions import announcements
from ribbit_tui.wire.corporate_actions import (
    CorporateActionAnnouncement,
    CorporateActionCreation,
    CorporateActionDate,
)

from .bodies import JsonBody
from .parameters import CurrentSimulation, Day, from_query, split_list

router = APIRouter()

_ANNOUNCEMENTS = "/v1/corporate_actions/announcements"


class AnnouncementParameters:
    """Query parameters of the list of announcements. The first three are required."""

    def __init__(
        self,
        ca_types: str,
        since: Day,
        until: Day,
        symbol: str | None = None,
        cusip: str | None = None,
        date_type: CorporateActionDate = CorporateActionDate.EX,
    ) -> None:
        self.query = announcements.AnnouncementQuery(
            kinds=split_list(ca_types),
            since=since,
            until=until,
            symbol=symbol or None,
            cusip=cusip or None,
            date_type=date_type,
        )


@router.get(_ANNOUNCEMENTS, response_model=list[CorporateActionAnnouncement], tags=["market"])
async def list_announcements(
    simulation: CurrentSimulation,
    parameters: Annotated[AnnouncementParameters, from_query(AnnouncementParameters)],
) -> JSONResponse:
    """List announcements of dividends and splits within 90 days, by ex date unless stated."""
    found = announcements.find(simulation, parameters.query)
    return JSONResponse([announcement.to_wire() for announcement in found])


@router.get(
    f"{_ANNOUNCEMENTS}/{{announcement_id}}",
    response_model=CorporateActionAnnouncement,
    tags=["market"],
)
async def get_announcement(simulation: CurrentSimulation, announcement_id: str) -> JSONResponse:
    """Return one announcement of the last two years."""
    return JSONResponse(announcements.get(simulation, announcement_id).to_wire())


@router.post(
    "/simulator/corporate_actions",
    response_model=CorporateActionAnnouncement,
    tags=["simulator"],
)
async def make_corporate_action(
    simulation: CurrentSimulation,
    creation: Annotated[CorporateActionCreation, Depends(JsonBody(CorporateActionCreation))],
) -> JSONResponse:
    """Announce a dividend or a split. It takes effect on its dates."""
    with simulation.database.transaction():
        return JSONResponse(announcements.create(simulation, creation).to_wire())
