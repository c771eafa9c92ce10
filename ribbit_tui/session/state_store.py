"""The store of the open customer's state: changes, subscribers, and stale parts."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .notices import Notice
from .state import CUSTOMER_PARTS, NOTHING, ON_DEMAND_PARTS, Change, State

PUBLISH_SECONDS = 0.016
"""Delay that collects the changes of one frame into one publication."""


class StateStore:
    """The single owner of the state.

    A load can return data that is older than a change applied while the load was in flight. Such
    changes are recorded and applied again after the load (`replay_after_load`, `replay`).
    """

    def __init__(self) -> None:
        self.state = State()
        self._derivations: list[Callable[[Change], Change]] = []
        self._subscribers: list[Callable[[Change], None]] = []
        self._notice_subscribers: list[Callable[[Notice], None]] = []
        self._unpublished = NOTHING
        self._tracked: dict[str, Change] = {}
        self._stale = NOTHING
        self._has_stale = asyncio.Event()
        self._recorded: list[Callable[[], object]] | None = None
        """The changes applied since the current load began; None while nothing is loading."""

    def derive(self, derivation: Callable[[Change], Change]) -> None:
        """Call `derivation` before the subscribers.

        It may update the state. The parts that it returns are published with the others.
        """
        self._derivations.append(derivation)

    def subscribe(self, on_change: Callable[[Change], None]) -> None:
        """Call `on_change` with the changed parts, after the subscribers before it."""
        self._subscribers.append(on_change)

    def subscribe_notices(self, on_notice: Callable[[Notice], None]) -> None:
        """Call `on_notice` with each notice."""
        self._notice_subscribers.append(on_notice)

    def unsubscribe(self) -> None:
        """Remove all subscribers and derivations."""
        self._derivations.clear()
        self._subscribers.clear()
        self._notice_subscribers.clear()

    def open(self, account_id: str) -> None:
        """Make this customer the open one, and load all of its parts."""
        state = self.state
        if state.customer_id == account_id:
            return
        self.state = State(
            connection=state.connection,
            clock=state.clock,
            simulator=state.simulator,
            assets=state.assets,
            snapshots=state.snapshots,
            customer_id=account_id,
        )
        self.changed(CUSTOMER_PARTS | ON_DEMAND_PARTS | Change.MISSED)
        self.mark_stale(self.tracked_parts)

    def apply_response(
        self, account_id: str, update: Callable[[State], object], parts: Change
    ) -> None:
        """Apply the response to a write, unless another customer has been opened since."""
        if self.state.customer_id != account_id:
            return
        update(self.state)
        self.replay_after_load(lambda: update(self.state))
        self.changed(parts)

    def changed(self, parts: Change) -> None:
        """Publish that these parts changed, together with other changes of the same frame."""
        if not self._unpublished:
            asyncio.get_running_loop().call_later(PUBLISH_SECONDS, self._publish)
        self._unpublished |= parts

    def notify(self, notice: Notice) -> None:
        """Send a notice to its subscribers."""
        for on_notice in self._notice_subscribers:
            on_notice(notice)

    def _publish(self) -> None:
        changes, self._unpublished = self._unpublished, NOTHING
        for derivation in self._derivations:
            changes |= derivation(changes)
        for on_change in self._subscribers:
            on_change(changes)

    def track_parts(self, tracker: str, parts: Change) -> None:
        """Load on-demand parts now, and keep them fresh for `tracker`.

        Replaces the parts that the same tracker asked for before.
        """
        self._tracked[tracker] = parts & ON_DEMAND_PARTS
        if parts & ON_DEMAND_PARTS:
            self.mark_stale(parts & ON_DEMAND_PARTS)

    @property
    def tracked_parts(self) -> Change:
        """The parts of the customer that are kept fresh."""
        tracked = CUSTOMER_PARTS
        for parts in self._tracked.values():
            tracked |= parts
        return tracked

    def mark_stale(self, parts: Change) -> None:
        """Request a load of these parts."""
        self._stale |= parts
        self._has_stale.set()

    async def wait_for_stale(self) -> Change:
        """Wait until there are stale parts; return them and reset the list."""
        await self._has_stale.wait()
        self._has_stale.clear()
        parts, self._stale = self._stale, NOTHING
        return parts

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Record the changes that are applied during a load, for `replay`."""
        self._recorded = []
        try:
            yield
        finally:
            self._recorded = None

    def replay_after_load(self, action: Callable[[], object]) -> None:
        """Record `action`, which was just done, to be done again after the current load."""
        if self._recorded is not None:
            self._recorded.append(action)

    def replay(self) -> None:
        """Apply the recorded changes again, and start a new record."""
        recorded, self._recorded = self._recorded or [], []
        for action in recorded:
            action()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is stale, loading or waiting to be published.

        Prices are polled all the time and do not count; see `PriceWatch.is_idle`.
        """
        return not self._stale and self._recorded is None and not self._unpublished & ~Change.PRICES
