"""The session: follows the events, reads the truth, and is the one owner of the state."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from ribbit_tui.broker.backoff import Nudge
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import Invalid
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
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.events import AccountStatusEvent, Event

from .actions.account_actions import AccountActions
from .actions.actions import Actions
from .actions.review_actions import ReviewActions
from .actions.welcome_gift import WelcomeGifts
from .clock import Clock
from .notices import Notice, notice_of
from .problems import NoServer
from .state import CUSTOMER_PARTS, NOTHING, SHOWN_PARTS, Change, Connection, Server, State
from .stores.cursors import CursorStore
from .stores.customers import CustomerStore
from .sync.away import WhileAway
from .sync.price_watch import PriceWatch
from .sync.reconciler import Reconciler
from .sync.reducers import apply_event

log = logging.getLogger(__name__)

ReportServer = Callable[[Server, str], None]
OpenBroker = Callable[[ReportServer], AbstractAsyncContextManager[Broker]]
"""Brings up a client (and, where one is ours, the server behind it), reporting how it stands."""

PUBLISH_SECONDS = 0.016
CURSOR_SECONDS = 1.0
READY_SECONDS = 15.0


@dataclass(frozen=True)
class Preferences:
    """The settings that bear on what the session does."""

    firm_account_id: str | None = None
    welcome_gift: Decimal | None = None
    """What the firm gives a new customer (USD); None for nothing."""


class Session:
    """Run it in one task; everything else is called from the same event loop."""

    def __init__(
        self,
        *,
        open_broker: OpenBroker,
        customers: CustomerStore,
        cursors: CursorStore,
        clock: Clock,
        preferences: Preferences,
        new_id: Callable[[], str],
    ) -> None:
        self.state = State()
        self.clock = clock
        self.customers = customers
        self._open_broker = open_broker
        self._cursors = cursors
        self._broker: Broker | None = None
        self._ready = asyncio.Event()
        self._publish: Callable[[Change], None] = lambda _: None
        self._notify: Callable[[Notice], None] = lambda _: None
        self._unpublished = NOTHING
        self._retry_now = Nudge()
        self._away = WhileAway()
        self._reconciler = Reconciler(self)
        self._prices = PriceWatch(self)
        self._gifts = WelcomeGifts(self, preferences)
        self._shown: dict[str, Change] = {}
        self.actions = Actions(self, preferences, new_id)
        self.account_actions = AccountActions(self)
        self.review_actions = ReviewActions(self)

    async def run(
        self, publish: Callable[[Change], None], notify: Callable[[Notice], None]
    ) -> None:
        """Live until cancelled. Raises what `open_broker` raises when no server can be had."""
        self._publish, self._notify = publish, notify
        self.state.connection = Connection(streams=dict.fromkeys(STREAMS, False))
        try:
            async with self._open_broker(self._server_reported) as broker:
                self._broker = broker
                self._ready.set()
                self._server_reported(Server.RUNNING, "")
                try:
                    async with asyncio.TaskGroup() as tasks:
                        for stream in STREAMS:
                            tasks.create_task(self._follow(broker, stream))
                        tasks.create_task(self._reconciler.keep_true(broker))
                        tasks.create_task(self._reconciler.reconcile_regularly())
                        tasks.create_task(self._prices.poll(broker))
                        tasks.create_task(self._save_cursors_regularly())
                finally:
                    self._broker = None
                    self._ready.clear()
                    await self._gifts.stop()
        except NoServer as problem:
            self.state.connection.server = Server.FAILED
            self.state.connection.trouble = str(problem)
            raise
        finally:
            # Whoever watched may be gone by the time the last change would be told.
            self._publish, self._notify = lambda _: None, lambda _: None
            with contextlib.suppress(OSError):
                self._cursors.save()

    async def broker(self) -> Broker:
        """The client, waited for while the server is starting. Raises TimeoutError."""
        async with asyncio.timeout(READY_SECONDS):
            while self._broker is None:
                await self._ready.wait()
        return self._broker

    def open_customer(self, account_id: str) -> None:
        """Make this customer the one whose picture is kept. It is read in the background."""
        state = self.state
        if state.customer_id == account_id:
            return
        self.state = State(
            connection=state.connection,
            clock=state.clock,
            always_open=state.always_open,
            assets=state.assets,
            snapshots=state.snapshots,
            customer_id=account_id,
        )
        self._reconciler.forget_failures()
        self.watch_prices("positions", ())
        self.note_customer(account_id, opened_at=self.clock.now())
        self.changed(CUSTOMER_PARTS | SHOWN_PARTS | Change.AWAY)
        self.read_again(self.kept_parts)

    def put_news_away(self) -> None:
        """What happened while no app was running has been read, and is not told again."""
        self._away.put_away(self.state)
        self.changed(Change.AWAY)

    def note_customer(self, account_id: str, **changes: Any) -> None:
        """Keep something about a customer on this machine; that it can't be is not worth more."""
        try:
            self.customers.update(account_id, **changes)
        except OSError as error:
            log.warning("the list of customers could not be saved: %s", error.strerror)

    def watch_prices(self, watcher: str, symbols: Iterable[str]) -> None:
        """Keep prices of these symbols fresh for `watcher`; replaces what it watched before."""
        self._prices.watch(watcher, symbols)

    def show_parts(self, watcher: str, parts: Change) -> None:
        """Keep these parts true as long as `watcher` shows them; replaces what it showed before.

        They are read at once: nobody looked after them until now.
        """
        self._shown[watcher] = parts & SHOWN_PARTS
        if parts & SHOWN_PARTS:
            self.read_again(parts & SHOWN_PARTS)

    @property
    def kept_parts(self) -> Change:
        """The parts of the customer's picture that are kept true."""
        kept = CUSTOMER_PARTS
        for parts in self._shown.values():
            kept |= parts
        return kept

    async def need_assets(self) -> None:
        """Read the list of assets, once. Raises ActionFailed when it can't be had."""
        if not self.state.assets:
            assets = await self.actions.attempt(lambda broker: broker.assets.list())
            self.state.assets = {asset.symbol: asset for asset in assets}
            self.changed(Change.ASSETS)

    @property
    def is_at_rest(self) -> bool:
        """Connected, with nothing left to read, to publish or to give."""
        return (
            self.state.connection.is_live
            and self._reconciler.is_at_rest
            and not self._unpublished
            and not self._gifts.is_giving
        )

    def put(self, account_id: str, put: Callable[[State], object], parts: Change) -> None:
        """Place the answer of a write into the state, unless another customer is open by now."""
        if self.state.customer_id != account_id:
            return
        put(self.state)
        self._reconciler.repeat_after_reading(lambda: put(self.state))
        self.changed(parts)

    def changed(self, parts: Change) -> None:
        """Publish that these parts differ, together with whatever else changes right now."""
        if not self._unpublished:
            asyncio.get_running_loop().call_later(PUBLISH_SECONDS, self._publish_changes)
        self._unpublished |= parts

    def read_again(self, parts: Change) -> None:
        """Have these parts read from the server as soon as may be."""
        self._reconciler.read_again(parts)

    def _publish_changes(self) -> None:
        changes, self._unpublished = self._unpublished, NOTHING
        if changes & Change.AWAY:
            self.state.away = self._away.of(self.state)
        self._publish(changes)

    def _server_reported(self, server: Server, trouble: str) -> None:
        connection = self.state.connection
        before = connection.server
        connection.server, connection.trouble = server, trouble
        self.changed(Change.CONNECTION)
        if server is Server.RESTARTING:
            self._notify(Notice("The simulator stopped", "Starting it again; nothing is lost."))
        if server is Server.RUNNING and before is Server.RESTARTING:
            self._retry_now.now()
            self._notify(Notice("The simulator is back"))

    async def _follow(self, broker: Broker, stream: StreamName) -> None:
        """Bring one stream's events into the state, and resume after the last one applied."""
        signals = follow(
            broker.transport,
            stream,
            lambda: self._cursors.get(stream),
            retry_now=self._retry_now,
        )
        async with contextlib.aclosing(signals):
            async for signal in signals:
                match signal:
                    case Received(event):
                        self._received(stream, event)
                        self._cursors.advance(stream, event.cursor)
                        self.state.connection.last_event_at = self.clock.now()
                        self.changed(Change.CONNECTION)
                    case Connected(cursor):
                        self._away.connected(stream, cursor, self.clock.now())
                        self._stream_is(stream, connected=True)
                        self.read_again(self.kept_parts | Change.MARKET)
                    case Gap() | Unreadable():
                        self.read_again(self.kept_parts)
                    case Lost(reason, _, refusal):
                        self._stream_is(stream, connected=False, trouble=reason)
                        if isinstance(refusal, Invalid) and self._cursors.get(stream) is not None:
                            # A cursor of another server's past: what it stood for is read instead.
                            self._cursors.forget(stream)
                            self._retry_now.now()

    def _stream_is(self, stream: StreamName, *, connected: bool, trouble: str = "") -> None:
        connection = self.state.connection
        connection.streams[stream] = connected
        if trouble or connection.is_live:
            connection.trouble = trouble
        self.changed(Change.CONNECTION)

    def _received(self, stream: StreamName, event: Event) -> None:
        """Apply an event. What happened while no app was running is summed up, not told singly."""
        is_past = self._away.takes(stream, event)
        self._apply(event, tell=not is_past)
        if is_past:
            self.changed(Change.AWAY)
            if isinstance(event, AccountStatusEvent) and event.status_to:
                self.note_customer(event.account_id, status=str(event.status_to))

    def _apply(self, event: Event, *, tell: bool = True) -> None:
        """Bring an event into the state, and once more after what is being read right now."""
        told = self._bring_in(event, tell=tell)
        self._reconciler.repeat_after_reading(lambda: self._bring_in(event, tell=tell and not told))

    def _bring_in(self, event: Event, *, tell: bool) -> bool:
        """Whether it changed anything. One bad event must not stop the stream: it is logged and
        read again instead."""
        try:
            effect = apply_event(self.state, event)
            notice = notice_of(event) if tell and effect.changed else None
        except Exception:
            log.exception("an event of kind %s could not be applied", type(event).__name__)
            self.read_again(CUSTOMER_PARTS)
            return False
        if effect.stale:
            self.read_again(effect.stale)
        if effect.changed:
            self.changed(effect.changed)
            self.follow_up(effect.changed)
        if notice is not None:
            self._notify(notice)
        return bool(effect.changed)

    def follow_up(self, parts: Change) -> None:
        """What follows from a change, wherever it came from."""
        account = self.state.account
        if account is not None and parts & Change.ACCOUNT:
            self.note_customer(
                account.id, status=str(account.status), account_number=account.account_number
            )
            if account.status == AccountStatus.ACTIVE:
                self._gifts.give_soon()
        if parts & Change.POSITIONS:
            self.watch_prices("positions", self.state.positions)
        if parts & Change.JOURNALS:
            self.changed(Change.AWAY)

    async def _save_cursors_regularly(self) -> None:
        while True:
            await asyncio.sleep(CURSOR_SECONDS)
            try:
                self._cursors.save()
            except OSError as error:
                log.warning("the event cursors could not be saved: %s", error.strerror)

    def age_of_last_event(self) -> float | None:
        """Seconds since an event of any stream arrived; None before the first."""
        at: datetime | None = self.state.connection.last_event_at
        return None if at is None else max(0.0, (self.clock.now() - at).total_seconds())

    def notify(self, notice: Notice) -> None:
        """Tell whoever watches."""
        self._notify(notice)
