"""What everything costs: a pure function of seed, symbol and moment, with nothing stored.

Prices are made from the top down, so that every view agrees with every other. A day's open, high,
low and close come first; a walk of one point a minute runs from its open to its close, touching
high and low; each minute's bar hangs between two of its points; and within the minute a walk of
one point a second does the same. All prices are whole cents; floats live only in here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import exp, pi, sin, sqrt

from .calendar import Calendar, Session
from .noise import Noise, Path

_BASE_DAY = date(2026, 1, 1).toordinal()
_PERIODS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""Days between the turning points of the day-to-day noise, octave by octave."""
_OCTAVE = 0.01
"""How far, as a fraction of the price, the octave of period 1 goes; longer ones go farther."""
_GAP = 0.002
_REACH = 0.006
"""How far a day's high and low lie, on average, beyond its open and close."""
_MINUTE = timedelta(minutes=1)
_SECONDS = 60
_SHARES_A_TRADE = 50

# Layers of the noise field; the octaves of the closes take those from 100 on.
_GAP_LAYER, _DAY_SHAPE, _MINUTE_WALK, _MINUTE_SHAPE, _SECOND_WALK, _VOLUME, _SIZE = range(1, 8)
_CLOSE_LAYER = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """Prices in cents, volume in shares, number of trades, over a stretch of time from `starts`."""

    starts: datetime
    open: int
    high: int
    low: int
    close: int
    volume: int
    trades: int


class Prices:
    """`base_cents` is each symbol's price around the start of 2026."""

    def __init__(self, base_cents: Mapping[str, int], seed: int, calendar: Calendar) -> None:
        self._base_cents = base_cents
        self._seed = seed
        self._calendar = calendar
        self._noise = lru_cache(maxsize=None)(self._make_noise)
        self._session_prices = lru_cache(maxsize=4096)(self._make_session_prices)

    def _make_noise(self, symbol: str) -> Noise:
        return Noise(f"{self._seed}/{symbol}")

    def price(self, symbol: str, at: datetime) -> Decimal:
        """The last price traded up to `at`, in USD. KeyError for an unknown symbol."""
        return Decimal(self.cents(symbol, at)).scaleb(-2)

    def cents(self, symbol: str, at: datetime) -> int:
        return self.day(symbol, self._calendar.latest_session(at)).cents(at)

    def close(self, symbol: str, session: Session) -> Decimal:
        """The closing price of `session`, in USD."""
        return Decimal(self._close_cents(symbol, session.day)).scaleb(-2)

    def day(self, symbol: str, session: Session) -> "SessionPrices":
        return self._session_prices(symbol, session)

    def swings(self, symbol: str, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Low and high (cents) of what was traded from `since` up to and including `until`.

        In order: minute by minute, but a session that lies within as one. Nothing while shut.
        """
        for session in self._sessions(since, until):
            day = self.day(symbol, session)
            if since <= session.opens and session.closes <= until:
                yield day.bar.low, day.bar.high
            else:
                yield from day.swings(since, until)

    def reach(self, symbol: str, since: datetime, until: datetime) -> tuple[int, int]:
        """Low and high (cents) of all sessions that `since` to `until` touches, each as a whole."""
        days = [self.day(symbol, session).bar for session in self._sessions(since, until)]
        return min(bar.low for bar in days), max(bar.high for bar in days)

    def _sessions(self, since: datetime, until: datetime) -> Iterator[Session]:
        session = self._calendar.latest_session(since)
        while session.opens <= until:
            yield session
            session = self._calendar.next_session(session.opens)

    def _make_session_prices(self, symbol: str, session: Session) -> "SessionPrices":
        noise = self._noise(symbol)
        number = session.day.toordinal()
        before = self._close_cents(symbol, self._calendar.session_before(session).day)
        opened = max(1, round(before * exp(_GAP * noise.normal(_GAP_LAYER, number))))
        closed = self._close_cents(symbol, session.day)
        up, down = (noise.uniform(_DAY_SHAPE, 4 * number + i) for i in (0, 1))
        top, bottom = max(opened, closed), min(opened, closed)
        high = top + round(top * _REACH * 2 * up)
        low = max(1, bottom - round(bottom * _REACH * 2 * down))
        volume = round(1_000_000 * exp(1.5 * noise.normal(_VOLUME, number)))
        bar = Bar(session.opens, opened, high, low, closed, volume, _trades(volume))
        return SessionPrices(noise, session, bar)

    def _close_cents(self, symbol: str, day: date) -> int:
        noise = self._noise(symbol)
        drift = _wander(noise, day.toordinal()) - _wander(noise, _BASE_DAY)
        return max(1, round(self._base_cents[symbol] * exp(drift)))


def _wander(noise: Noise, day: int) -> float:
    """The logarithm of the price, up to a constant."""
    return sum(
        _OCTAVE * sqrt(period) * noise.smooth(_CLOSE_LAYER + octave, day, period)
        for octave, period in enumerate(_PERIODS)
    )


class SessionPrices:
    """One symbol through one session; points are worked out when asked for, and kept."""

    def __init__(self, noise: Noise, session: Session, bar: Bar) -> None:
        self._noise = noise
        self._session = session
        self.bar = bar
        steps = session.minutes
        self._first_minute = int(session.opens.timestamp()) // 60
        pins = _pins(noise, _DAY_SHAPE, session.day.toordinal(), bar, steps)
        deviation = 0.5 * (bar.high - bar.low) / sqrt(steps)
        bounds = (bar.low, bar.high)
        self._walk = Path(noise, _MINUTE_WALK, self._first_minute, pins, bounds, deviation)
        self._deviation = max(deviation, 0.4)
        self._minutes_seen, self._high_seen, self._low_seen = 0, 0, bar.high
        self._last_minute: tuple[int, Path] | None = None

    def cents(self, at: datetime) -> int:
        """The last price up to `at`; at and after the close, the closing price."""
        if at >= self._session.closes:
            return self.bar.close
        minute, second = self._place(at)
        return self._seconds(minute)[second] if second else self._walk[minute]

    def swings(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Low and high of every minute, or part of one, from `since` up to `until`."""
        first = max(since, self._session.opens)
        last = min(until, self._session.closes)
        while first < last:
            minute, second = self._place(first)
            following = self._session.opens + (minute + 1) * _MINUTE
            if second == 0 and following <= last:
                bar = self.minute_bar(minute)
                yield bar.low, bar.high
            else:
                end = _SECONDS if following <= last else self._place(last)[1]
                points = [self._seconds(minute)[i] for i in range(second, end + 1)]
                yield min(points), max(points)
            first = following

    def _place(self, at: datetime) -> tuple[int, int]:
        minute, rest = divmod(at - self._session.opens, _MINUTE)
        return minute, rest // timedelta(seconds=1)

    def minute_bar(self, minute: int) -> Bar:
        """The whole bar of the session's nth minute, from 0."""
        opened, closed = self._walk[minute], self._walk[minute + 1]
        number = self._first_minute + minute
        up, down = (self._noise.uniform(_MINUTE_SHAPE, 4 * number + i) for i in (0, 1))
        reach = 2 * self._deviation
        high = min(self.bar.high, max(opened, closed) + round(reach * up * up))
        low = max(self.bar.low, min(opened, closed) - round(reach * down * down))
        before, after = self._volume_until(minute), self._volume_until(minute + 1)
        trades = _trades(after) - _trades(before)
        starts = self._session.opens + minute * _MINUTE
        return Bar(starts, opened, high, low, closed, after - before, trades)

    def _seconds(self, minute: int) -> Path:
        if self._last_minute is None or self._last_minute[0] != minute:
            bar = self.minute_bar(minute)
            number = self._first_minute + minute
            pins = _pins(self._noise, _MINUTE_SHAPE, number, bar, _SECONDS)
            path = Path(
                self._noise,
                _SECOND_WALK,
                number * _SECONDS,
                pins,
                (bar.low, bar.high),
                self._deviation / sqrt(_SECONDS),
            )
            self._last_minute = (minute, path)
        return self._last_minute[1]

    def _volume_until(self, minute: int) -> int:
        """Shares traded before the session's nth minute: more at its beginning and end."""
        if minute >= self._session.minutes:
            return self.bar.volume
        wobble = self._noise.uniform(_VOLUME, self._first_minute + minute) if minute else 0.0
        x = (minute + wobble) / self._session.minutes
        return int(self.bar.volume * (x + 0.12 * sin(2 * pi * x)))

    def bar_until(self, at: datetime) -> Bar:
        """The session's bar as it stands at `at`: the whole one once the session is over."""
        if at >= self._session.closes:
            return self.bar
        minute, second = self._place(at)
        path = self._seconds(minute)
        running = [path[i] for i in range(second + 1)]
        high, low = max(running), min(running)
        if minute:
            earlier_high, earlier_low = self._extremes(minute)
            high, low = max(high, earlier_high), min(low, earlier_low)
        so_far, next_minute = self._volume_until(minute), self._volume_until(minute + 1)
        volume = so_far + (next_minute - so_far) * second // _SECONDS
        opened = self.bar.open
        return Bar(self._session.opens, opened, high, low, running[-1], volume, _trades(volume))

    def _extremes(self, minutes: int) -> tuple[int, int]:
        """High and low of the session's first `minutes`; only new ones are read."""
        if minutes < self._minutes_seen:
            self._minutes_seen, self._high_seen, self._low_seen = 0, 0, self.bar.high
        for minute in range(self._minutes_seen, minutes):
            bar = self.minute_bar(minute)
            self._high_seen = max(self._high_seen, bar.high)
            self._low_seen = min(self._low_seen, bar.low)
        self._minutes_seen = minutes
        return self._high_seen, self._low_seen

    def last_minute_bar(self, at: datetime) -> Bar | None:
        """The latest minute that is over at `at`, None within the session's first."""
        over = min((at - self._session.opens) // _MINUTE, self._session.minutes)
        return self.minute_bar(over - 1) if over else None

    def size(self, at: datetime) -> int:
        """How many shares changed hands in the last trade, or stand behind a quote."""
        return 1 + int(self._noise.uniform(_SIZE, int(at.timestamp())) * 300)


def _trades(volume_so_far: int) -> int:
    """How many trades made up a session's volume up to some moment."""
    return volume_so_far // _SHARES_A_TRADE


def _pins(noise: Noise, layer: int, number: int, bar: Bar, steps: int) -> dict[int, int]:
    """Where a walk must pass: its ends, and its high and low somewhere between."""
    inner = steps - 1
    at_high = 1 + int(noise.uniform(layer, 4 * number + 2) * inner)
    at_low = 1 + int(noise.uniform(layer, 4 * number + 3) * (inner - 1))
    if at_low >= at_high:
        at_low += 1
    return {0: bar.open, at_high: bar.high, at_low: bar.low, steps: bar.close}
