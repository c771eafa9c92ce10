"""The series that charts on screen show, and the task that loads them and keeps them fresh."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from ribbit_tui.broker.backoff import LONGEST_ON_LOOPBACK, Backoff
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError
from ribbit_tui.session.clock import Clock
from ribbit_tui.session.errors import report_of
from ribbit_tui.session.series import Series, SeriesKey, SeriesStatus, Span
from ribbit_tui.session.state import Change, State
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.trading.lookup import find_asset
from ribbit_tui.wire.assets import AssetClass

from .loads import load_bars, load_equity

_FRESH = {Span.DAY: timedelta(minutes=1), Span.WEEK: timedelta(minutes=15)}
_FRESH_OTHERS = timedelta(hours=1)
_MOST_SERIES = 200
"""Kept in memory for one customer; those not watched go first."""
_MOST_TOGETHER = 50
"""Symbols of one request."""
_LONGEST_SYMBOL = 32
CHECK_SECONDS = 5.0
"""The time between two looks for what is out of date."""


class SeriesWatch:
    """The watched series of each watcher. What fails is asked for again at growing intervals."""

    def __init__(self, store: StateStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._watched: dict[str, frozenset[SeriesKey]] = {}
        self._loaded_at: dict[SeriesKey, datetime] = {}
        self._retry_at: dict[SeriesKey, datetime] = {}
        self._backoffs: dict[SeriesKey, Backoff] = {}
        self._state: State | None = None
        """The state that the three above are about."""
        self._cash: Decimal | None = None
        self._look_now = asyncio.Event()
        self._is_loading = False
        self._longest_pause: float | None = None

    def watch(self, watcher: str, keys: Iterable[SeriesKey]) -> None:
        """Load these series and keep them fresh for `watcher`, in place of those before."""
        wanted = frozenset(key for key in keys if len(key.symbol) <= _LONGEST_SYMBOL)
        if self._watched.get(watcher) != wanted:
            self._watched[watcher] = wanted
            self._look_now.set()

    def retry_now(self) -> None:
        """Load all watched series again, what failed included."""
        self._retry_at.clear()
        self._backoffs.clear()
        self._loaded_at.clear()
        self._look_now.set()

    def on_change(self, changes: Change) -> None:
        """Load the equity again when cash has moved, and prices once their asset is known."""
        state = self._store.state
        cash = state.trading_account.cash if state.trading_account is not None else None
        if changes & Change.MONEY and cash != self._cash:
            self._cash = cash
            for key in [key for key in self._loaded_at if not key.symbol]:
                del self._loaded_at[key]
            self._look_now.set()
        if changes & (Change.ASSETS | Change.POSITIONS | Change.ACCOUNT):
            self._look_now.set()

    @property
    def is_idle(self) -> bool:
        """Whether each watched series has been asked for once. Later loads do not count."""
        if self._is_loading:
            return False
        state = self._store.state
        known = state is self._state
        return not any(
            _can_load(state, key) and not (known and (key in self._loaded_at or self._failed(key)))
            for key in self._keys
        )

    @property
    def _keys(self) -> frozenset[SeriesKey]:
        return frozenset().union(*self._watched.values())

    def _failed(self, key: SeriesKey) -> bool:
        return key in self._retry_at

    async def run(self, broker: Broker) -> None:
        """Load what is watched and missing or out of date, until cancelled."""
        if broker.transport.endpoint.is_loopback:
            self._longest_pause = LONGEST_ON_LOOPBACK
        while True:
            self._look_now.clear()
            if due := self._due():
                await self._load(broker, due)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS if self._keys else None):
                    await self._look_now.wait()

    def _due(self) -> list[SeriesKey]:
        """Return the watched series that are to be loaded now."""
        state, now = self._store.state, self._clock.now()
        if state is not self._state:
            self._state = state
            self._loaded_at, self._retry_at, self._backoffs = {}, {}, {}
        return sorted(key for key in self._keys if _can_load(state, key) and self._is_due(key, now))

    def _is_due(self, key: SeriesKey, now: datetime) -> bool:
        if key in self._retry_at:
            return now >= self._retry_at[key]
        loaded_at = self._loaded_at.get(key)
        return loaded_at is None or now - loaded_at >= _FRESH.get(key.span, _FRESH_OTHERS)

    async def _load(self, broker: Broker, due: list[SeriesKey]) -> None:
        state = self._store.state
        self._is_loading = True
        try:
            loads: list[Awaitable[None]] = [
                self._load_group(broker, state, group) for group in _groups(state, due)
            ]
            await asyncio.gather(*loads)
        finally:
            self._is_loading = False

    async def _load_group(self, broker: Broker, state: State, keys: list[SeriesKey]) -> None:
        try:
            found = await _load_series(broker, state, keys, self._clock.now())
        except BrokerError as error:
            if len(keys) > 1:
                # One unknown symbol can have refused them all.
                for key in keys:
                    await self._load_group(broker, state, [key])
                return
            self._on_failure(state, keys[0], error)
            return
        if self._store.state is not state:
            return
        now = self._clock.now()
        for one in found:
            self._loaded_at[one.key] = now
            self._retry_at.pop(one.key, None)
            self._backoffs.pop(one.key, None)
            state.series[one.key] = one
        self._forget_some(state)
        self._store.changed(Change.SERIES)

    def _on_failure(self, state: State, key: SeriesKey, error: BrokerError) -> None:
        if self._store.state is not state:
            return
        backoff = self._backoffs.setdefault(key, Backoff(random.Random()))
        if self._longest_pause is not None:
            backoff.longest = self._longest_pause
        self._retry_at[key] = self._clock.now() + timedelta(seconds=backoff.next())
        before = state.series.get(key) or Series(key)
        report = report_of(error)
        state.series[key] = replace(
            before, status=SeriesStatus.FAILED, error=report.detail or report.title
        )
        self._store.changed(Change.SERIES)

    def _forget_some(self, state: State) -> None:
        unwatched = [key for key in state.series if key not in self._keys]
        for key in unwatched[: max(0, len(state.series) - _MOST_SERIES)]:
            del state.series[key]
            self._loaded_at.pop(key, None)


def _can_load(state: State, key: SeriesKey) -> bool:
    """Whether a series can be asked for: the customer's account or the asset is known."""
    if not key.symbol:
        return state.has(Change.ACCOUNT) and state.has(Change.MONEY) and state.has(Change.POSITIONS)
    return find_asset(state, key.symbol) is not None or not _is_held_pair(state, key.symbol)


def _is_held_pair(state: State, symbol: str) -> bool:
    position = state.positions.get(symbol)
    return position is not None and position.asset_class == AssetClass.CRYPTO


def _is_crypto(state: State, symbol: str) -> bool:
    asset = find_asset(state, symbol)
    return asset.is_crypto if asset is not None else "/" in symbol


def _groups(state: State, due: list[SeriesKey]) -> list[list[SeriesKey]]:
    """Return the series that one request each can load."""
    groups: dict[tuple[object, ...], list[SeriesKey]] = {}
    for key in due:
        kind = (key.span, _is_crypto(state, key.symbol)) if key.symbol else (key.span,)
        groups.setdefault(kind, []).append(key)
    return [
        group[start : start + _MOST_TOGETHER]
        for group in groups.values()
        for start in range(0, len(group), _MOST_TOGETHER)
    ]


async def _load_series(
    broker: Broker, state: State, keys: list[SeriesKey], now: datetime
) -> list[Series]:
    span = keys[0].span
    if not keys[0].symbol:
        return [await load_equity(broker, state, span, now)]
    assets = {key.symbol: _asset_symbol(state, key.symbol) for key in keys}
    is_crypto = _is_crypto(state, keys[0].symbol)
    return await load_bars(broker, state, span, assets, now, crypto=is_crypto)


def _asset_symbol(state: State, symbol: str) -> str:
    asset = find_asset(state, symbol)
    return symbol if asset is None else asset.symbol
