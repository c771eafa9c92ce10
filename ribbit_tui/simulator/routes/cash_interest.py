"""`/v1/cash_interest`: tiers of interest rates on uninvested cash."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.cash_interest import tiers
from ribbit_tui.wire.cash_interest import AprTiers

from .parameters import CurrentSimulation

router = APIRouter(tags=["accounts"])


@router.get("/v1/cash_interest/apr_tiers", response_model=AprTiers)
async def list_apr_tiers(simulation: CurrentSimulation) -> JSONResponse:
    """List the tiers. `cash_interest` of an account puts it into one.

    Interest accrues daily on the cash at the end of the day, and is credited as the next month
    begins, with activities of type INT.
    """
    return JSONResponse(AprTiers(apr_tiers=tiers.list_all(simulation)).to_wire())
