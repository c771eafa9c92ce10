"""The store of the open customer: what is known, who is told of it, and what of it is stale."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .notices import Notice
from .state import CUSTOMER_PARTS, NOTHING, ON_DEMAND_PARTS, Change, State

PUBLISH_SECONDS = 0.016


class StateStore:
    """The one owner of the state.

    What is placed into it while parts of it are being read from the server is placed once more
    afterwards: what was read may be older.
    """

    def __init__(self) -> None:
        self.state = State()
        self._publish: Callable[[Change], None] = lambda _: None
        self._notify: Callable[[Notice], None] = lambda _: None
        self._unpublished = NOTHING
        self._shown: dict[str, Change] = {}
        self._stale = NOTHING
        self._stale_noted = asyncio.Event()
        self._meanwhile: list[Callable[[], object]] | None = None
        """While parts are read: what has been placed since, to be done once more."""

    def subscribe(
        self, publish: Callable[[Change], None], notify: Callable[[Notice], None]
    ) -> None:
        """Whom to tell of changes and of news from now on."""
        self._publish, self._notify = publish, notify

    def unsubscribe(self) -> None:
        self.subscribe(lambda _: None, lambda _: None)

    def open(self, account_id: str) -> None:
        """Make this customer the one whose store is kept; all of it is read again."""
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
        self.changed(CUSTOMER_PARTS | ON_DEMAND_PARTS | Change.MISSED)
        self.mark_stale(self.tracked_parts)

    def apply_response(
        self, account_id: str, place: Callable[[State], object], parts: Change
    ) -> None:
        """Place the answer of a write into the state, unless another customer is open by now."""
        if self.state.customer_id != account_id:
            return
        place(self.state)
        self.replay_after_load(lambda: place(self.state))
        self.changed(parts)

    def changed(self, parts: Change) -> None:
        """Publish that these parts differ, together with whatever else changes right now."""
        if not self._unpublished:
            asyncio.get_running_loop().call_later(PUBLISH_SECONDS, self._publish_changes)
        self._unpublished |= parts

    def notify(self, notice: Notice) -> None:
        self._notify(notice)

    def _publish_changes(self) -> None:
        changes, self._unpublished = self._unpublished, NOTHING
        self._publish(changes)

    def track_parts(self, watcher: str, parts: Change) -> None:
        """Keep these parts true as long as `watcher` shows them; replaces what it showed before.

        They are read at once: nobody looked after them until now.
        """
        self._shown[watcher] = parts & ON_DEMAND_PARTS
        if parts & ON_DEMAND_PARTS:
            self.mark_stale(parts & ON_DEMAND_PARTS)

    @property
    def tracked_parts(self) -> Change:
        """The parts of the customer's store that are kept true."""
        kept = CUSTOMER_PARTS
        for parts in self._shown.values():
            kept |= parts
        return kept

    def mark_stale(self, parts: Change) -> None:
        """Have these parts read from the server as soon as may be."""
        self._stale |= parts
        self._stale_noted.set()

    async def wait_for_stale(self) -> Change:
        """The parts to be read, waited for until there are any."""
        await self._stale_noted.wait()
        self._stale_noted.clear()
        parts, self._stale = self._stale, NOTHING
        return parts

    @contextmanager
    def loading(self) -> Iterator[None]:
        """While parts are read: what is placed is remembered, for `replay`."""
        self._meanwhile = []
        try:
            yield
        finally:
            self._meanwhile = None

    def replay_after_load(self, action: Callable[[], object]) -> None:
        """What is being read may be older than what `action` has just done: do it again then."""
        if self._meanwhile is not None:
            self._meanwhile.append(action)

    def replay(self) -> None:
        """Place once more what has been placed since the reading began."""
        meanwhile, self._meanwhile = self._meanwhile or [], []
        for again in meanwhile:
            again()

    @property
    def is_idle(self) -> bool:
        """Nothing is being read, nor waits to be read or published."""
        return not self._stale and self._meanwhile is None and not self._unpublished
