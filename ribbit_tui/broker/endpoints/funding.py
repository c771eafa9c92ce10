"""Bank links and transfers."""

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.funding import (
    AchRelationship,
    AchRelationshipCreation,
    Transfer,
    TransferCreation,
    TransferDirection,
)
from ribbit_tui.wire.tolerance import Listing


class Funding:
    """Bank links and transfers.

    No write sends an idempotency key: after OutcomeUnknownError, list before you try again.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create_ach_relationship(
        self, account_id: str, creation: AchRelationshipCreation
    ) -> AchRelationship:
        response = await self._transport.write(
            "POST", path("/v1/accounts/{}/ach_relationships", account_id), creation.to_wire()
        )
        return response.one(AchRelationship)

    async def list_ach_relationships(
        self, account_id: str, *, statuses: tuple[str, ...] | None = None
    ) -> Listing[AchRelationship]:
        response = await self._transport.get(
            path("/v1/accounts/{}/ach_relationships", account_id), parameters(statuses=statuses)
        )
        return response.many(AchRelationship)

    async def delete_ach_relationship(self, account_id: str, relationship_id: str) -> None:
        await self._transport.write(
            "DELETE", path("/v1/accounts/{}/ach_relationships/{}", account_id, relationship_id)
        )

    async def create_transfer(self, account_id: str, creation: TransferCreation) -> Transfer:
        response = await self._transport.write(
            "POST", path("/v1/accounts/{}/transfers", account_id), creation.to_wire()
        )
        return response.one(Transfer)

    async def list_transfers(
        self,
        account_id: str,
        *,
        direction: TransferDirection | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Listing[Transfer]:
        response = await self._transport.get(
            path("/v1/accounts/{}/transfers", account_id),
            parameters(direction=direction, limit=limit, offset=offset),
        )
        return response.many(Transfer)

    async def cancel_transfer(self, account_id: str, transfer_id: str) -> None:
        await self._transport.write(
            "DELETE", path("/v1/accounts/{}/transfers/{}", account_id, transfer_id)
        )
