"""A customer's own trading configurations."""

from ribbit_tui.broker.paths import path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.trading_accounts import TradingConfigurations

_PATH = "/v1/trading/accounts/{}/account/configurations"


class Configurations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def get(self, account_id: str) -> TradingConfigurations:
        return (await self._transport.get(path(_PATH, account_id))).one(TradingConfigurations)

    async def change(
        self, account_id: str, change: TradingConfigurationsChange
    ) -> TradingConfigurations:
        """Change the configurations that are set in `change`; returns all of them."""
        response = await self._transport.write("PATCH", path(_PATH, account_id), change.to_wire())
        return response.one(TradingConfigurations)
