"""Fresh prices of what is on screen: they have no event stream, so they are polled."""

import asyncio
import contextlib
from collections.abc import Iterable

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

PRICE_SECONDS = 1.0


class PriceWatch:
    """Who watches which symbols, and the task that asks for them."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._watched: dict[str, frozenset[str]] = {}
        self._noted = asyncio.Event()

    def watch(self, watcher: str, symbols: Iterable[str]) -> None:
        """Keep these symbols fresh for `watcher`, in place of what it watched before."""
        wanted = frozenset(symbols)
        if self._watched.get(watcher) != wanted:
            self._watched[watcher] = wanted
            self._noted.set()

    async def poll(self, broker: Broker) -> None:
        """Ask again and again, until cancelled; a newly watched symbol at once."""
        while True:
            self._noted.clear()
            symbols = sorted(frozenset().union(*self._watched.values()))
            if symbols:
                with contextlib.suppress(BrokerError):
                    await self._ask(broker, symbols)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PRICE_SECONDS if symbols else None):
                    await self._noted.wait()

    async def _ask(self, broker: Broker, symbols: list[str]) -> None:
        snapshots = await broker.market_data.snapshots(symbols)
        known = self._store.state.snapshots
        if any(known.get(symbol) != snapshot for symbol, snapshot in snapshots.items()):
            known.update(snapshots)
            self._store.changed(Change.PRICES)
