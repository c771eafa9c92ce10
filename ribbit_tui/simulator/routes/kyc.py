"""`/v1/accounts/{account_id}/cip` and `…/onfido/sdk`: results of identity checks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.kyc import cip, onfido
from ribbit_tui.wire.cip import Cip, CipUpload
from ribbit_tui.wire.model import loads
from ribbit_tui.wire.onfido import OnfidoOutcomeTaken, OnfidoOutcomeUpdate, OnfidoToken

from .bodies import JsonBody
from .parameters import CurrentSimulation

router = APIRouter(tags=["accounts"])

_CIP = "/v1/accounts/{account_id}/cip"
_ONFIDO = "/v1/accounts/{account_id}/onfido/sdk"


@router.post(_CIP, response_model=Cip)
async def upload_cip(
    simulation: CurrentSimulation,
    account_id: str,
    request: Request,
    upload: Annotated[CipUpload, Depends(JsonBody(CipUpload))],
) -> JSONResponse:
    """Upload the results of an identity check (CIP). They replace earlier results."""
    sent = loads(await request.body())
    with simulation.database.transaction():
        return JSONResponse(cip.upload(simulation, account_id, upload, sent))


@router.get(_CIP, response_model=Cip)
async def get_cip(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """Return the results as they were uploaded."""
    return JSONResponse(cip.get(simulation, account_id))


@router.get(f"{_ONFIDO}/tokens", include_in_schema=False)
@router.get(f"{_ONFIDO}/tokens/", response_model=OnfidoToken)
async def get_onfido_token(
    simulation: CurrentSimulation,
    account_id: str,
    referrer: str | None = None,
    platform: str | None = None,
) -> JSONResponse:
    """Create a token for the Onfido flow. `platform` is required with `referrer`."""
    with simulation.database.transaction():
        token = onfido.create_token(simulation, account_id, referrer or None, platform or None)
    return JSONResponse(token.to_wire())


@router.patch(_ONFIDO, include_in_schema=False)
@router.patch(f"{_ONFIDO}/", response_model=OnfidoOutcomeTaken)
async def update_onfido_outcome(
    simulation: CurrentSimulation,
    account_id: str,
    update: Annotated[OnfidoOutcomeUpdate, Depends(JsonBody(OnfidoOutcomeUpdate))],
) -> JSONResponse:
    """Report the outcome of the Onfido flow. After USER_COMPLETED the review continues."""
    with simulation.database.transaction():
        return JSONResponse(onfido.take_outcome(simulation, account_id, update).to_wire())
