"""The session: the broker client, the state of the open customer, and the tasks that update it."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.retries import RetryWait
from ribbit_tui.broker.streams import STREAMS
from ribbit_tui.session.actions.account import AccountActions
from ribbit_tui.session.actions.calls import Calls
from ribbit_tui.session.actions.customers import CustomerActions
from ribbit_tui.session.actions.funding import FundingActions
from ribbit_tui.session.actions.review import ReviewActions
from ribbit_tui.session.actions.simulator import SimulatorActions
from ribbit_tui.session.actions.trading import TradingActions
from ribbit_tui.session.actions.welcome_gift import GiftOffer, WelcomeGifts
from ribbit_tui.session.history.watch import SeriesWatch
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore
from ribbit_tui.session.sync.event_worker import EventWorker
from ribbit_tui.session.sync.journal_owners import JournalOwners
from ribbit_tui.session.sync.price_watch import PriceWatch
from ribbit_tui.session.sync.reconciler import Reconciler
from ribbit_tui.session.trading.last_seen import last_seen
from ribbit_tui.session.unanswered.sender import WriteSender
from ribbit_tui.session.unanswered.store import UnansweredWriteStore
from ribbit_tui.session.unanswered.tracker import UnansweredWrites

from .asset_loads import AssetLoads
from .clock import Clock
from .errors import NoServerError
from .notices import Notice
from .series import SeriesKey
from .state import Change, Connection, Server, State, WriteWait
from .state_store import StateStore

ReportServer = Callable[[Server, str], None]
"""Reports the status of the server and, where it is not running, why."""

OpenBroker = Callable[[ReportServer], AbstractAsyncContextManager[Broker]]
"""Opens a client and, where the app supervises it, starts the server behind it."""

READY_SECONDS = 15.0


class Session:
    """The state of one customer at a time. Call it from the event loop in which it runs."""

    def __init__(
        self,
        *,
        open_broker: OpenBroker,
        customers: CustomerStore,
        cursors: CursorStore,
        unanswered: UnansweredWriteStore,
        clock: Clock,
        new_id: Callable[[], str],
        delete_draft: Callable[[str], None],
        owns_server: bool = False,
        gift: GiftOffer | None = None,
    ) -> None:
        """`owns_server` says that the app starts the server, and that it ends with the app."""
        self.clock = clock
        self.store = store = StateStore()
        self._open_broker = open_broker
        self._customers = customers
        self._broker: Broker | None = None
        self._ready = asyncio.Event()
        self._write_waits: dict[RetryWait, WriteWait] = {}
        self._journal_owners = JournalOwners(store)
        self.events = EventWorker(store, cursors, customers, clock, self._journal_owners)
        self._reconciler = Reconciler(store, clock)
        self._prices = PriceWatch(store)
        self._series = SeriesWatch(store, clock)
        self._gifts = WelcomeGifts(store, self.broker, customers, gift)
        self.unanswered = UnansweredWrites(store, unanswered, clock, owns_server=owns_server)
        sender = WriteSender(store, self.unanswered, clock)
        self._calls = calls = Calls(store, self.broker, sender, clock, new_id)
        self._asset_loads = AssetLoads(store, calls)
        self.funding_actions = FundingActions(store, calls)
        self.trading_actions = TradingActions(store, calls)
        self.simulator_actions = SimulatorActions(
            store, calls, clock, on_time_advanced=self._prices.refresh
        )
        self.customer_actions = CustomerActions(
            store,
            calls,
            customers,
            clock,
            self.unanswered,
            delete_draft,
            gives_gifts=gift is not None,
        )
        self.account_actions = AccountActions(store, calls)
        self.review_actions = ReviewActions(store, calls, self.account_actions, clock)

    @property
    def state(self) -> State:
        """The current state. Its identity changes when another customer is opened."""
        return self.store.state

    async def run(
        self, publish: Callable[[Change], None], notify: Callable[[Notice], None]
    ) -> None:
        """Run until cancelled. Raises what `open_broker` raises when no server can be reached."""
        self._subscribe(publish, notify)
        self.state.connection = Connection(streams=dict.fromkeys(STREAMS, False))
        try:
            async with self._open_broker(self._on_server_status) as broker:
                self._broker = broker
                self._ready.set()
                broker.transport.write_waits.on_change = self._on_write_waits
                self._on_server_status(Server.RUNNING, "")
                try:
                    async with asyncio.TaskGroup() as tasks:
                        for stream in STREAMS:
                            tasks.create_task(self.events.follow(broker, stream))
                        tasks.create_task(self._reconciler.run(broker))
                        tasks.create_task(self._reconciler.schedule_full_refresh())
                        tasks.create_task(self._journal_owners.run(broker))
                        tasks.create_task(self._prices.poll(broker))
                        tasks.create_task(self._series.run(broker))
                        tasks.create_task(self.unanswered.keep_looking(broker))
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
            self._save_last_seen()
            # The subscribers may have ended before the last change would be published.
            self.store.unsubscribe()
            self.events.save_cursors()

    def _subscribe(
        self, publish: Callable[[Change], None], notify: Callable[[Notice], None]
    ) -> None:
        """Subscribe the session's own parts to the store, and then `publish` and `notify`."""
        self.store.derive(self.events.update_missed)
        self.store.subscribe(self._save_customer_status)
        self.store.subscribe(self._gifts.on_change)
        self.store.subscribe(self._prices.on_change)
        self.store.subscribe(self._series.on_change)
        self.store.subscribe(self.unanswered.on_change)
        self.store.subscribe(publish)
        self.store.subscribe_notices(notify)

    async def broker(self) -> Broker:
        """Return the client; wait while the server is starting. Raises TimeoutError."""
        async with asyncio.timeout(READY_SECONDS):
            while self._broker is None:
                await self._ready.wait()
        return self._broker

    def retry_now(self) -> None:
        """Connect and read again now, without waiting for the next attempt."""
        self.events.retry_now()
        self._reconciler.retry_now()
        self._asset_loads.retry_now()
        self._series.retry_now()
        self.unanswered.look_now()

    def open_customer(self, account_id: str) -> None:
        """Make this customer the open one. Its state is loaded in the background."""
        if self.state.customer_id != account_id:
            self._save_last_seen()
            self._customers.try_update(account_id, opened_at=self.clock.now())
            self.store.open(account_id)

    def dismiss_missed(self) -> None:
        """Forget the missed events of the open customer."""
        self.events.missed.dismiss(self.state)
        self.store.changed(Change.MISSED)

    def watch_prices(self, watcher: str, symbols: Iterable[str]) -> None:
        """Poll the prices of these symbols for `watcher`; replaces what it watched before."""
        self._prices.watch(watcher, symbols)

    def watch_series(self, watcher: str, keys: Iterable[SeriesKey]) -> None:
        """Load these series and keep them fresh for `watcher`, in place of those before."""
        self._series.watch(watcher, keys)

    @property
    def are_series_loaded(self) -> bool:
        """Whether each watched series has been asked for once."""
        return self._series.is_idle

    def track_parts(self, tracker: str, parts: Change) -> None:
        """Keep on-demand parts fresh for `tracker`; replaces what it tracked before."""
        self.store.track_parts(tracker, parts)

    def give_up_waiting(self) -> None:
        """Give up the writes that wait until the server accepts requests again."""
        if self._broker is not None:
            self._broker.transport.write_waits.give_up()

    def _on_write_waits(self) -> None:
        """Publish the longest wait of a write that the server has not accepted yet.

        The waits of writes that a user asked for come first.
        """
        now = self.clock.now()
        waits = self._broker.transport.write_waits.current if self._broker is not None else []
        self._write_waits = {
            wait: self._write_waits.get(wait)
            or WriteWait(
                now + timedelta(seconds=wait.seconds),
                is_rate_limit=wait.is_rate_limit,
                in_background=wait.in_background,
            )
            for wait in waits
        }
        self.state.connection.write_wait = max(
            self._write_waits.values(),
            key=lambda wait: (not wait.in_background, wait.ends_at),
            default=None,
        )
        self.store.changed(Change.CONNECTION)

    async def load_assets(self) -> None:
        """Load the lists of assets that are missing. Raises ActionFailedError if one fails."""
        await self._asset_loads.load()

    async def load_assets_until_complete(self) -> None:
        """Load the lists of assets that are missing, at growing intervals until all are there."""
        await self._asset_loads.load_until_complete()

    @property
    def is_idle(self) -> bool:
        """Whether the session is connected and its state complete and published.

        Waits for the first price of each watched symbol, but not for the regular polls.
        """
        return (
            self.state.connection.is_live
            and self.store.is_idle
            and self.state.connection.reading.works
            and self._prices.is_idle
            and self._series.is_idle
            and self._journal_owners.is_idle
            and self._asset_loads.is_idle
            and not self._gifts.is_giving
        )

    def age_of_last_event(self) -> float | None:
        """Return the seconds since an event of any stream arrived; None before the first."""
        at = self.state.connection.last_event_at
        return None if at is None else self.seconds_since(at)

    def seconds_until(self, at: datetime) -> float:
        """Return the seconds until a time (UTC), 0 if it has passed."""
        return max(0.0, (at - self.clock.now()).total_seconds())

    def seconds_since(self, at: datetime) -> float:
        """Return the seconds since a time (UTC), 0 if it has not come."""
        return max(0.0, (self.clock.now() - at).total_seconds())

    def _save_customer_status(self, changes: Change) -> None:
        """Save the account's number and status to the list of customers on this machine."""
        account = self.state.account
        if account is not None and changes & Change.ACCOUNT:
            self._customers.try_update(
                account.id, status=str(account.status), account_number=account.account_number
            )

    def _save_last_seen(self) -> None:
        """Save the equity of the open customer for the list of customers."""
        seen = last_seen(self.state, self.clock.now())
        if seen is not None and self.state.customer_id is not None:
            self._customers.try_update(self.state.customer_id, last_seen=seen)

    def _on_server_status(self, server: Server, error: str) -> None:
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
            self.unanswered.on_server_restart()
            self.store.notify(Notice("The simulator is running again"))
