"""The session: follows the events, reads the truth, and is the one owner of the state."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ribbit_tui.broker.backoff import Nudge
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, Invalid, NotFound
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
from ribbit_tui.wire.events import Event

from .actions import Actions
from .clock import Clock
from .cursors import CursorStore
from .customers import CustomerStore
from .notices import Notice, notice_of
from .problems import problem_of
from .reading import READERS, read_timeline
from .reducers import apply_event
from .state import CUSTOMER_PARTS, Change, Connection, Server, State

log = logging.getLogger(__name__)

ReportServer = Callable[[Server, str], None]
OpenBroker = Callable[[ReportServer], AbstractAsyncContextManager[Broker]]
"""Brings up a client (and, where one is ours, the server behind it), reporting how it stands."""

RECONCILE_SECONDS = 60.0
PRICE_SECONDS = 1.0
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
        self._unpublished = Change(0)
        self._stale = Change(0)
        self._stale_noted = asyncio.Event()
        self._arrived: list[Event] | None = None
        self._watched: dict[str, frozenset[str]] = {}
        self._watch_noted = asyncio.Event()
        self._retry_now = Nudge()
        self.actions = Actions(self, preferences, new_id)

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
                async with asyncio.TaskGroup() as tasks:
                    for stream in STREAMS:
                        tasks.create_task(self._follow(broker, stream))
                    tasks.create_task(self._keep_true(broker))
                    tasks.create_task(self._reconcile_regularly())
                    tasks.create_task(self._poll_prices(broker))
                    tasks.create_task(self._save_cursors_regularly())
        finally:
            self._broker = None
            self._ready.clear()
            with contextlib.suppress(OSError):
                self._cursors.save()

    async def broker(self) -> Broker:
        """The client, waited for while the server is starting. Raises TimeoutError."""
        async with asyncio.timeout(READY_SECONDS):
            await self._ready.wait()
        assert self._broker is not None
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
        self.customers.update(account_id, opened_at=self.clock.now())
        self.changed(CUSTOMER_PARTS)
        self.read_again(CUSTOMER_PARTS)

    def watch_prices(self, watcher: str, symbols: Iterable[str]) -> None:
        """Keep prices of these symbols fresh for `watcher`; replaces what it watched before."""
        wanted = frozenset(symbols)
        if self._watched.get(watcher) != wanted:
            self._watched[watcher] = wanted
            self._watch_noted.set()

    async def need_assets(self) -> None:
        """Read the list of assets, once. Raises ActionFailed when it can't be had."""
        if not self.state.assets:
            assets = await self.actions.attempt(lambda broker: broker.assets.list())
            self.state.assets = {asset.symbol: asset for asset in assets}
            self.changed(Change.ASSETS)

    def changed(self, parts: Change) -> None:
        """Publish that these parts differ, together with whatever else changes right now."""
        if not self._unpublished:
            asyncio.get_running_loop().call_later(PUBLISH_SECONDS, self._publish_changes)
        self._unpublished |= parts

    def read_again(self, parts: Change) -> None:
        """Have these parts read from the server as soon as may be."""
        self._stale |= parts
        self._stale_noted.set()

    def _publish_changes(self) -> None:
        changes, self._unpublished = self._unpublished, Change(0)
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
                        self._apply(event)
                        self._cursors.advance(stream, event.cursor)
                        self.state.connection.last_event_at = self.clock.now()
                        self.changed(Change.CONNECTION)
                    case Connected():
                        self._stream_is(stream, connected=True)
                        self.read_again(CUSTOMER_PARTS | Change.MARKET)
                    case Gap() | Unreadable():
                        self.read_again(CUSTOMER_PARTS)
                    case Lost(reason, _, refusal):
                        self._stream_is(stream, connected=False, trouble=reason)
                        if isinstance(refusal, Invalid):
                            # A cursor of another server's past: what it stood for is read instead.
                            self._cursors.forget(stream)
                            self._retry_now.now()

    def _stream_is(self, stream: StreamName, *, connected: bool, trouble: str = "") -> None:
        connection = self.state.connection
        connection.streams[stream] = connected
        if trouble or connection.is_live:
            connection.trouble = trouble
        self.changed(Change.CONNECTION)

    def _apply(self, event: Event) -> None:
        """One bad event must not stop the stream: it is logged and read again instead."""
        if self._arrived is not None:
            self._arrived.append(event)
        try:
            effect = apply_event(self.state, event)
        except Exception:
            log.exception("an event of kind %s could not be applied", type(event).__name__)
            self.read_again(CUSTOMER_PARTS)
            return
        if effect.stale:
            self.read_again(effect.stale)
        if effect.changed:
            self.changed(effect.changed)
            self._after(effect.changed)
            if (notice := notice_of(event)) is not None:
                self._notify(notice)

    def _after(self, parts: Change) -> None:
        """What follows from a change, wherever it came from."""
        account = self.state.account
        if account is not None and parts & Change.ACCOUNT:
            self.customers.update(
                account.id, status=str(account.status), account_number=account.account_number
            )
            if account.status == AccountStatus.ACTIVE:
                self.actions.give_welcome_gift_soon()
        if parts & Change.POSITIONS:
            self.watch_prices("positions", self.state.positions)

    async def _keep_true(self, broker: Broker) -> None:
        """Read what has been noted as stale, until cancelled."""
        while True:
            await self._stale_noted.wait()
            self._stale_noted.clear()
            parts, self._stale = self._stale, Change(0)
            try:
                await self._read(broker, parts)
            except BrokerError as error:
                await self._reading_failed(error, parts)

    async def _reading_failed(self, error: BrokerError, parts: Change) -> None:
        problem = problem_of(error)
        self.state.trouble = problem.detail or problem.title
        self.changed(Change.CONNECTION)
        if isinstance(error, NotFound):
            return
        self._stale |= parts
        await asyncio.sleep(1)
        self._stale_noted.set()

    async def _read(self, broker: Broker, parts: Change) -> None:
        """Read parts at once and put them into the state, with what happened meanwhile on top."""
        if Change.MARKET in parts:
            await self._read_market(broker)
        account_id = self.state.customer_id
        if account_id is None:
            return
        self._arrived = []
        try:
            wanted = [part for part in READERS if part in parts]
            puts = await asyncio.gather(*(READERS[part](broker, account_id) for part in wanted))
            if self.state.customer_id != account_id:
                return
            for put in puts:
                put(self.state)
            if Change.TIMELINE in parts and self.state.account is not None:
                (await read_timeline(broker, self.state, self.clock.now()))(self.state)
            arrived = self._arrived
        finally:
            self._arrived = None
        read = parts & CUSTOMER_PARTS
        self.state.loaded |= read
        self.state.trouble = ""
        self.changed(read)
        self._after(read)
        for event in arrived:
            self._apply(event)

    async def _read_market(self, broker: Broker) -> None:
        if self.state.clock is None and (info := await broker.simulator.info()) is not None:
            self.state.always_open = info.market_hours == "always"
        self.state.clock = await broker.market_data.clock()
        self.changed(Change.MARKET)

    async def _reconcile_regularly(self) -> None:
        while True:
            await asyncio.sleep(RECONCILE_SECONDS)
            self.read_again((CUSTOMER_PARTS & ~Change.TIMELINE) | Change.MARKET)

    async def _poll_prices(self, broker: Broker) -> None:
        """Prices have no event stream in the Broker API: ask for what is on screen."""
        while True:
            symbols = sorted(frozenset().union(*self._watched.values()))
            if symbols:
                with contextlib.suppress(BrokerError):
                    snapshots = await broker.market_data.snapshots(symbols)
                    if any(self.state.snapshots.get(s) != snap for s, snap in snapshots.items()):
                        self.state.snapshots.update(snapshots)
                        self.changed(Change.PRICES)
            self._watch_noted.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PRICE_SECONDS if symbols else None):
                    await self._watch_noted.wait()

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
