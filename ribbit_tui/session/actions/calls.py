"""Requests for the open customer, with their errors in words."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, OutcomeUnknownError, UnreadableResponseError
from ribbit_tui.session.errors import ActionFailedError, ErrorReport, report_of
from ribbit_tui.session.state_store import StateStore

Result = TypeVar("Result")
"""The result of a request."""

NOT_READY = ErrorReport(
    "Not connected yet",
    remedy="Nothing was sent. Wait for the connection, then try again.",
)


class Calls:
    """Sends requests. Raises ActionFailedError, and nothing else, when one fails."""

    def __init__(self, store: StateStore, broker: Callable[[], Awaitable[Broker]]) -> None:
        """Use the client that `broker` returns; it raises TimeoutError."""
        self._store = store
        self._broker = broker

    async def send(
        self,
        call: Callable[[Broker], Awaitable[Result]],
        *,
        if_unknown: Callable[[BrokerError], Awaitable[Result]] | None = None,
    ) -> Result:
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
        """Return the client. Raises ActionFailedError while there is none."""
        try:
            return await self._broker()
        except TimeoutError:
            raise ActionFailedError(NOT_READY) from None

    def account_id(self) -> str:
        """Return the open customer's account id. Raises ActionFailedError if none is open."""
        if self._store.state.customer_id is None:
            raise ActionFailedError(ErrorReport("No customer is open", remedy="Open one first."))
        return self._store.state.customer_id
