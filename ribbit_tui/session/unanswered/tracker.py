"""The owner of the writes without a response: it keeps them, looks for them and tells of them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar, cast

from ribbit_tui.broker.backoff import Sleep, WakeUp, sleep_or_wake
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import (
    BrokerError,
    ConflictError,
    OutcomeUnknownError,
    UnreadableResponseError,
)
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import ActionFailedError, report_of
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

from . import words
from .evidence import PARTS, find_trace, ids_before
from .lookups import load_part, look_for
from .store import UnansweredWriteStore
from .writes import UnansweredError, UnansweredWrite, WriteKind

log = logging.getLogger(__name__)

Result = TypeVar("Result")
"""The result of a call; where that is one object, also what shows that the write was done."""

PAUSES = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between two looks. The last pause is repeated."""
PATIENCE_SECONDS = 10.0
"""The longest time that a look keeps somebody waiting who has just sent a write."""


class UnansweredWrites:
    """The writes that have been sent and whose outcome is not known.

    Each is kept, also on disk, from before it is sent until its response or a reading tells its
    outcome.
    """

    def __init__(
        self,
        store: StateStore,
        file: UnansweredWriteStore,
        clock: Clock,
        *,
        owns_server: bool = False,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`owns_server` says that the server ends with the app, and requests with the server."""
        self._store = store
        self._file = file
        self._clock = clock
        self._sleep = sleep
        self._wake_up = WakeUp()
        self._looks_at_once = owns_server
        self._restarts = 0
        self._customer_id: str | None = None
        now = clock.now()
        self._writes = {
            write.key: replace(write, lost_at=write.lost_at or now, server_ended=owns_server)
            for write in file.load()
        }
        self.next_look_at: datetime | None = None
        self.on_application: Callable[[UnansweredWrite, object], None] = lambda _write, _found: None
        """Called with an application that turned out to have arrived, and with its account."""

    def lost(self, account_id: str | None) -> list[UnansweredWrite]:
        """Return the writes for this account whose response was lost, the oldest first.

        Applications, which are for no account yet, are among them.
        """
        found = [
            write
            for write in self._writes.values()
            if write.lost_at is not None and write.account_id in (account_id, "")
        ]
        return sorted(found, key=lambda write: write.sent_at)

    def get(self, key: str) -> UnansweredWrite | None:
        """Return a write as long as its outcome is not known."""
        return self._writes.get(key)

    def same(self, write: UnansweredWrite) -> UnansweredWrite | None:
        """Return the newest write that does the same and whose outcome is not known."""
        found = [one for one in self._writes.values() if one.is_same(write)]
        return max(found, key=lambda one: one.sent_at, default=None)

    def is_repetition(self, write: UnansweredWrite) -> bool:
        """Whether this order was sent before, and would be sent again under the same id."""
        earlier = self.same(write)
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
        earlier = self.same(write)
        if earlier is not None:
            found = await self._look_before_repeating(broker, write, earlier, again=again)
            if found is not None:
                return cast(Result, found)
            earlier = self._writes.get(earlier.key)
        if earlier is not None and _has_same_id(write, earlier):
            write = replace(earlier, lost_at=None)
        else:
            earlier = None
            write = replace(write, known_ids=await self._ids_before(broker, write))
        if (other := self.same(write)) is not None and other.lost_at is None:
            raise ActionFailedError(words.still_sending(other))
        self._put(write)
        try:
            result = await call(broker, write)
        except (OutcomeUnknownError, UnreadableResponseError) as error:
            lost = error
        except BrokerError as error:
            return cast(Result, await self._refused(broker, write, earlier, error))
        except BaseException:
            self._interrupted(write)
            raise
        else:
            self._remove(write, result)
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
            found = await self.look(broker, earlier)
        except BrokerError as error:
            raise UnansweredError(words.cannot_look(earlier, error), earlier) from None
        if found is not None or earlier.key not in self._writes or _has_same_id(write, earlier):
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
            self._put(earlier)
            raise ActionFailedError(words.refused_after_loss(earlier, report_of(error)))
        self._remove(write)
        before = self.same(write)
        if before is not None and isinstance(error, ConflictError):
            with suppress(BrokerError):
                found = await self.look(broker, before)
                if found is not None:
                    return found
        raise ActionFailedError(report_of(error)) from None

    def _interrupted(self, write: UnansweredWrite) -> None:
        """Keep a write whose response nobody waits for any more."""
        self._put(replace(write, lost_at=self._clock.now()))
        self._wake_up.wake_all()

    async def _find_outcome(
        self, broker: Broker, write: UnansweredWrite, error: BrokerError
    ) -> object:
        """Look for a write whose response was lost. Raises UnansweredError."""
        found, restarts = None, self._restarts
        try:
            with suppress(BrokerError, TimeoutError):
                async with asyncio.timeout(PATIENCE_SECONDS):
                    found = await look_for(broker, write)
        finally:
            self._interrupted(write)
            if self._restarts != restarts:
                self._end_with_server(write)
        found = found or self._trace_in_state(write)
        if found is None:
            raise UnansweredError(words.no_response(write, error), write)
        self._remove(write, found)
        return found

    async def look(self, broker: Broker, write: UnansweredWrite) -> object | None:
        """Look for a lost write; return what shows that it was done. Raises BrokerError.

        If it cannot arrive any more and is not there, it is forgotten. Both are told.
        """
        found = await look_for(broker, write)
        kept = self._writes.get(write.key)
        if kept is None:
            return found
        if found is not None:
            self._settle(write, found)
        elif write.server_ended:
            self._remove(write)
            self._store.notify(words.loss_notice(write))
        else:
            self._put(replace(kept, looked_at=self._clock.now()))
        return found

    def look_now(self) -> None:
        """Look for the lost writes of the open customer without waiting for the next time."""
        self._looks_at_once = True
        self._wake_up.wake_all()

    def forget(self, write: UnansweredWrite) -> None:
        """Do not look for this write any more."""
        self._remove(write)

    def on_server_restart(self) -> None:
        """Note that the server process has ended to which the lost writes were sent."""
        self._restarts += 1
        for write in list(self._writes.values()):
            if write.lost_at is not None:
                self._end_with_server(write)

    def _end_with_server(self, write: UnansweredWrite) -> None:
        """Note that a lost write cannot arrive any more, and look whether it did before."""
        self._put(replace(self._writes[write.key], server_ended=True))
        self.look_now()

    def on_change(self, changes: Change) -> None:
        """Settle the lost writes that the changed state shows to be done."""
        if self._customer_id != self._store.state.customer_id:
            self._customer_id = self._store.state.customer_id
            self._wake_up.wake_all()
        for write in self.lost(self._customer_id):
            if PARTS.get(write.kind, Change.UNANSWERED) & changes & ~Change.UNANSWERED:
                found = self._trace_in_state(write)
                if found is not None:
                    self._settle(write, found)

    async def keep_looking(self, broker: Broker) -> None:
        """Look for the lost writes at growing intervals while they may arrive, until cancelled."""
        looks = 0
        while True:
            seen = self._wake_up.count
            writes = self._expected()
            if not writes:
                self.next_look_at, looks = None, 0
                await self._wake_up.wait_beyond(seen)
                continue
            if not self._looks_at_once:
                pause = PAUSES[min(looks, len(PAUSES) - 1)]
                self.next_look_at = self._clock.now() + timedelta(seconds=pause)
                if await sleep_or_wake(pause, self._sleep, self._wake_up, seen):
                    looks = 0
                    continue
            self._looks_at_once = False
            looks += 1
            for write in writes:
                with suppress(BrokerError):
                    await self.look(broker, write)

    def _expected(self) -> list[UnansweredWrite]:
        """Return the lost writes to look for: all if that was asked for."""
        now = self._clock.now()
        return [
            write
            for write in self.lost(self._store.state.customer_id)
            if self._looks_at_once or write.server_ended or write.may_arrive(now)
        ]

    def _trace_in_state(self, write: UnansweredWrite) -> object | None:
        state = self._store.state
        part = PARTS.get(write.kind)
        if part is None or state.customer_id != write.account_id or not state.has(part):
            return None
        return find_trace(write, state)

    def _settle(self, write: UnansweredWrite, found: object) -> None:
        """Forget a write that turned out to be done, and tell of it."""
        self._remove(write, found)
        if (part := PARTS.get(write.kind)) is not None:
            self._store.mark_stale(part | Change.MONEY)
        else:
            self.on_application(write, found)
        self._store.notify(words.arrival_notice(write))

    def _put(self, write: UnansweredWrite) -> None:
        self._writes[write.key] = write
        self._save()

    def _remove(self, write: UnansweredWrite, result: object = None) -> None:
        """Forget a write. What it created (`result`) is not what others are looked for by."""
        self._writes.pop(write.key, None)
        created = getattr(result, "id", None)
        if isinstance(created, str):
            for other in [one for one in self._writes.values() if one.is_same(write)]:
                ids = other.known_ids | {created}
                self._writes[other.key] = replace(other, known_ids=ids)
        self._save()

    def _save(self) -> None:
        """Publish the change and write the file; log the error if it cannot be written."""
        self._store.changed(Change.UNANSWERED)
        try:
            self._file.save(self._writes.values())
        except OSError as error:
            log.warning("the unanswered writes could not be saved: %s", error.strerror)


def _has_same_id(write: UnansweredWrite, earlier: UnansweredWrite) -> bool:
    """Whether both are one order: sent under one id, it is placed once, whichever arrives."""
    return write.kind is WriteKind.ORDER and write.body == earlier.body
