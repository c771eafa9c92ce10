"""The client of one Broker API."""

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
    """`async with Broker(endpoint) as broker: await broker.accounts.get(account_id)`.

    Every call raises subclasses of `errors.BrokerError`. The streams are read with
    `streams.follow(broker.transport, …)`.
    """

    def __init__(self, endpoint: Endpoint, *, transport: Transport | None = None) -> None:
        """`transport`, where other than the usual timeouts and retries are wanted."""
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
        await self.transport.aclose()

    def move_to(self, endpoint: Endpoint) -> None:
        """The same server at a new address; running calls find it with their next attempt."""
        self.transport.move_to(endpoint)
