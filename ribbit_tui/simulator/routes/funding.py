"""Bank links (ACH relationships and recipient banks) and transfers."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse, Response

from ribbit_tui.simulator.api_versions import STATUSES
from ribbit_tui.simulator.engine.banks import ach_relationships, cancellation, recipient_banks
from ribbit_tui.simulator.engine.banks.kinds import ACH, RECIPIENT
from ribbit_tui.simulator.engine.transfers import requests as transfers
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
    TransferStatus,
)
from ribbit_tui.wire.recipient_banks import Bank, BankCreation

from .bodies import JsonBody
from .parameters import CurrentSimulation, ListParameter, split_list

router = APIRouter(tags=["funding"])

_TRANSFER = "/v1/accounts/{account_id}/transfers/{transfer_id}"
_MOST_TRANSFERS = 10_000

# alpaca-py has one more, which the simulator does not use.
_ListedStatus = TransferStatus | Literal["SETTLED"]


@router.post("/v1/accounts/{account_id}/ach_relationships", response_model=AchRelationship)
async def create_ach_relationship(
    simulation: CurrentSimulation,
    account_id: str,
    creation: Annotated[AchRelationshipCreation, Depends(JsonBody(AchRelationshipCreation))],
) -> JSONResponse:
    """Link a bank account by its numbers or by a Plaid processor token."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(ach_relationships.create(simulation, account_id, creation))
        )


@router.get("/v1/accounts/{account_id}/ach_relationships", response_model=list[AchRelationship])
async def list_ach_relationships(
    simulation: CurrentSimulation, account_id: str, statuses: ListParameter = None
) -> JSONResponse:
    """List an account's bank links. Canceled ones are listed only if `statuses` names them."""
    found = ach_relationships.list_all(simulation, account_id, split_list(statuses))
    return JSONResponse([simulation.to_wire(relationship) for relationship in found])


@router.delete("/v1/accounts/{account_id}/ach_relationships/{relationship_id}", status_code=204)
async def delete_ach_relationship(
    simulation: CurrentSimulation, account_id: str, relationship_id: str
) -> Response:
    """Remove a bank link."""
    with simulation.database.transaction():
        cancellation.cancel(simulation, ACH, account_id, relationship_id)
    return Response(status_code=204)


@router.post("/v1/accounts/{account_id}/recipient_banks", response_model=Bank)
@router.post("/v1/accounts/{account_id}/banks", response_model=Bank)
async def create_recipient_bank(
    simulation: CurrentSimulation,
    account_id: str,
    creation: Annotated[BankCreation, Depends(JsonBody(BankCreation))],
) -> JSONResponse:
    """Add a recipient bank for wires. `/banks` is Alpaca's older path."""
    with simulation.database.transaction():
        return JSONResponse(
            simulation.to_wire(recipient_banks.create(simulation, account_id, creation))
        )


@router.get("/v1/accounts/{account_id}/recipient_banks", response_model=list[Bank])
@router.get("/v1/accounts/{account_id}/banks", response_model=list[Bank])
async def list_recipient_banks(
    simulation: CurrentSimulation,
    account_id: str,
    status: str | None = None,
    bank_name: str | None = None,
) -> JSONResponse:
    """List an account's recipient banks, by status (ACTIVE or INACTIVE) or by name."""
    found = recipient_banks.list_all(simulation, account_id, status, bank_name)
    return JSONResponse([simulation.to_wire(bank) for bank in found])


@router.delete("/v1/accounts/{account_id}/recipient_banks/{bank_id}", status_code=204)
@router.delete("/v1/accounts/{account_id}/banks/{bank_id}", status_code=204)
async def delete_recipient_bank(
    simulation: CurrentSimulation, account_id: str, bank_id: str
) -> Response:
    """Remove a recipient bank."""
    with simulation.database.transaction():
        cancellation.cancel(simulation, RECIPIENT, account_id, bank_id)
    return Response(status_code=204)


@router.post("/v1/accounts/{account_id}/transfers", response_model=Transfer)
async def create_transfer(
    simulation: CurrentSimulation,
    account_id: str,
    creation: Annotated[TransferCreation, Depends(JsonBody(TransferCreation))],
) -> JSONResponse:
    """Deposit or withdraw by ACH, or withdraw by wire."""
    with simulation.database.transaction():
        return JSONResponse(simulation.to_wire(transfers.create(simulation, account_id, creation)))


@router.get("/v1/accounts/{account_id}/transfers", response_model=list[Transfer])
async def list_transfers(
    simulation: CurrentSimulation,
    account_id: str,
    direction: TransferDirection | None = None,
    status: _ListedStatus | None = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_TRANSFERS)] = _MOST_TRANSFERS,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> JSONResponse:
    """List an account's transfers, newest first."""
    found = transfers.list_all(simulation, account_id, direction, status, limit, offset)
    return JSONResponse([simulation.to_wire(transfer) for transfer in found])


@router.delete(_TRANSFER, status_code=200, response_class=Response)
async def cancel_transfer(
    simulation: CurrentSimulation, account_id: str, transfer_id: str
) -> Response:
    """Cancel a transfer that has not been sent to the bank yet."""
    with simulation.database.transaction():
        transfers.cancel(simulation, account_id, transfer_id)
    return Response(status_code=STATUSES["DELETE", _TRANSFER][simulation.settings.api_version])
