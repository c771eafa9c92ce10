"""Tradable assets."""

from typing import Literal

from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.assets import Asset, AssetClass
from ribbit_tui.wire.tolerance import Listing


class Assets:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list(
        self,
        *,
        status: Literal["active", "inactive", "all"] | None = None,
        asset_class: AssetClass | None = None,
    ) -> Listing[Asset]:
        """List assets: all US equities, unless the parameters say otherwise."""
        response = await self._transport.get(
            "/v1/assets", parameters(status=status, asset_class=asset_class)
        )
        return response.many(Asset)

    async def get(self, symbol_or_asset_id: str) -> Asset:
        response = await self._transport.get(path("/v1/assets/{}", symbol_or_asset_id))
        return response.one(Asset)
