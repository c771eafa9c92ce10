"""The client as a whole: one attribute for each group of endpoints."""

from types import TracebackType
from typing import Self

from ribbit_tui.broker.endpoints.accounts import Accounts
from ribbit_tui.broker.endpoints.activities import Activities
from ribbit_tui.broker.endpoints.assets import Assets
from ribbit_tui.broker.endpoints.configurations import Configurations
from ribbit_tui.broker.endpoints.documents import Documents
from ribbit_tui.broker.endpoints.funding import Funding
from ribbit_tui.broker.endpoints.journals import Journals
from ribbit_tui.broker.endpoints.kyc import Kyc
from ribbit_tui.broker.endpoints.market_data import MarketData
from ribbit_tui.broker.endpoints.simulator import Simulator
from ribbit_tui.broker.endpoints.trading import Trading

from .environment import Endpoint
from .transport import Transport


class Broker:
    """Client of one Broker API.

    `async with Broker(endpoint) as broker: await broker.accounts.get(account_id)`. Every call
    raises subclasses of `errors.BrokerError`. `streams.follow(broker.transport, …)` reads a stream.
    """

    def __init__(self, endpoint: Endpoint, *, transport: Transport | None = None) -> None:
        """Create a client; `transport` brings other timeouts and retries than the usual ones."""
        self.transport = transport or Transport(endpoint)
        self.accounts = Accounts(self.transport)
        self.documents = Documents(self.transport)
        self.kyc = Kyc(self.transport)
        self.configurations = Configurations(self.transport)
        self.funding = Funding(self.transport)
        self.journals = Journals(self.transport)
        self.trading = Trading(self.transport)
        self.activities = Activities(self.transport)
        self.assets = Assets(self.transport)
        self.market_data = MarketData(self.transport)
        self.simulator = Simulator(self.transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self.transport.aclose()

    def move_to(self, endpoint: Endpoint) -> None:
        """Use the server's new address from the next attempt on, also in calls under way."""
        self.transport.move_to(endpoint)
