"""Requests for the open customer, with their errors in words."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import ActionFailedError, ErrorReport, report_of
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.unanswered.sender import WriteSender
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind

Result = TypeVar("Result")
"""The result of a request."""

NOT_READY = ErrorReport(
    "Not connected yet",
    remedy="Nothing was sent. Wait for the connection, then try again.",
)


class Calls:
    """Sends requests. Raises ActionFailedError, and nothing else, when one fails."""

    def __init__(
        self,
        store: StateStore,
        broker: Callable[[], Awaitable[Broker]],
        sender: WriteSender,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        """Use the client that `broker` returns; it raises TimeoutError."""
        self._store = store
        self._broker = broker
        self._sender = sender
        self._clock = clock
        self._new_id = new_id

    async def send(self, call: Callable[[Broker], Awaitable[Result]]) -> Result:
        """Send one request: a read, or a write that leaves no trace to look for."""
        broker = await self.broker()
        try:
            return await call(broker)
        except BrokerError as error:
            raise ActionFailedError(report_of(error)) from None

    async def write(
        self,
        write: UnansweredWrite,
        call: Callable[[Broker, UnansweredWrite], Awaitable[Result]],
        *,
        again: bool,
    ) -> Result:
        """Send a write, and look for it if its response is lost.

        `call` gets the write whose key is to be sent. `again` says that the user wants it sent
        although an equal one has no response. Raises UnansweredError if the outcome is unknown.
        """
        return await self._sender.send(await self.broker(), write, call, again=again)

    def is_repetition(self, write: UnansweredWrite) -> bool:
        """Whether this order was sent before, and would be sent again under the same id."""
        return self._sender.is_repetition(write)

    def new_write(
        self,
        kind: WriteKind,
        subject: str,
        body: Mapping[str, Any],
        *,
        account_id: str,
        key: str | None = None,
    ) -> UnansweredWrite:
        """Describe a write that is about to be sent, under a new key if there is none."""
        key = self._new_id() if key is None else key
        return UnansweredWrite(key, kind, account_id, subject, self._clock.now(), body)

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
