"""Prices of every symbol: a pure function of seed, symbol and time, with nothing stored.

Prices are made from the top down, so that every view agrees with every other. A day's open, high,
low and close come first. A walk with one point a minute runs from open to close and touches high
and low. Each minute's bar spans two of its points, and within the minute a walk with one point a
second does the same. All prices are whole ticks; floats are used only in this package.

On top of these apply the timelines of symbols that a director moved or halted, or that split.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import exp, sqrt

from ribbit_tui.simulator.exact import USD_PLACES, Micros

from .calendar import Calendar, Session
from .noise import Noise
from .overridden_session import OverriddenSession
from .session_prices import DAY_SHAPE, GAP_LAYER, VOLUME, Bar, SessionPrices, trades_of
from .timeline import Adjustment, Change, ChangeKind, Timeline

_BASE_DAY = date(2026, 1, 1).toordinal()
_PERIODS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""Days between the turning points of the day-to-day noise, one period for each octave."""
_OCTAVE = 0.01
"""Deviation, as a fraction of the price, of the octave of period 1; longer ones deviate more."""
_DAILY_REACH = 0.006
"""Average distance, as a fraction of the price, of a day's high and low from open and close."""
_INSTANT = timedelta(microseconds=1)

# A layer of the noise field for every octave of the closes; the others are in `session_prices`.
_CLOSE_LAYER = 100

DayPrices = SessionPrices | OverriddenSession


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Quotation of a symbol: `base` is its price in ticks around the start of 2026.

    A tick is 10**-`places` USD. Volume is counted in lots, of which `lots` make a share or a coin.
    `gap` is the deviation of a day's opening from the close before, as a fraction of the price.
    `swing` is the volatility in multiples of a stock's.
    """

    calendar: Calendar
    base: int
    is_crypto: bool = False
    places: int = 2
    lots: int = 1
    gap: float = 0.002
    swing: float = 1.0

    @property
    def tick(self) -> int:
        """Size of a tick in micros (1e-6 USD)."""
        return int(10 ** (USD_PLACES - self.places))

    def price(self, ticks: int) -> Decimal:
        """Convert ticks to USD."""
        return Decimal(ticks).scaleb(-self.places)


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
        self._seed = seed
        self._noise = lru_cache(maxsize=None)(self._make_noise)
        self._close_ticks = lru_cache(maxsize=8192)(self._make_close_ticks)
        self._simulated = lru_cache(maxsize=4096)(self._make_session_prices)
        self._overridden = lru_cache(maxsize=4096)(self._make_overridden)
        self.traded_range = lru_cache(maxsize=4096)(self._traded_range)
        self._changes: Mapping[str, list[Change]] = {}
        self._timelines: dict[str, Timeline] = {}

    def _make_noise(self, symbol: str) -> Noise:
        return Noise(f"{self._seed}/{symbol}")

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

    def micros(self, symbol: str, at: datetime) -> Micros:
        """Return the last price traded up to `at`, in micros (1e-6 USD)."""
        return Micros(self.ticks(symbol, at) * self._listings[symbol].tick)

    def ticks(self, symbol: str, at: datetime) -> int:
        """Return the last price traded up to `at`, in the symbol's ticks."""
        return self.day(symbol, self._listings[symbol].calendar.latest_session(at)).ticks(at)

    def simulated_ticks(self, symbol: str, at: datetime) -> int:
        """Return what `ticks` would be without any change."""
        session = self._listings[symbol].calendar.latest_session(at)
        return self._simulated(symbol, session).ticks(at)

    def micros_before(self, symbol: str, at: datetime) -> Micros:
        """Return the price (micros) just before `at`.

        At the end of a session this is its close, even where the next session opens at once.
        """
        listing = self._listings[symbol]
        session = listing.calendar.latest_session(at - _INSTANT)
        if at >= session.closes:  # nothing of the day is asked for but its close
            return Micros(self._closing_ticks(symbol, session, at) * listing.tick)
        return Micros(self.day(symbol, session).ticks_before(at) * listing.tick)

    def micros_before_each(self, symbol: str, times: Iterable[datetime]) -> Iterator[Micros]:
        """Yield `micros_before` for each of `times`, which are in order. Several times as fast."""
        listing = self._listings[symbol]
        until: datetime | None = None
        for at in times:
            if until is None or at > until:
                session = listing.calendar.latest_session(at - _INSTANT)
                day = self.day(symbol, session)
                until = listing.calendar.next_session(session.opens).opens
            yield Micros(day.ticks_before(at) * listing.tick)

    def close(self, symbol: str, session: Session) -> Decimal:
        """Return the closing price (USD) of a session of the symbol's own calendar."""
        return self._listings[symbol].price(self._closing_ticks(symbol, session, session.closes))

    def _closing_ticks(self, symbol: str, session: Session, at: datetime) -> int:
        """Return a session's close as quoted just before `at`, which is not before the close."""
        ticks = self._close_ticks(symbol, session.day)
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
        self, symbol: str, since: datetime, until: datetime
    ) -> Iterator[tuple[int, int]]:
        """Yield low and high (ticks) of what traded from `since` up to and including `until`.

        The ranges are in order of time, one for each minute; a session that lies entirely within is
        one range. Nothing is yielded for times when the market is closed.
        """
        for session in self._sessions(symbol, since, until):
            day = self.day(symbol, session)
            if not (since <= session.opens and session.closes <= until):
                yield from day.price_ranges(since, until)
            elif day.has_traded(session.opens, session.closes):
                yield day.bar.low, day.bar.high

    def session_range(self, symbol: str, since: datetime, until: datetime) -> tuple[int, int]:
        """Return low and high (ticks) of all whole sessions that `since` to `until` touches."""
        sessions = self._sessions(symbol, since, until)
        days = [self.day(symbol, session).bar for session in sessions]
        return min(bar.low for bar in days), max(bar.high for bar in days)

    def _traded_range(
        self, symbol: str, since: datetime, until: datetime
    ) -> tuple[int, int] | None:
        """Return low and high (ticks) of the trades between two whole minutes, None without any."""
        price_ranges = list(self.price_ranges(symbol, since, until))
        if not price_ranges:
            return None
        return min(low for low, _ in price_ranges), max(high for _, high in price_ranges)

    def _sessions(self, symbol: str, since: datetime, until: datetime) -> Iterator[Session]:
        calendar = self._listings[symbol].calendar
        session = calendar.latest_session(since)
        while session.opens <= until:
            yield session
            session = calendar.next_session(session.opens)

    def _make_session_prices(self, symbol: str, session: Session) -> SessionPrices:
        noise, listing = self._noise(symbol), self._listings[symbol]
        number = session.day.toordinal()
        before = self._close_ticks(symbol, listing.calendar.session_before(session).day)
        opened = max(1, round(before * exp(listing.gap * noise.normal(GAP_LAYER, number))))
        closed = self._close_ticks(symbol, session.day)
        up, down = (noise.uniform(DAY_SHAPE, 4 * number + i) for i in (0, 1))
        top, bottom = max(opened, closed), min(opened, closed)
        reach = 2 * _DAILY_REACH * listing.swing
        high = top + round(top * reach * up)
        low = max(1, bottom - round(bottom * reach * down))
        volume = round(1_000_000 * exp(1.5 * noise.normal(VOLUME, number)))
        bar = Bar(session.opens, opened, high, low, closed, volume, trades_of(volume))
        return SessionPrices(noise, session, bar)

    def _make_close_ticks(self, symbol: str, day: date) -> int:
        noise, listing = self._noise(symbol), self._listings[symbol]
        drift = _log_price(noise, day.toordinal()) - _log_price(noise, _BASE_DAY)
        return max(1, round(listing.base * exp(listing.swing * drift)))


def _log_price(noise: Noise, day: int) -> float:
    """Return the logarithm of the price, up to a constant."""
    return sum(
        _OCTAVE * sqrt(period) * noise.smooth(_CLOSE_LAYER + octave, day, period)
        for octave, period in enumerate(_PERIODS)
    )
