"""`/v1/accounts/{account_id}/cip` and `…/onfido/sdk`: what others found out about a customer."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.kyc import cip, onfido
from ribbit_tui.wire.cip import Cip, CipUpload
from ribbit_tui.wire.onfido import OnfidoOutcomeTaken, OnfidoOutcomeUpdate, OnfidoToken

from .inputs import CurrentSimulation, JsonBody

router = APIRouter(tags=["accounts"])

_CIP = "/v1/accounts/{account_id}/cip"
_ONFIDO = "/v1/accounts/{account_id}/onfido/sdk"


@router.post(_CIP, response_model=Cip)
async def upload_cip(
    simulation: CurrentSimulation,
    account_id: str,
    upload: Annotated[CipUpload, Depends(JsonBody(CipUpload))],
) -> JSONResponse:
    """Hand in what a provider of identity checks found; it replaces what was there before."""
    with simulation.database.transaction():
        return JSONResponse(cip.upload(simulation, account_id, upload))


@router.get(_CIP, response_model=Cip)
async def get_cip(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """What was handed in, numbers of documents masked."""
    return JSONResponse(cip.get(simulation, account_id))


@router.get(f"{_ONFIDO}/tokens", include_in_schema=False)
@router.get(f"{_ONFIDO}/tokens/", response_model=OnfidoToken)
async def get_onfido_token(
    simulation: CurrentSimulation,
    account_id: str,
    referrer: str | None = None,
    platform: str | None = None,
) -> JSONResponse:
    """A token for the Onfido flow; `platform` is needed with `referrer`."""
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
    """Tell how the Onfido flow ended; USER_COMPLETED lets the review go on."""
    with simulation.database.transaction():
        return JSONResponse(onfido.take_outcome(simulation, account_id, update).to_wire())
