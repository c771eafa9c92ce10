"""Following the event streams: each event into the store, each stream on after its last one."""

import asyncio
import contextlib
import logging

from ribbit_tui.broker.backoff import WakeUp
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import InvalidRequestError
from ribbit_tui.broker.streams import Connected, Gap, Lost, Received, StreamName, Unreadable, follow
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.notices import notice_of
from ribbit_tui.session.state import CUSTOMER_PARTS, Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.wire.events import AccountStatusEvent, Event

from .missed_events import MissedEvents
from .reducers import apply_event

log = logging.getLogger(__name__)

CURSOR_SECONDS = 1.0


class EventWorker:
    """Applies every event once it is there, whatever else goes on."""

    def __init__(
        self, store: StateStore, cursors: CursorStore, customers: CustomerStore, clock: Clock
    ) -> None:
        self.missed = MissedEvents()
        self._store = store
        self._cursors = cursors
        self._customers = customers
        self._clock = clock
        self._wake_up = WakeUp()

    def retry_now(self) -> None:
        """Connect at once what waits to be connected again."""
        self._wake_up.wake_all()

    async def follow(self, broker: Broker, stream: StreamName) -> None:
        """Bring one stream's events into the state, and resume after the last one applied."""
        signals = follow(
            broker.transport,
            stream,
            lambda: self._cursors.get(stream),
            wake_up=self._wake_up,
        )
        store = self._store
        async with contextlib.aclosing(signals):
            async for signal in signals:
                match signal:
                    case Received(event):
                        self.receive(stream, event)
                        self._cursors.advance(stream, event.cursor)
                        store.state.connection.last_event_at = self._clock.now()
                        store.changed(Change.CONNECTION)
                    case Connected(cursor):
                        self.missed.connected(stream, cursor, self._clock.now())
                        self._stream_is(stream, connected=True)
                        store.mark_stale(store.tracked_parts | Change.MARKET)
                    case Gap() | Unreadable():
                        store.mark_stale(store.tracked_parts)
                    case Lost(reason, _, refusal):
                        self._stream_is(stream, connected=False, error=reason)
                        if (
                            isinstance(refusal, InvalidRequestError)
                            and self._cursors.get(stream) is not None
                        ):
                            # A cursor of another server's past: what it stood for is read instead.
                            self._cursors.forget(stream)
                            self.retry_now()

    def receive(self, stream: StreamName, event: Event) -> None:
        """Apply an event. What happened while no app was running is summed up, not told singly."""
        is_past = self.missed.takes(stream, event)
        told = self._apply(event, tell=not is_past)
        self._store.replay_after_load(lambda: self._apply(event, tell=not is_past and not told))
        if is_past:
            self._store.changed(Change.MISSED)
            if isinstance(event, AccountStatusEvent) and event.status_to:
                self._customers.try_update(event.account_id, status=str(event.status_to))

    async def save_cursors_regularly(self) -> None:
        """Keep on disk how far the streams have been followed, until cancelled."""
        while True:
            await asyncio.sleep(CURSOR_SECONDS)
            self.save_cursors()

    def save_cursors(self) -> None:
        """Keep on disk how far the streams have been followed; a full disk costs a replay."""
        try:
            self._cursors.save()
        except OSError as error:
            log.warning("the event cursors could not be saved: %s", error.strerror)

    def _stream_is(self, stream: StreamName, *, connected: bool, error: str = "") -> None:
        connection = self._store.state.connection
        connection.streams[stream] = connected
        if error or connection.is_live:
            connection.error = error
        self._store.changed(Change.CONNECTION)

    def _apply(self, event: Event, *, tell: bool) -> bool:
        """Whether it changed anything. One bad event must not stop the stream: it is logged and
        read again instead."""
        store = self._store
        try:
            effect = apply_event(store.state, event)
            notice = notice_of(event) if tell and effect.changed else None
        except Exception:
            log.exception("an event of kind %s could not be applied", type(event).__name__)
            store.mark_stale(CUSTOMER_PARTS)
            return False
        if effect.stale:
            store.mark_stale(effect.stale)
        if effect.changed:
            store.changed(effect.changed)
        if notice is not None:
            store.notify(notice)
        return bool(effect.changed)
