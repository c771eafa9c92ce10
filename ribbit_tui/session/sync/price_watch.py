"""Prices of the symbols on screen. They have no event stream, so they are polled."""

import asyncio
import contextlib
from collections.abc import Iterable

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore

PRICE_SECONDS = 1.0


class PriceWatch:
    """The watched symbols of each watcher, and the task that polls their prices."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._watched: dict[str, frozenset[str]] = {}
        self._poll_now = asyncio.Event()
        self._polled: frozenset[str] = frozenset()
        """The watched symbols whose prices have been requested and published once."""
        self._unpublished: frozenset[str] = frozenset()
        """The symbols of the last poll, until its prices are published."""
        self._is_publishing = False

    def watch(self, watcher: str, symbols: Iterable[str]) -> None:
        """Poll these symbols for `watcher`, in place of those it watched before."""
        wanted = frozenset(symbols)
        if self._watched.get(watcher) != wanted:
            self._watched[watcher] = wanted
            self._polled &= self._symbols
            self._poll_now.set()

    def refresh(self) -> None:
        """Poll all watched symbols again without delay."""
        self._polled = self._unpublished = frozenset()
        self._poll_now.set()

    def on_change(self, changes: Change) -> None:
        """Watch the symbols of the positions, and note which prices have been published."""
        if changes & Change.POSITIONS:
            self.watch("positions", self._store.state.positions)
        if changes & Change.PRICES:
            self._is_publishing = False
            self._polled |= self._unpublished & self._symbols

    @property
    def is_idle(self) -> bool:
        """Whether each watched symbol has been polled once. Later polls do not count."""
        return self._symbols <= self._polled

    @property
    def _symbols(self) -> frozenset[str]:
        return frozenset().union(*self._watched.values())

    async def poll(self, broker: Broker) -> None:
        """Poll the watched symbols until cancelled, and newly watched ones without delay."""
        while True:
            self._poll_now.clear()
            symbols = self._symbols
            if symbols:
                with contextlib.suppress(BrokerError):
                    await self._request(broker, symbols)
                if self._is_publishing:
                    self._unpublished = frozenset() if self._poll_now.is_set() else symbols
                elif not self._poll_now.is_set():
                    self._polled |= symbols
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PRICE_SECONDS if symbols else None):
                    await self._poll_now.wait()

    async def _request(self, broker: Broker, symbols: frozenset[str]) -> None:
        """Request the prices and store those that changed."""
        snapshots = await broker.market_data.snapshots(sorted(symbols))
        known = self._store.state.snapshots
        if any(known.get(symbol) != snapshot for symbol, snapshot in snapshots.items()):
            known.update(snapshots)
            self._is_publishing = True
            self._store.changed(Change.PRICES)
