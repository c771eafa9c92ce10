"""What everything costs: a pure function of seed, symbol and moment, with nothing stored.

Prices are made from the top down, so that every view agrees with every other. A day's open, high,
low and close come first; a walk of one point a minute runs from its open to its close, touching
high and low; each minute's bar hangs between two of its points; and within the minute a walk of
one point a second does the same. All prices are whole ticks; floats live only in here.

Over that lie the timelines of the symbols that a director moved or halted, or that were split.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import exp, sqrt

from ribbit_tui.simulator.exact import USD_PLACES

from .calendar import Calendar, Session
from .noise import Noise
from .overridden import OverlaidSession
from .session_prices import DAY_SHAPE, GAP_LAYER, VOLUME, Bar, SessionPrices, trades_of
from .timeline import Change, Timeline

_BASE_DAY = date(2026, 1, 1).toordinal()
_PERIODS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""Days between the turning points of the day-to-day noise, octave by octave."""
_OCTAVE = 0.01
"""How far, as a fraction of the price, the octave of period 1 goes; longer ones go farther."""
_REACH = 0.006
"""How far a day's high and low lie, on average, beyond its open and close."""
_INSTANT = timedelta(microseconds=1)

# A layer of the noise field for every octave of the closes; the others are in `session_prices`.
_CLOSE_LAYER = 100

DayPrices = SessionPrices | OverlaidSession


@dataclass(frozen=True, kw_only=True)
class Listing:
    """How a symbol is quoted: `base` is its price in ticks around the start of 2026.

    A tick is the last of so many decimal `places` of a USD. Volume is counted in lots, so many to
    a share or a coin. `gap` is how far a day's opening lies from the close before, and `swing` how
    much wilder than a stock it is.
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
        """In 1e-6 USD."""
        return int(10 ** (USD_PLACES - self.places))

    def price(self, ticks: int) -> Decimal:
        """In USD."""
        return Decimal(ticks).scaleb(-self.places)


class Prices:
    """Every method raises KeyError for an unknown symbol."""

    def __init__(self, listings: Mapping[str, Listing], seed: int) -> None:
        self._listings = listings
        self._seed = seed
        self._noise = lru_cache(maxsize=None)(self._make_noise)
        self._close_ticks = lru_cache(maxsize=8192)(self._make_close_ticks)
        self._simulated = lru_cache(maxsize=4096)(self._make_session_prices)
        self._overlaid = lru_cache(maxsize=4096)(self._make_overlaid)
        self.traded_in_minutes = lru_cache(maxsize=4096)(self._traded_in_minutes)
        self._changes: Mapping[str, list[Change]] = {}
        self._timelines: dict[str, Timeline] = {}

    def _make_noise(self, symbol: str) -> Noise:
        return Noise(f"{self._seed}/{symbol}")

    def listing(self, symbol: str) -> Listing:
        return self._listings[symbol]

    def _make_overlaid(self, symbol: str, session: Session) -> OverlaidSession:
        return OverlaidSession(self._simulated(symbol, session), self._timelines[symbol])

    def overlay(self, changes: Mapping[str, list[Change]]) -> None:
        """From now on these lie over the simulated prices of their symbols, and no others."""
        if changes != self._changes:
            self._changes = changes
            self._timelines = {symbol: Timeline(made) for symbol, made in changes.items()}
            self._overlaid.cache_clear()
            self.traded_in_minutes.cache_clear()

    def is_halted(self, symbol: str, at: datetime) -> bool:
        timeline = self._timelines.get(symbol)
        return timeline is not None and timeline.at(at).halted_at is not None

    def price(self, symbol: str, at: datetime) -> Decimal:
        """The last price traded up to `at`, in USD."""
        return self._listings[symbol].price(self.ticks(symbol, at))

    def micros(self, symbol: str, at: datetime) -> int:
        """The last price traded up to `at`, in 1e-6 USD."""
        return self.ticks(symbol, at) * self._listings[symbol].tick

    def ticks(self, symbol: str, at: datetime) -> int:
        return self.day(symbol, self._listings[symbol].calendar.latest_session(at)).ticks(at)

    def simulated_ticks(self, symbol: str, at: datetime) -> int:
        """What `ticks` would be without any overlay."""
        session = self._listings[symbol].calendar.latest_session(at)
        return self._simulated(symbol, session).ticks(at)

    def micros_before(self, symbol: str, moment: datetime) -> int:
        """The price (1e-6 USD) just before `moment`.

        At the end of a session that is its close, even where the next one opens at once.
        """
        listing = self._listings[symbol]
        session = listing.calendar.latest_session(moment - _INSTANT)
        if moment >= session.closes:  # nothing of the day is asked for but its close
            return self._closing_ticks(symbol, session, moment) * listing.tick
        return self.day(symbol, session).before(moment) * listing.tick

    def micros_before_each(self, symbol: str, moments: Iterable[datetime]) -> Iterator[int]:
        """As `micros_before` for many moments, which are in order: several times as fast."""
        listing = self._listings[symbol]
        until: datetime | None = None
        for moment in moments:
            if until is None or moment > until:
                session = listing.calendar.latest_session(moment - _INSTANT)
                day = self.day(symbol, session)
                until = listing.calendar.next_session(session.opens).opens
            yield day.before(moment) * listing.tick

    def close(self, symbol: str, session: Session) -> Decimal:
        """The closing price of a session of the symbol's own calendar, in USD."""
        return self._listings[symbol].price(self._closing_ticks(symbol, session, session.closes))

    def _closing_ticks(self, symbol: str, session: Session, moment: datetime) -> int:
        """A session's close as it is quoted just before `moment`, which is not before it."""
        ticks = self._close_ticks(symbol, session.day)
        timeline = self._timelines.get(symbol)
        return ticks if timeline is None else timeline.before(moment).of(ticks)

    def day(self, symbol: str, session: Session) -> DayPrices:
        """Raises KeyError for an unknown symbol; `session` is of the symbol's own calendar."""
        if symbol in self._timelines:
            return self._overlaid(symbol, session)
        return self._simulated(symbol, session)

    def swings(self, symbol: str, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Low and high (ticks) of what was traded from `since` up to and including `until`.

        In order: minute by minute, but a session that lies within as one. Nothing while shut.
        """
        for session in self._sessions(symbol, since, until):
            day = self.day(symbol, session)
            if not (since <= session.opens and session.closes <= until):
                yield from day.swings(since, until)
            elif day.has_traded(session.opens, session.closes):
                yield day.bar.low, day.bar.high

    def reach(self, symbol: str, since: datetime, until: datetime) -> tuple[int, int]:
        """Low and high (ticks) of all sessions that `since` to `until` touches, each as a whole."""
        sessions = self._sessions(symbol, since, until)
        days = [self.day(symbol, session).bar for session in sessions]
        return min(bar.low for bar in days), max(bar.high for bar in days)

    def _traded_in_minutes(
        self, symbol: str, since: datetime, until: datetime
    ) -> tuple[int, int] | None:
        """Low and high (ticks) of what is traded between two whole minutes; None for nothing."""
        swings = list(self.swings(symbol, since, until))
        if not swings:
            return None
        return min(low for low, _ in swings), max(high for _, high in swings)

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
        reach = 2 * _REACH * listing.swing
        high = top + round(top * reach * up)
        low = max(1, bottom - round(bottom * reach * down))
        volume = round(1_000_000 * exp(1.5 * noise.normal(VOLUME, number)))
        bar = Bar(session.opens, opened, high, low, closed, volume, trades_of(volume))
        return SessionPrices(noise, session, bar)

    def _make_close_ticks(self, symbol: str, day: date) -> int:
        noise, listing = self._noise(symbol), self._listings[symbol]
        drift = _wander(noise, day.toordinal()) - _wander(noise, _BASE_DAY)
        return max(1, round(listing.base * exp(listing.swing * drift)))


def _wander(noise: Noise, day: int) -> float:
    """The logarithm of the price, up to a constant."""
    return sum(
        _OCTAVE * sqrt(period) * noise.smooth(_CLOSE_LAYER + octave, day, period)
        for octave, period in enumerate(_PERIODS)
    )
