"""Reading the truth by REST: what is stale as soon as may be, and everything now and then."""

import asyncio
from collections.abc import Awaitable

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFoundError, RateLimitedError, RefusedError
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import report_of
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, ON_DEMAND_PARTS, Change, State
from ribbit_tui.session.state_store import StateStore

from .loaders import LOADERS, Put, load_market, load_timeline

RECONCILE_SECONDS = 60.0
RETRY_SECONDS = 1.0


class Reconciler:
    """Heals the store part by part; a part that can't be read fails alone."""

    def __init__(self, store: StateStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._unread: dict[Change, BrokerError] = {}
        self._unread_of: str | None = None
        """The customer of whom parts could not be read."""

    async def schedule_full_refresh(self) -> None:
        """Note everything as stale now and then, until cancelled."""
        while True:
            await asyncio.sleep(RECONCILE_SECONDS)
            self._store.mark_stale((self._store.tracked_parts & ~Change.TIMELINE) | Change.MARKET)

    async def run(self, broker: Broker) -> None:
        """Read what is stale, until cancelled."""
        while True:
            parts = await self._store.wait_for_stale()
            if again := await self._read(broker, parts):
                self._store.mark_stale(again)
                await asyncio.sleep(RETRY_SECONDS)

    async def _read(self, broker: Broker, parts: Change) -> Change:
        """Read parts, each of which may fail alone; says which of them to try again soon."""
        store = self._store
        state = store.state
        with store.loading():
            failed = await self._read_at_once(broker, state, parts)
            if Change.TIMELINE in parts and store.state is state:
                failed |= await self._read_timeline(broker, state)
        if store.state is not state:
            # All of the customer opened meanwhile is noted as stale already.
            store.mark_stale(parts & ~store.tracked_parts)
            return NOTHING
        self._note_failures(parts, failed)
        again = NOTHING
        for part, error in failed.items():
            # What was refused would be refused again: the next reconciliation asks for it.
            if not isinstance(error, RefusedError) or isinstance(error, RateLimitedError):
                again |= part
        return again

    async def _read_at_once(
        self, broker: Broker, state: State, parts: Change
    ) -> dict[Change, BrokerError]:
        """Put parts into `state`, with what happened meanwhile on top; answers what failed."""
        reading: dict[Change, Awaitable[Put]] = {}
        if Change.MARKET in parts:
            reading[Change.MARKET] = load_market(broker, state)
        if (account_id := state.customer_id) is not None:
            reading |= {
                part: LOADERS[part](broker, account_id) for part in LOADERS if part in parts
            }
        answers = await asyncio.gather(*reading.values(), return_exceptions=True)
        if self._store.state is not state:
            return {}
        read, failed = NOTHING, {}
        for part, answer in zip(reading, answers, strict=True):
            if isinstance(answer, BrokerError):
                failed[part] = answer
            elif isinstance(answer, BaseException):
                raise answer
            else:
                answer(state)
                read |= part
        if read:
            state.loaded |= read & (CUSTOMER_PARTS | ON_DEMAND_PARTS)
            self._store.changed(read)
        self._store.replay()
        return failed

    async def _read_timeline(self, broker: Broker, state: State) -> dict[Change, BrokerError]:
        if state.account is None:
            return {}
        try:
            put = await load_timeline(broker, state, self._clock.now())
        except BrokerError as error:
            return {Change.TIMELINE: error}
        if self._store.state is state:
            put(state)
            state.loaded |= Change.TIMELINE
            self._store.changed(Change.TIMELINE)
        return {}

    def _note_failures(self, parts: Change, failed: dict[Change, BrokerError]) -> None:
        """Tell what could not be read, of these parts now and of others before."""
        store = self._store
        state = store.state
        before = self._unread if self._unread_of == state.customer_id else {}
        self._unread_of = state.customer_id
        self._unread = {part: error for part, error in before.items() if part not in parts} | failed
        if Change.ACCOUNT in parts:
            state.is_missing = isinstance(failed.get(Change.ACCOUNT), NotFoundError)
        unwatched = ON_DEMAND_PARTS & ~store.tracked_parts
        unread = [error for part, error in self._unread.items() if not part & unwatched]
        problems = [report_of(error) for error in unread]
        words = problems[0].detail or problems[0].title if problems else ""
        if state.load_error != words:
            state.load_error = words
            store.changed(Change.CONNECTION)
