"""Prices of every symbol: a pure function of seed, symbol and time, with nothing stored.

Prices are made from the top down, so that every view agrees with every other. A session's open,
high, low and close come first (`session_bars`). A walk with one point a minute runs from open to
close and touches high and low. Each minute's bar spans two of its points, and within the minute a
walk with one point a second does the same. All prices are whole ticks; floats are used only in this
package.

On top of these apply the timelines of symbols that a director moved or halted, or that split.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from ribbit_tui.simulator.exact import Micros

from .calendar import ALL_HOURS, REGULAR_HOURS, Phase, Phases, Session
from .overridden_session import OverriddenSession
from .session_bars import Listing, SessionBars
from .session_prices import SessionPrices
from .timeline import Adjustment, Change, ChangeKind, Timeline

_INSTANT = timedelta(microseconds=1)

DayPrices = SessionPrices | OverriddenSession


@dataclass(frozen=True)
class AdjustedPrices:
    """Prices of one symbol, adjusted to what came later; read as `Prices` are for bars."""

    _listing: Listing
    _day: Callable[[Session], DayPrices]

    def listing(self, _symbol: str) -> Listing:
        """Return the symbol's listing."""
        return self._listing

    def day(self, _symbol: str, session: Session) -> DayPrices:
        """Return the prices of a session."""
        return self._day(session)


class Prices:
    """Prices of all symbols. Every method raises KeyError for an unknown symbol."""

    def __init__(self, listings: Mapping[str, Listing], seed: int) -> None:
        self._listings = listings
        self._bars = SessionBars(listings, seed)
        self._simulated = lru_cache(maxsize=4096)(self._make_session_prices)
        self._overridden = lru_cache(maxsize=4096)(self._make_overridden)
        self.traded_range = lru_cache(maxsize=4096)(self._traded_range)
        self._changes: Mapping[str, list[Change]] = {}
        self._timelines: dict[str, Timeline] = {}

    def listing(self, symbol: str) -> Listing:
        """Return the symbol's listing."""
        return self._listings[symbol]

    def _make_overridden(self, symbol: str, session: Session) -> OverriddenSession:
        return OverriddenSession(self._simulated(symbol, session), self._timelines[symbol])

    def set_changes(self, changes: Mapping[str, list[Change]]) -> None:
        """Apply these changes, by symbol, to the simulated prices, and no others."""
        if changes != self._changes:
            self._changes = changes
            self._timelines = {symbol: Timeline(made) for symbol, made in changes.items()}
            self._overridden.cache_clear()
            self.traded_range.cache_clear()

    def is_halted(self, symbol: str, at: datetime) -> bool:
        """Whether trading in the symbol is halted at `at`."""
        timeline = self._timelines.get(symbol)
        return timeline is not None and timeline.at(at).halted_at is not None

    def price(self, symbol: str, at: datetime) -> Decimal:
        """Return the last price traded up to `at`, in USD."""
        return self._listings[symbol].price(self.ticks(symbol, at))

    def micros(self, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> Micros:
        """Return the last price traded up to `at` in `phases`, in micros (1e-6 USD)."""
        return Micros(self.ticks(symbol, at, phases) * self._listings[symbol].tick)

    def ticks(self, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> int:
        """Return the last price traded up to `at` in `phases`, in the symbol's ticks."""
        return self.latest(symbol, at, phases).ticks(at)

    def latest(self, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> DayPrices:
        """Return the prices of the session of `phases` that is open at `at`, or was last."""
        return self.day(symbol, self._listings[symbol].calendar.latest_part(at, phases))

    def simulated_ticks(self, symbol: str, at: datetime) -> int:
        """Return what `ticks` would be without any change."""
        session = self._listings[symbol].calendar.latest_part(at)
        return self._simulated(symbol, session).ticks(at)

    def micros_before(self, symbol: str, at: datetime, phases: Phases = ALL_HOURS) -> Micros:
        """Return the price (micros) just before `at` in `phases`.

        At the end of a session this is its close, even where the next session opens at once.
        """
        listing = self._listings[symbol]
        session = listing.calendar.latest_part(at - _INSTANT, phases)
        if (
            session.phase is Phase.REGULAR and at >= session.closes
        ):  # nothing of the day is asked for but its close
            return Micros(self._closing_ticks(symbol, session, at) * listing.tick)
        return Micros(self.day(symbol, session).ticks_before(at) * listing.tick)

    def micros_before_each(self, symbol: str, times: Iterable[datetime]) -> Iterator[Micros]:
        """Yield `micros_before` for each of `times`, which are in order. Several times as fast."""
        listing = self._listings[symbol]
        until: datetime | None = None
        for at in times:
            if until is None or at > until:
                session = listing.calendar.latest_part(at - _INSTANT)
                day = self.day(symbol, session)
                until = listing.calendar.next_part(session).opens
            yield Micros(day.ticks_before(at) * listing.tick)

    def close(self, symbol: str, session: Session) -> Decimal:
        """Return the closing price (USD) of a session of the symbol's own calendar."""
        return self._listings[symbol].price(self._closing_ticks(symbol, session, session.closes))

    def _closing_ticks(self, symbol: str, session: Session, at: datetime) -> int:
        """Return a session's close as quoted just before `at`, which is not before the close."""
        ticks = self._bars.close_ticks(symbol, session.day)
        timeline = self._timelines.get(symbol)
        return ticks if timeline is None else timeline.before(at).apply(ticks)

    def day(self, symbol: str, session: Session) -> DayPrices:
        """Return the prices of a session of the symbol's own calendar."""
        if symbol in self._timelines:
            return self._overridden(symbol, session)
        return self._simulated(symbol, session)

    def splits(self, symbol: str) -> list[Change]:
        """Return the changes by which splits scaled the prices, those to come included."""
        return [
            change for change in self._changes.get(symbol, ()) if change.kind == ChangeKind.SCALE
        ]

    def adjusted(self, symbol: str, adjustments: Sequence[Adjustment]) -> "AdjustedPrices":
        """Return one symbol's prices with each adjustment applied to all before its time."""
        timeline = self._timelines.get(symbol, Timeline(())).adjusted(adjustments)
        days = lru_cache(maxsize=None)(
            lambda session: OverriddenSession(self._simulated(symbol, session), timeline)
        )
        return AdjustedPrices(self._listings[symbol], days)

    def price_ranges(
        self,
        symbol: str,
        since: datetime,
        until: datetime,
        phases: Phases = REGULAR_HOURS,
        *,
        whole_from: datetime | None = None,
    ) -> Iterator[tuple[int, int]]:
        """Yield low and high (ticks) of what traded from `since` up to and including `until`.

        Only trades in `phases` count. The ranges are in order of time, one for each minute; a
        session that lies entirely within, and does not open before `whole_from`, is one range.
        """
        whole_from = since if whole_from is None else max(since, whole_from)
        for session in self._sessions(symbol, since, until, phases):
            day = self.day(symbol, session)
            if not (whole_from <= session.opens and session.closes <= until):
                yield from day.price_ranges(since, until)
            elif day.has_traded(session.opens, session.closes):
                yield day.bar.low, day.bar.high

    def session_range(
        self, symbol: str, since: datetime, until: datetime, phases: Phases = REGULAR_HOURS
    ) -> tuple[int, int]:
        """Return low and high (ticks) of all whole sessions that `since` to `until` touches."""
        sessions = self._sessions(symbol, since, until, phases)
        days = [self.day(symbol, session).bar for session in sessions]
        return min(bar.low for bar in days), max(bar.high for bar in days)

    def _traded_range(
        self, symbol: str, since: datetime, until: datetime, phases: Phases = REGULAR_HOURS
    ) -> tuple[int, int] | None:
        """Return low and high (ticks) of the trades between two whole minutes, None without any."""
        price_ranges = list(self.price_ranges(symbol, since, until, phases))
        if not price_ranges:
            return None
        return min(low for low, _ in price_ranges), max(high for _, high in price_ranges)

    def _sessions(
        self, symbol: str, since: datetime, until: datetime, phases: Phases
    ) -> Iterator[Session]:
        calendar = self._listings[symbol].calendar
        session = calendar.latest_part(since, phases)
        while session.opens <= until:
            yield session
            session = calendar.next_part(session, phases)

    def _make_session_prices(self, symbol: str, session: Session) -> SessionPrices:
        return SessionPrices(self._bars.noise(symbol), session, self._bars.bar(symbol, session))
