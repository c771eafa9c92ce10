"""The worker that follows the event streams and applies each event to the state."""

import asyncio
import contextlib
import logging
from datetime import timedelta

from ribbit_tui.broker.backoff import WakeUp
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import ForbiddenError, InvalidRequestError, NotFoundError
from ribbit_tui.broker.streams import (
    STREAMS,
    Connected,
    Gap,
    Lost,
    Received,
    StreamName,
    Unreadable,
    follow,
)
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.notices import notice_of
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.wire.events import AccountStatusEvent, Event

from .journal_owners import JournalOwners
from .missed_events import MissedEvents
from .reducers import apply_event

log = logging.getLogger(__name__)

CURSOR_SECONDS = 1.0


class EventWorker:
    """Follows the streams, and keeps the cursor of each on disk."""

    def __init__(
        self,
        store: StateStore,
        cursors: CursorStore,
        customers: CustomerStore,
        clock: Clock,
        journal_owners: JournalOwners,
    ) -> None:
        self.missed = MissedEvents()
        self._journal_owners = journal_owners
        self._store = store
        self._cursors = cursors
        self._customers = customers
        self._clock = clock
        self._wake_up = WakeUp()

    def retry_now(self) -> None:
        """Reconnect the lost streams without waiting for their backoff."""
        self._wake_up.wake_all()

    async def follow(self, broker: Broker, stream: StreamName) -> None:
        """Apply one stream's events, from the saved cursor on, until cancelled."""
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
                        self.handle(stream, event)
                        self._cursors.advance(stream, event.cursor)
                        store.state.connection.last_event_at = self._clock.now()
                        store.changed(Change.CONNECTION)
                    case Connected(cursor):
                        self.missed.on_connected(stream, cursor, self._clock.now())
                        self._set_connected(stream, is_connected=True)
                        store.mark_stale(store.tracked_parts | Change.MARKET)
                    case Gap() | Unreadable():
                        store.mark_stale(store.tracked_parts)
                    case Lost(reason, retry_in, refusal):
                        self._set_connected(
                            stream, is_connected=False, error=reason, retry_in=retry_in
                        )
                        if STREAMS[stream].is_optional and isinstance(
                            refusal, ForbiddenError | NotFoundError
                        ):
                            self._forget(stream)
                        if (
                            isinstance(refusal, InvalidRequestError)
                            and self._cursors.get(stream) is not None
                        ):
                            # The cursor is of another server. Reconnecting loads all parts.
                            self._cursors.forget(stream)
                            self.retry_now()

    def handle(self, stream: StreamName, event: Event) -> None:
        """Apply an event. A missed one is collected; a new one sends its notice."""
        is_missed = self.missed.collect(stream, event)
        has_changed = self._apply(event, notify=not is_missed)
        self._store.replay_after_load(
            lambda: self._apply(event, notify=not is_missed and not has_changed)
        )
        if is_missed:
            self._store.changed(Change.MISSED)
            if isinstance(event, AccountStatusEvent) and event.status_to:
                self._customers.try_update(event.account_id, status=str(event.status_to))

    def update_missed(self, changes: Change) -> Change:
        """Derive the open customer's missed events from changed events or journals."""
        if not changes & (Change.JOURNALS | Change.MISSED):
            return NOTHING
        state = self._store.state
        state.missed = self.missed.for_customer(state)
        return Change.MISSED

    async def save_cursors_regularly(self) -> None:
        """Save the cursors every `CURSOR_SECONDS`, until cancelled."""
        while True:
            await asyncio.sleep(CURSOR_SECONDS)
            self.save_cursors()

    def save_cursors(self) -> None:
        """Save the cursors. On failure the next run replays more events than needed."""
        try:
            self._cursors.save()
        except OSError as error:
            log.warning("the event cursors could not be saved: %s", error.strerror)

    def _forget(self, stream: StreamName) -> None:
        """Do without a stream that this broker does not offer, until it does."""
        connection = self._store.state.connection
        connection.streams.pop(stream, None)
        connection.stream_retries.pop(stream, None)
        if connection.is_live:
            connection.error = ""

    def _set_connected(
        self, stream: StreamName, *, is_connected: bool, error: str = "", retry_in: float = 0
    ) -> None:
        connection = self._store.state.connection
        connection.streams[stream] = is_connected
        connection.stream_retries.pop(stream, None)
        if not is_connected:
            connection.stream_retries[stream] = self._clock.now() + timedelta(seconds=retry_in)
        if error or connection.is_live:
            connection.error = error
        self._store.changed(Change.CONNECTION)

    def _apply(self, event: Event, *, notify: bool) -> bool:
        """Apply an event to the state; return whether it changed anything.

        An event that cannot be applied must not stop its stream: it is logged, and all parts are
        loaded instead.
        """
        store = self._store
        try:
            effect = apply_event(store.state, event)
            notice = notice_of(event) if notify and effect.changed else None
        except Exception:
            log.exception("an event of kind %s could not be applied", type(event).__name__)
            store.mark_stale(CUSTOMER_PARTS)
            return False
        if effect.stale:
            store.mark_stale(effect.stale)
        if effect.unknown_journal is not None:
            self._journal_owners.ask(effect.unknown_journal)
        if effect.changed:
            store.changed(effect.changed)
        if notice is not None:
            store.notify(notice)
        return bool(effect.changed)
