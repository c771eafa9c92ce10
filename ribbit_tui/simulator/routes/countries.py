"""`/v1/country-info`: countries and their risk ratings."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.applications.country_info import countries
from ribbit_tui.wire.countries import CountryInfo

from .parameters import CurrentSimulation

router = APIRouter(tags=["accounts"])


@router.get("/v1/country-info", response_model=dict[str, CountryInfo])
async def get_country_info(_simulation: CurrentSimulation) -> JSONResponse:
    """Return every country's name and risk ratings, by ISO 3166-1 alpha-3 code.

    The ratings are the simulator's own, and no application is refused for them.
    """
    return JSONResponse({code: country.to_wire() for code, country in countries().items()})
