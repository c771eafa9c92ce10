"""The session: brings up the server's client, and everything that keeps a customer's store."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.session.actions.account import AccountActions
from ribbit_tui.session.actions.calls import Calls
from ribbit_tui.session.actions.customers import CustomerActions
from ribbit_tui.session.actions.funding import FundingActions
from ribbit_tui.session.actions.review import ReviewActions
from ribbit_tui.session.actions.simulator import SimulatorActions
from ribbit_tui.session.actions.trading import TradingActions
from ribbit_tui.session.actions.welcome_gift import GiftOffer, WelcomeGifts
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.session.sync.event_worker import EventWorker
from ribbit_tui.session.sync.price_watch import PriceWatch
from ribbit_tui.session.sync.reconciler import Reconciler
from ribbit_tui.wire.accounts import AccountStatus

from .clock import Clock
from .errors import NoServerError
from .notices import Notice
from .state import Change, Connection, Server, State
from .state_store import StateStore

ReportServer = Callable[[Server, str], None]
OpenBroker = Callable[[ReportServer], AbstractAsyncContextManager[Broker]]
"""Brings up a client (and, where one is ours, the server behind it), reporting how it stands."""

READY_SECONDS = 15.0


class Session:
    """Run it in one task; everything else is called from the same event loop."""

    def __init__(
        self,
        *,
        open_broker: OpenBroker,
        customers: CustomerStore,
        cursors: CursorStore,
        clock: Clock,
        new_id: Callable[[], str],
        gift: GiftOffer | None = None,
    ) -> None:
        """`gift` is what the firm gives a new customer."""
        self.clock = clock
        self.store = store = StateStore()
        self._open_broker = open_broker
        self._customers = customers
        self._broker: Broker | None = None
        self._ready = asyncio.Event()
        self.events = EventWorker(store, cursors, customers, clock)
        self._reconciler = Reconciler(store, clock)
        self._prices = PriceWatch(store)
        self._gifts = WelcomeGifts(store, self.broker, customers, gift)
        self._calls = calls = Calls(store, self.broker)
        self.funding_actions = FundingActions(store, calls)
        self.trading_actions = TradingActions(store, calls, new_id)
        self.simulator_actions = SimulatorActions(store, calls, clock)
        self.customer_actions = CustomerActions(
            store, calls, customers, clock, gives_gifts=gift is not None
        )
        self.account_actions = AccountActions(store, calls)
        self.review_actions = ReviewActions(store, calls, self.account_actions, clock)

    @property
    def state(self) -> State:
        return self.store.state

    async def run(
        self, publish: Callable[[Change], None], notify: Callable[[Notice], None]
    ) -> None:
        """Live until cancelled. Raises what `open_broker` raises when no server can be had."""
        self.store.subscribe(lambda changes: publish(self._follow_up(changes)), notify)
        self.state.connection = Connection(streams=dict.fromkeys(STREAMS, False))
        try:
            async with self._open_broker(self._server_reported) as broker:
                self._broker = broker
                self._ready.set()
                self._server_reported(Server.RUNNING, "")
                try:
                    async with asyncio.TaskGroup() as tasks:
                        for stream in STREAMS:
                            tasks.create_task(self.events.follow(broker, stream))
                        tasks.create_task(self._reconciler.run(broker))
                        tasks.create_task(self._reconciler.schedule_full_refresh())
                        tasks.create_task(self._prices.poll(broker))
                        tasks.create_task(self.events.save_cursors_regularly())
                finally:
                    self._broker = None
                    self._ready.clear()
                    await self._gifts.stop()
        except NoServerError as error:
            self.state.connection.server = Server.FAILED
            self.state.connection.error = str(error)
            raise
        finally:
            # Whoever watched may be gone by the time the last change would be told.
            self.store.unsubscribe()
            self.events.save_cursors()

    async def broker(self) -> Broker:
        """The client, waited for while the server is starting. Raises TimeoutError."""
        async with asyncio.timeout(READY_SECONDS):
            while self._broker is None:
                await self._ready.wait()
        return self._broker

    def open_customer(self, account_id: str) -> None:
        """Make this customer the one whose store is kept. It is read in the background."""
        if self.state.customer_id != account_id:
            self._customers.try_update(account_id, opened_at=self.clock.now())
            self.store.open(account_id)

    def dismiss_missed(self) -> None:
        """What happened while no app was running has been read, and is not told again."""
        self.events.missed.dismiss(self.state)
        self.store.changed(Change.MISSED)

    def watch_prices(self, watcher: str, symbols: Iterable[str]) -> None:
        """Keep prices of these symbols fresh for `watcher`; replaces what it watched before."""
        self._prices.watch(watcher, symbols)

    def track_parts(self, watcher: str, parts: Change) -> None:
        """Keep these parts true as long as `watcher` shows them; replaces what it showed before."""
        self.store.track_parts(watcher, parts)

    async def load_assets(self) -> None:
        """Read the list of assets, once. Raises ActionFailedError when it can't be had."""
        if not self.state.assets:
            assets = await self._calls.send(lambda broker: broker.assets.list())
            self.state.assets = {asset.symbol: asset for asset in assets}
            self.store.changed(Change.ASSETS)

    @property
    def is_idle(self) -> bool:
        """Connected, with nothing left to read, to publish or to give."""
        return self.state.connection.is_live and self.store.is_idle and not self._gifts.is_giving

    def age_of_last_event(self) -> float | None:
        """Seconds since an event of any stream arrived; None before the first."""
        at: datetime | None = self.state.connection.last_event_at
        return None if at is None else max(0.0, (self.clock.now() - at).total_seconds())

    def _follow_up(self, changes: Change) -> Change:
        """See to what follows from changes, wherever they came from; says what differs by now."""
        state = self.state
        if state.account is not None and changes & Change.ACCOUNT:
            account = state.account
            self._customers.try_update(
                account.id, status=str(account.status), account_number=account.account_number
            )
            if account.status == AccountStatus.ACTIVE:
                self._gifts.give_if_due()
        if changes & Change.POSITIONS:
            self.watch_prices("positions", state.positions)
        if changes & (Change.JOURNALS | Change.MISSED):
            state.missed = self.events.missed.of(state)
            changes |= Change.MISSED
        return changes

    def _server_reported(self, server: Server, error: str) -> None:
        connection = self.state.connection
        before = connection.server
        connection.server, connection.error = server, error
        self.store.changed(Change.CONNECTION)
        if server is Server.RESTARTING:
            self.store.notify(
                Notice("The simulator stopped", "Starting it again; nothing is lost.")
            )
        if server is Server.RUNNING and before is Server.RESTARTING:
            self.events.retry_now()
            self.store.notify(Notice("The simulator is back"))
