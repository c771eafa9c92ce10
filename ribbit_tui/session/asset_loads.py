"""Loads of the lists of assets, which are the same for all customers."""

import asyncio
import random
from collections.abc import Collection

from ribbit_tui.broker.backoff import LONGEST_ON_LOOPBACK, Backoff, Sleep, WakeUp, sleep_or_wake
from ribbit_tui.session.actions.calls import Calls
from ribbit_tui.session.assets import LISTED_CLASSES
from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.wire.assets import AssetClass


class AssetLoads:
    """Loads the list of each class that is missing. One that fails does not affect the other."""

    def __init__(self, store: StateStore, calls: Calls, *, sleep: Sleep = asyncio.sleep) -> None:
        self._store = store
        self._calls = calls
        self._sleep = sleep
        self._wake_up = WakeUp()
        self._loading = 0

    @property
    def is_idle(self) -> bool:
        """Whether no list is being loaded. A pause before the next attempt does not count."""
        return not self._loading

    def retry_now(self) -> None:
        """Load what failed without waiting for the next attempt."""
        self._wake_up.wake_all()

    async def load(self) -> None:
        """Load the missing lists once. Raises ActionFailedError if one could not be loaded."""
        failures = await self._load(LISTED_CLASSES - self._store.state.assets.loaded)
        if failures:
            raise failures[0]

    async def load_until_complete(self) -> None:
        """Load the missing lists; what failed is asked for again at growing intervals."""
        backoff = Backoff(random.Random())
        while True:
            seen = self._wake_up.count
            if not await self._load(LISTED_CLASSES - self._store.state.assets.loaded):
                return
            if await self._is_on_loopback():
                backoff.longest = LONGEST_ON_LOOPBACK
            if await sleep_or_wake(backoff.next(), self._sleep, self._wake_up, seen):
                backoff.reset()

    async def _load(self, classes: Collection[AssetClass]) -> list[ActionFailedError]:
        """Load these lists, and return the failures."""
        if not classes:
            return []
        self._loading += 1
        try:
            results = await asyncio.gather(*map(self._load_one, sorted(classes, reverse=True)))
        finally:
            self._loading -= 1
        failures = [one for one in results if one is not None]
        self._store.state.assets.load_error = failures[0].report.title if failures else ""
        self._store.changed(Change.ASSETS)
        return failures

    async def _load_one(self, asset_class: AssetClass) -> ActionFailedError | None:
        # Stocks are listed if no class is named.
        named = None if asset_class is AssetClass.US_EQUITY else asset_class
        try:
            listed = await self._calls.send(lambda broker: broker.assets.list(asset_class=named))
        except ActionFailedError as failure:
            return failure
        state = self._store.state
        state.assets = state.assets.with_list(asset_class, listed)
        return None

    async def _is_on_loopback(self) -> bool:
        try:
            broker = await self._calls.broker()
        except ActionFailedError:
            return False
        return broker.transport.endpoint.is_loopback
