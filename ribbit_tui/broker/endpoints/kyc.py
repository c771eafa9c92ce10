"""Results of identity checks, and the Onfido flow."""

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.onfido import (
    OnfidoOutcomeTaken,
    OnfidoOutcomeUpdate,
    OnfidoPlatform,
    OnfidoToken,
)


class Kyc:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get_cip(self, account_id: str) -> Cip:
        """Return the results that the firm's provider has uploaded.

        Raises NotFoundError if there are none.
        """
        return (await self._transport.get(path("/v1/accounts/{}/cip", account_id))).one(Cip)

    async def onfido_token(
        self,
        account_id: str,
        *,
        referrer: str | None = None,
        platform: OnfidoPlatform | None = None,
    ) -> OnfidoToken:
        """Return a token for the Onfido flow, to be kept in memory only.

        `referrer` needs `platform`.
        """
        response = await self._transport.get(
            path("/v1/accounts/{}/onfido/sdk/tokens/", account_id),
            parameters(referrer=referrer, platform=platform),
        )
        return response.one(OnfidoToken)

    async def set_onfido_outcome(
        self, account_id: str, update: OnfidoOutcomeUpdate
    ) -> OnfidoOutcomeTaken:
        response = await self._transport.write(
            "PATCH", path("/v1/accounts/{}/onfido/sdk/", account_id), update.to_wire()
        )
        return response.one(OnfidoOutcomeTaken)
