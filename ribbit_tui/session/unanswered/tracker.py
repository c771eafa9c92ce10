"""The list of the writes without a response, which are looked for until their outcome is known."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from ribbit_tui.broker.backoff import Sleep, WakeUp, sleep_or_wake
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

from . import words
from .evidence import PARTS, find_trace
from .lookups import look_for
from .store import UnansweredWriteStore
from .writes import UnansweredWrite

log = logging.getLogger(__name__)

PAUSES = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between two looks. The last pause is repeated."""


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
        self._customer_id: str | None = None
        now = clock.now()
        self._writes = {
            write.key: replace(write, lost_at=write.lost_at or now, server_ended=owns_server)
            for write in file.load()
        }
        self.server_restarts = 0
        """The number of restarts of the server process since the app started."""
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

    def put(self, write: UnansweredWrite) -> None:
        """Keep a write, in place of what was kept of it before."""
        self._writes[write.key] = write
        self._save()

    def lose(self, write: UnansweredWrite) -> None:
        """Keep a write whose response nobody waits for any more."""
        self.put(replace(write, lost_at=self._clock.now()))
        self._wake_up.wake_all()

    def forget(self, write: UnansweredWrite, result: object = None) -> None:
        """Forget a write. What it created (`result`) does not show that an equal one was done."""
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
            self.forget(write)
            self._store.notify(words.loss_notice(write))
        else:
            self.put(replace(kept, looked_at=self._clock.now()))
        return found

    def look_now(self) -> None:
        """Look for the lost writes of the open customer without waiting for the next time."""
        self._looks_at_once = True
        self._wake_up.wake_all()

    def on_server_restart(self) -> None:
        """Note that the server process has ended to which the lost writes were sent."""
        self.server_restarts += 1
        for write in list(self._writes.values()):
            if write.lost_at is not None:
                self.end_with_server(write)

    def end_with_server(self, write: UnansweredWrite) -> None:
        """Note that a lost write cannot arrive any more, and look whether it did before."""
        self.put(replace(self._writes[write.key], server_ended=True))
        self.look_now()

    def on_change(self, changes: Change) -> None:
        """Settle the lost writes that the changed state shows to be done."""
        if self._customer_id != self._store.state.customer_id:
            self._customer_id = self._store.state.customer_id
            self._wake_up.wake_all()
        for write in self.lost(self._customer_id):
            if PARTS.get(write.kind, Change.UNANSWERED) & changes & ~Change.UNANSWERED:
                found = self.find_in_state(write)
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

    def find_in_state(self, write: UnansweredWrite) -> object | None:
        """Return what shows in the loaded state that the write was done; None if nothing does."""
        state = self._store.state
        part = PARTS.get(write.kind)
        if part is None or state.customer_id != write.account_id or not state.has(part):
            return None
        return find_trace(write, state)

    def _settle(self, write: UnansweredWrite, found: object) -> None:
        """Forget a write that turned out to be done, and tell of it."""
        self.forget(write, found)
        if (part := PARTS.get(write.kind)) is not None:
            self._store.mark_stale(part | Change.MONEY)
        else:
            self.on_application(write, found)
        self._store.notify(words.arrival_notice(write))
