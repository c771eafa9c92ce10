"""Calls to the server for the open customer, with their failures in words."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, OutcomeUnknownError, UnreadableResponseError
from ribbit_tui.session.errors import ActionFailedError, ErrorReport, report_of
from ribbit_tui.session.state_store import StateStore

Answer = TypeVar("Answer")

NOT_READY = ErrorReport(
    "The server is not there yet",
    remedy="Nothing was sent. Wait for the connection, then try again.",
)


class Calls:
    """Raises ActionFailedError, and nothing else, for a call that failed or may have."""

    def __init__(self, store: StateStore, broker: Callable[[], Awaitable[Broker]]) -> None:
        """`broker` waits for the client. Raises TimeoutError."""
        self._store = store
        self._broker = broker

    async def send(
        self,
        call: Callable[[Broker], Awaitable[Answer]],
        *,
        if_unknown: Callable[[BrokerError], Awaitable[Answer]] | None = None,
    ) -> Answer:
        """Send one request. When the outcome of a write is unknown, `if_unknown` looks for it."""
        broker = await self.broker()
        try:
            return await call(broker)
        except (OutcomeUnknownError, UnreadableResponseError) as error:
            if if_unknown is None:
                raise ActionFailedError(report_of(error)) from None
            return await if_unknown(error)
        except BrokerError as error:
            raise ActionFailedError(report_of(error)) from None

    async def broker(self) -> Broker:
        """The client. Raises ActionFailedError while there is no server."""
        try:
            return await self._broker()
        except TimeoutError:
            raise ActionFailedError(NOT_READY) from None

    def account_id(self) -> str:
        """The open customer's. Raises ActionFailedError when none is open."""
        if self._store.state.customer_id is None:
            raise ActionFailedError(ErrorReport("No customer is open", remedy="Open one first."))
        return self._store.state.customer_id
