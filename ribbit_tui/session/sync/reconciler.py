"""Reconciliation by REST: stale parts at once, all parts every minute."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta

from ribbit_tui.broker.backoff import (
    LONGEST_ON_LOOPBACK,
    Backoff,
    Sleep,
    WakeUp,
    sleep_or_wake,
)
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFoundError, RateLimitedError, RefusedError
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import report_of
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, ON_DEMAND_PARTS, Change, State
from ribbit_tui.session.state_store import StateStore

from .dependents import DEPENDENTS, out_of_date, statuses
from .loaders import LOADERS, Update, load_market, load_timeline

RECONCILE_SECONDS = 60.0


class Reconciler:
    """Loads stale parts into the store. The failure of one part does not affect the others.

    What failed is asked for again at growing intervals, while the rest goes on.
    """

    def __init__(self, store: StateStore, clock: Clock, *, sleep: Sleep = asyncio.sleep) -> None:
        self._store = store
        self._clock = clock
        self._sleep = sleep
        self._backoff = Backoff(random.Random())
        self._wake_up = WakeUp()
        self._to_retry = NOTHING
        self._failed: dict[Change, BrokerError] = {}
        """The parts whose last load failed."""
        self._failed_customer: str | None = None
        """The account id that `_failed` is about."""

    async def schedule_full_refresh(self) -> None:
        """Mark all parts as stale every `RECONCILE_SECONDS`, until cancelled."""
        while True:
            await asyncio.sleep(RECONCILE_SECONDS)
            self._store.mark_stale((self._store.tracked_parts & ~Change.TIMELINE) | Change.MARKET)

    def retry_now(self) -> None:
        """Load everything now, what failed included."""
        self._wake_up.wake_all()
        self._store.mark_stale(self._store.tracked_parts | Change.MARKET)

    async def run(self, broker: Broker) -> None:
        """Load stale parts, until cancelled."""
        if broker.transport.endpoint.is_loopback:
            self._backoff.longest = LONGEST_ON_LOOPBACK
        async with asyncio.TaskGroup() as tasks:
            while True:
                parts = await self._store.wait_for_stale()
                self._on_load_begin()
                failed = await self._load(broker, parts)
                self._on_load_end(parts, failed)
                reading = self._store.state.connection.reading
                if self._to_retry and reading.retry_at is None:
                    pause = self._backoff.next()
                    reading.retry_at = self._clock.now() + timedelta(seconds=pause)
                    tasks.create_task(self._retry_after(pause))

    def _on_load_begin(self) -> None:
        reading = self._store.state.connection.reading
        reading.waiting_since = self._clock.now()

    def _on_load_end(self, parts: Change, failed: Change) -> None:
        """Note what is to be tried again, and whether the state is true now."""
        wanted = self._store.tracked_parts | Change.MARKET
        self._to_retry = ((self._to_retry & ~parts) | failed) & wanted
        reading = self._store.state.connection.reading
        reading.waiting_since = None
        reading.works = not self._to_retry
        if not self._to_retry:
            reading.last_at = self._clock.now()
            self._backoff.reset()
        self._store.changed(Change.CONNECTION)

    async def _retry_after(self, seconds: float) -> None:
        """Load what failed after a pause, or as soon as `retry_now` is called."""
        if await sleep_or_wake(seconds, self._sleep, self._wake_up, self._wake_up.count):
            self._backoff.reset()
        self._store.state.connection.reading.retry_at = None
        self._store.mark_stale(self._to_retry)

    async def _load(self, broker: Broker, parts: Change) -> Change:
        """Load parts; return those to try again soon."""
        store = self._store
        state = store.state
        with store.loading():
            failed = await self._load_concurrently(broker, state, parts)
            if Change.TIMELINE in parts and store.state is state:
                failed |= await self._load_timeline(broker, state)
        if store.state is not state:
            # Opening another customer has already marked all of its parts as stale.
            store.mark_stale(parts & ~store.tracked_parts)
            return NOTHING
        self._report_failures(parts, failed)
        retry = NOTHING
        for part, error in failed.items():
            # A refusal would repeat: the next full refresh asks again.
            if not isinstance(error, RefusedError) or isinstance(error, RateLimitedError):
                retry |= part
        return retry

    async def _load_concurrently(
        self, broker: Broker, state: State, parts: Change
    ) -> dict[Change, BrokerError]:
        """Load parts into `state`, replay recorded changes on top, and return the failures."""
        loads: dict[Change, Awaitable[Update]] = {}
        if Change.MARKET in parts:
            loads[Change.MARKET] = load_market(broker, state)
        if (account_id := state.customer_id) is not None:
            loads |= {
                part: loader(broker, account_id)
                for part, loader in LOADERS.items()
                if part in parts
            }
        results = await asyncio.gather(*loads.values(), return_exceptions=True)
        if self._store.state is not state:
            return {}
        before = {
            part: statuses(state, part) for part in loads if part in DEPENDENTS and state.has(part)
        }
        loaded, failed = NOTHING, {}
        for part, result in zip(loads, results, strict=True):
            if isinstance(result, BrokerError):
                failed[part] = result
            elif isinstance(result, BaseException):
                raise result
            else:
                result(state)
                loaded |= part
        if loaded:
            state.loaded |= loaded & (CUSTOMER_PARTS | ON_DEMAND_PARTS)
            self._store.changed(loaded)
        self._store.replay()
        if stale := out_of_date(state, before):
            self._store.mark_stale(stale)
        return failed

    async def _load_timeline(self, broker: Broker, state: State) -> dict[Change, BrokerError]:
        """Load the timeline, which needs a loaded account; return the failure, if any."""
        if state.account is None:
            return {}
        try:
            update = await load_timeline(broker, state, self._clock.now())
        except BrokerError as error:
            return {Change.TIMELINE: error}
        if self._store.state is state:
            update(state)
            state.loaded |= Change.TIMELINE
            self._store.changed(Change.TIMELINE)
        return {}

    def _report_failures(self, parts: Change, failed: dict[Change, BrokerError]) -> None:
        """Set the state's load error from these failures and those of earlier loads."""
        store = self._store
        state = store.state
        before = self._failed if self._failed_customer == state.customer_id else {}
        self._failed_customer = state.customer_id
        self._failed = {part: error for part, error in before.items() if part not in parts} | failed
        if Change.ACCOUNT in parts:
            state.is_missing = isinstance(failed.get(Change.ACCOUNT), NotFoundError)
        untracked = ON_DEMAND_PARTS & ~store.tracked_parts
        errors = [error for part, error in self._failed.items() if not part & untracked]
        reports = [report_of(error) for error in errors]
        message = reports[0].detail or reports[0].title if reports else ""
        if state.load_error != message:
            state.load_error = message
            store.changed(Change.CONNECTION)
