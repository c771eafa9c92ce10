"""Reading the truth by REST: what is stale as soon as may be, and everything now and then."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFound, RateLimited, Refused

from ..problems import problem_of
from ..state import CUSTOMER_PARTS, NOTHING, SHOWN_PARTS, Change, State
from .reading import READERS, Put, read_market, read_timeline

if TYPE_CHECKING:
    from ..session import Session

RECONCILE_SECONDS = 60.0
RETRY_SECONDS = 1.0


class Reconciler:
    """Heals the state of a session part by part; a part that can't be read fails alone."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._stale = NOTHING
        self._stale_noted = asyncio.Event()
        self._meanwhile: list[Callable[[], object]] | None = None
        """While parts are read: what has come into the state since, to be done once more."""
        self._unread: dict[Change, BrokerError] = {}

    @property
    def is_at_rest(self) -> bool:
        """Nothing is being read, nor waits to be."""
        return not self._stale and self._meanwhile is None

    def read_again(self, parts: Change) -> None:
        """Have these parts read as soon as may be."""
        self._stale |= parts
        self._stale_noted.set()

    def repeat_after_reading(self, action: Callable[[], object]) -> None:
        """What is being read may be older than what `action` has just done: do it again then."""
        if self._meanwhile is not None:
            self._meanwhile.append(action)

    def forget_failures(self) -> None:
        """Another customer was opened: what could not be read of the former one is no matter."""
        self._unread = {}

    async def reconcile_regularly(self) -> None:
        """Note everything as stale now and then, until cancelled."""
        while True:
            await asyncio.sleep(RECONCILE_SECONDS)
            self.read_again((self._session.kept_parts & ~Change.TIMELINE) | Change.MARKET)

    async def keep_true(self, broker: Broker) -> None:
        """Read what is stale, until cancelled."""
        while True:
            await self._stale_noted.wait()
            self._stale_noted.clear()
            parts, self._stale = self._stale, NOTHING
            if again := await self._read(broker, parts):
                self._stale |= again
                await asyncio.sleep(RETRY_SECONDS)
                self._stale_noted.set()

    async def _read(self, broker: Broker, parts: Change) -> Change:
        """Read parts, each of which may fail alone; says which of them to try again soon."""
        session = self._session
        state, self._meanwhile = session.state, []
        try:
            failed = await self._read_at_once(broker, state, parts)
            if Change.TIMELINE in parts and session.state is state:
                failed |= await self._read_timeline(broker, state)
        finally:
            self._meanwhile = None
        if session.state is not state:
            # All of the customer opened meanwhile is noted as stale already.
            self.read_again(parts & ~self._session.kept_parts)
            return NOTHING
        kept = {part: error for part, error in self._unread.items() if part not in parts}
        self._unread = kept | failed
        if Change.ACCOUNT in parts:
            state.is_missing = isinstance(failed.get(Change.ACCOUNT), NotFound)
        self._tell_trouble()
        again = NOTHING
        for part, error in failed.items():
            # What was refused would be refused again: the next reconciliation asks for it.
            if not isinstance(error, Refused) or isinstance(error, RateLimited):
                again |= part
        return again

    async def _read_at_once(
        self, broker: Broker, state: State, parts: Change
    ) -> dict[Change, BrokerError]:
        """Put parts into `state`, with what happened meanwhile on top; answers what failed."""
        reading: dict[Change, Awaitable[Put]] = {}
        if Change.MARKET in parts:
            reading[Change.MARKET] = read_market(broker, state)
        if (account_id := state.customer_id) is not None:
            reading |= {
                part: READERS[part](broker, account_id) for part in READERS if part in parts
            }
        answers = await asyncio.gather(*reading.values(), return_exceptions=True)
        if self._session.state is not state:
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
        meanwhile, self._meanwhile = self._meanwhile or [], []
        if read:
            state.loaded |= read & (CUSTOMER_PARTS | SHOWN_PARTS)
            self._session.changed(read)
            self._session.follow_up(read)
        for again in meanwhile:
            again()
        return failed

    async def _read_timeline(self, broker: Broker, state: State) -> dict[Change, BrokerError]:
        if state.account is None:
            return {}
        try:
            put = await read_timeline(broker, state, self._session.clock.now())
        except BrokerError as error:
            return {Change.TIMELINE: error}
        if self._session.state is state:
            put(state)
            state.loaded |= Change.TIMELINE
            self._session.changed(Change.TIMELINE)
        return {}

    def _tell_trouble(self) -> None:
        unwatched = SHOWN_PARTS & ~self._session.kept_parts
        unread = [error for part, error in self._unread.items() if not part & unwatched]
        problems = [problem_of(error) for error in unread]
        words = problems[0].detail or problems[0].title if problems else ""
        if self._session.state.trouble != words:
            self._session.state.trouble = words
            self._session.changed(Change.CONNECTION)
