"""Prices of the symbols on screen. They have no event stream, so they are polled."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, InvalidRequestError, NotFoundError
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.trading.lookup import find_asset
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.market import Snapshot

PRICE_SECONDS = 1.0
_LONGEST_SYMBOL = 32
"""Longer symbols are of no asset, and do not fit into a request."""


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
        self._unknown_pairs: set[str] = set()
        """The symbols of positions in crypto pairs that the server does not know as assets."""

    def watch(self, watcher: str, symbols: Iterable[str]) -> None:
        """Poll these symbols for `watcher`, in place of those it watched before."""
        wanted = frozenset(one for one in symbols if len(one) <= _LONGEST_SYMBOL)
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
                await self._request(broker, symbols)
                if self._is_publishing:
                    self._unpublished = frozenset() if self._poll_now.is_set() else symbols
                elif not self._poll_now.is_set():
                    self._polled |= symbols
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PRICE_SECONDS if symbols else None):
                    await self._poll_now.wait()

    async def _request(self, broker: Broker, symbols: frozenset[str]) -> None:
        """Request the prices and store those that changed.

        Stocks and crypto pairs have a request each; the failure of one does not affect the other.
        """
        await self._look_up_pairs(broker, symbols)
        stocks, pairs = self._by_kind(symbols)
        data = broker.market_data
        found = await asyncio.gather(
            _prices(data.snapshots, stocks), _prices(data.crypto_snapshots, pairs)
        )
        snapshots = found[0] | found[1]
        known = self._store.state.snapshots
        if any(known.get(symbol) != snapshot for symbol, snapshot in snapshots.items()):
            known.update(snapshots)
            self._is_publishing = True
            self._store.changed(Change.PRICES)

    async def _look_up_pairs(self, broker: Broker, symbols: frozenset[str]) -> None:
        """Load the assets of held crypto pairs, whose positions do not tell the pair's symbol."""
        for symbol in sorted(symbols - self._unknown_pairs):
            state = self._store.state
            if not self._is_held_pair(symbol) or find_asset(state, symbol) is not None:
                continue
            with contextlib.suppress(BrokerError):
                try:
                    asset = await broker.assets.get(state.positions[symbol].asset_id or symbol)
                except (NotFoundError, InvalidRequestError):
                    self._unknown_pairs.add(symbol)
                    continue
                state.assets.add(asset)
                self._store.changed(Change.ASSETS)
                if find_asset(state, symbol) is None:
                    self._unknown_pairs.add(symbol)

    def _by_kind(self, symbols: frozenset[str]) -> tuple[list[str], list[str]]:
        """Return the symbols under which the prices of stocks and of crypto pairs are listed."""
        stocks: set[str] = set()
        pairs: set[str] = set()
        for symbol in symbols:
            asset = find_asset(self._store.state, symbol)
            if asset is not None:
                (pairs if asset.is_crypto else stocks).add(asset.symbol)
            elif not self._is_held_pair(symbol):
                (pairs if "/" in symbol else stocks).add(symbol)
        return sorted(stocks), sorted(pairs)

    def _is_held_pair(self, symbol: str) -> bool:
        position = self._store.state.positions.get(symbol)
        return position is not None and position.asset_class == AssetClass.CRYPTO


async def _prices(
    load: Callable[[Sequence[str]], Awaitable[dict[str, Snapshot]]], symbols: Sequence[str]
) -> dict[str, Snapshot]:
    """Return the prices of the symbols; none if they could not be read."""
    if symbols:
        with contextlib.suppress(BrokerError):
            return await load(symbols)
    return {}
