"""The sending of writes: each is looked for if its response is lost, and before it is repeated."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar, cast

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import (
    BrokerError,
    ConflictError,
    OutcomeUnknownError,
    UnreadableResponseError,
)
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import ActionFailedError, report_of
from ribbit_tui.session.state_store import StateStore

from . import words
from .evidence import PARTS, ids_before
from .lookups import load_part, look_for
from .tracker import UnansweredWrites
from .writes import UnansweredError, UnansweredWrite, WriteKind

Result = TypeVar("Result")
"""The result of a call; where that is one object, also what shows that the write was done."""

PATIENCE_SECONDS = 10.0
"""The longest time that a look keeps somebody waiting who has just sent a write."""


class WriteSender:
    """The sender of the writes that are looked for if their response is lost."""

    def __init__(self, store: StateStore, unanswered: UnansweredWrites, clock: Clock) -> None:
        self._store = store
        self._unanswered = unanswered
        self._clock = clock

    def is_repetition(self, write: UnansweredWrite) -> bool:
        """Whether this order was sent before, and would be sent again under the same id."""
        earlier = self._unanswered.same(write)
        return earlier is not None and _has_same_id(write, earlier)

    async def send(
        self,
        broker: Broker,
        write: UnansweredWrite,
        call: Callable[[Broker, UnansweredWrite], Awaitable[Result]],
        *,
        again: bool,
    ) -> Result:
        """Send a write by `call` and return its result; look for it if its response is lost.

        While an equal one is without a response, that one is looked for instead. An order is sent
        again under its id; anything else only if it is not expected any more and the user wants it
        sent `again`. Raises UnansweredError where it is not sent or not found, else
        ActionFailedError.
        """
        earlier = self._unanswered.same(write)
        if earlier is not None:
            found = await self._look_before_repeating(broker, write, earlier, again=again)
            if found is not None:
                return cast(Result, found)
            earlier = self._unanswered.get(earlier.key)
        if earlier is not None and _has_same_id(write, earlier):
            write = replace(earlier, lost_at=None)
        else:
            earlier = None
            write = replace(write, known_ids=await self._ids_before(broker, write))
        if (other := self._unanswered.same(write)) is not None and other.lost_at is None:
            raise ActionFailedError(words.still_sending(other))
        self._unanswered.put(write)
        try:
            result = await call(broker, write)
        except (OutcomeUnknownError, UnreadableResponseError) as error:
            lost = error
        except BrokerError as error:
            return cast(Result, await self._refused(broker, write, earlier, error))
        except BaseException:
            self._unanswered.lose(write)
            raise
        else:
            self._unanswered.forget(write, result)
            return result
        return cast(Result, await self._find_outcome(broker, write, lost))

    async def _look_before_repeating(
        self, broker: Broker, write: UnansweredWrite, earlier: UnansweredWrite, *, again: bool
    ) -> object | None:
        """Look for the earlier write. Returns None if this one may be sent.

        Raises UnansweredError, ActionFailedError.
        """
        if earlier.lost_at is None:
            raise ActionFailedError(words.still_sending(earlier))
        try:
            found = await self._unanswered.look(broker, earlier)
        except BrokerError as error:
            raise UnansweredError(words.cannot_look(earlier, error), earlier) from None
        if (
            found is not None
            or self._unanswered.get(earlier.key) is None
            or _has_same_id(write, earlier)
        ):
            return found
        is_expected = write.kind.happens_twice and earlier.may_arrive(self._clock.now())
        if again and not is_expected:
            return None
        report = words.still_unanswered(earlier, is_expected=is_expected)
        raise UnansweredError(report, earlier, can_be_repeated=not is_expected)

    async def _ids_before(self, broker: Broker, write: UnansweredWrite) -> frozenset[str]:
        """Return the ids that are of other writes. What is not loaded is loaded first.

        Raises ActionFailedError.
        """
        if not write.kind.leaves_new_id:
            return frozenset()
        state = self._store.state
        if state.customer_id != write.account_id or not state.has(PARTS[write.kind]):
            try:
                state = await load_part(broker, write.kind, write.account_id)
            except BrokerError as error:
                raise ActionFailedError(words.nothing_sent(error)) from None
        return ids_before(write.kind, state, write.body)

    async def _refused(
        self,
        broker: Broker,
        write: UnansweredWrite,
        earlier: UnansweredWrite | None,
        error: BrokerError,
    ) -> object:
        """Forget a write that was refused, but not the `earlier` attempt whose response was lost.

        An e-mail address has one account: if that exists, the earlier application has arrived.
        Raises ActionFailedError.
        """
        if earlier is not None:
            self._unanswered.put(earlier)
            raise ActionFailedError(words.refused_after_loss(earlier, report_of(error)))
        self._unanswered.forget(write)
        before = self._unanswered.same(write)
        if before is not None and isinstance(error, ConflictError):
            with suppress(BrokerError):
                found = await self._unanswered.look(broker, before)
                if found is not None:
                    return found
        raise ActionFailedError(report_of(error)) from None

    async def _find_outcome(
        self, broker: Broker, write: UnansweredWrite, error: BrokerError
    ) -> object:
        """Look for a write whose response was lost. Raises UnansweredError."""
        found, restarts = None, self._unanswered.server_restarts
        try:
            with suppress(BrokerError, TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    found = await look_for(broker, write)
        finally:
            self._unanswered.lose(write)
            if self._unanswered.server_restarts != restarts:
                self._unanswered.end_with_server(write)
        found = found or self._unanswered.find_in_state(write)
        if found is None:
            raise UnansweredError(words.no_response(write, error), write)
        self._unanswered.forget(write, found)
        return found


def _has_same_id(write: UnansweredWrite, earlier: UnansweredWrite) -> bool:
    """Whether both are one order: sent under one id, it is placed once, whichever arrives."""
    return write.kind is WriteKind.ORDER and write.body == earlier.body
