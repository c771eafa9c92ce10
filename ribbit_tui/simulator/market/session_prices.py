"""One symbol through one session, from the day's bar down to the second."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin, sqrt

from .calendar import Session
from .noise import Noise, Path

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
_SECONDS = 60
_SHARES_A_TRADE = 50

# Layers of the noise field; those of the days' closes are in `prices`.
GAP_LAYER, DAY_SHAPE, _MINUTE_WALK, _MINUTE_SHAPE, _SECOND_WALK, VOLUME, _SIZE = range(1, 8)


@dataclass(frozen=True, slots=True)
class Bar:
    """Prices in ticks, volume in lots, number of trades, over a stretch of time from `starts`."""

    starts: datetime
    open: int
    high: int
    low: int
    close: int
    volume: int
    trades: int


def trades_of(volume_so_far: int) -> int:
    """How many trades made up a session's volume up to some moment."""
    return volume_so_far // _SHARES_A_TRADE


class SessionPrices:
    """Points are worked out when asked for, and kept."""

    def __init__(self, noise: Noise, session: Session, bar: Bar) -> None:
        self._noise = noise
        self.session = session
        self.bar = bar
        steps = session.minutes
        self._first_minute = int(session.opens.timestamp()) // 60
        pins = _pins(noise, DAY_SHAPE, session.day.toordinal(), bar, steps)
        deviation = 0.5 * (bar.high - bar.low) / sqrt(steps)
        bounds = (bar.low, bar.high)
        self._walk = Path(noise, _MINUTE_WALK, self._first_minute, pins, bounds, deviation)
        self._deviation = max(deviation, 0.4)
        self._seen: dict[int, tuple[int, int, int]] = {}
        self._last_minute: tuple[int, Path] | None = None

    def ticks(self, at: datetime) -> int:
        """The last price up to `at`; at and after the close, the closing price."""
        if at >= self.session.closes:
            return self.bar.close
        return self.point(self.second_of(at))

    def before(self, moment: datetime) -> int:
        """The price that a stretch of time which ends at `moment` closes with."""
        return self.ticks(moment)

    def has_traded(self, first: datetime, last: datetime) -> bool:
        """Whether anything was traded from `first` up to `last`, within the session."""
        return True

    def last_moment(self, at: datetime) -> datetime:
        """When the price last changed up to `at`, to the second."""
        return min(at, self.session.closes).replace(microsecond=0)

    def swings(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Low and high of every minute, or part of one, from `since` up to `until`."""
        first = max(since, self.session.opens)
        last = min(until, self.session.closes)
        while first < last:
            second = self.second_of(first)
            minute = second // _SECONDS
            following = self.session.opens + (minute + 1) * MINUTE
            end = (minute + 1) * _SECONDS if following <= last else self.second_of(last)
            yield self.extremes(second, end)
            first = following

    def second_of(self, at: datetime) -> int:
        """Whole seconds from the opening to `at`."""
        return (at - self.session.opens) // SECOND

    def point(self, second: int) -> int:
        """The price at a second of the session, up to and including the last."""
        minute, rest = divmod(second, _SECONDS)
        return self._seconds(minute)[rest] if rest else self._walk[minute]

    def extremes(self, first: int, last: int) -> tuple[int, int]:
        """Low and high of the points from one second to another, both included."""
        points = [self.point(last)]
        minute, rest = divmod(first, _SECONDS)
        whole = last // _SECONDS
        if rest:
            points += self._points(minute, rest, min(_SECONDS, last - minute * _SECONDS))
            minute += 1
        if minute < whole:
            points += self._extremes(minute, whole)
        if minute <= whole and last % _SECONDS:
            points += self._points(whole, 0, last % _SECONDS)
        return min(points), max(points)

    def _points(self, minute: int, first: int, last: int) -> list[int]:
        path = self._seconds(minute)
        return [path[second] for second in range(first, last + 1)]

    def _extremes(self, first: int, last: int) -> tuple[int, int]:
        """Low and high of the minutes from `first` up to `last`; only new ones are read."""
        if last == first + 1:
            bar = self.minute_bar(first)
            return bar.low, bar.high
        seen, low, high = self._seen.get(first, (first, self.bar.high, self.bar.low))
        if last < seen:
            seen, low, high = first, self.bar.high, self.bar.low
        for minute in range(seen, last):
            bar = self.minute_bar(minute)
            low, high = min(low, bar.low), max(high, bar.high)
        self._seen[first] = (last, low, high)
        return low, high

    def minute_bar(self, minute: int) -> Bar:
        """The whole bar of the session's nth minute, from 0."""
        opened, closed = self._walk[minute], self._walk[minute + 1]
        number = self._first_minute + minute
        up, down = (self._noise.uniform(_MINUTE_SHAPE, 4 * number + i) for i in (0, 1))
        reach = 2 * self._deviation
        high = min(self.bar.high, max(opened, closed) + round(reach * up * up))
        low = max(self.bar.low, min(opened, closed) - round(reach * down * down))
        before, after = self._volume_until(minute), self._volume_until(minute + 1)
        trades = trades_of(after) - trades_of(before)
        starts = self.session.opens + minute * MINUTE
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
        """What was traded before the session's nth minute: more at its beginning and end."""
        if minute >= self.session.minutes:
            return self.bar.volume
        wobble = self._noise.uniform(VOLUME, self._first_minute + minute) if minute else 0.0
        x = (minute + wobble) / self.session.minutes
        return int(self.bar.volume * (x + 0.12 * sin(2 * pi * x)))

    def volume_at(self, second: int) -> int:
        """What was traded before a second of the session."""
        minute, rest = divmod(second, _SECONDS)
        so_far = self._volume_until(minute)
        if rest == 0:
            return so_far
        return so_far + (self._volume_until(minute + 1) - so_far) * rest // _SECONDS

    def bar_until(self, at: datetime) -> Bar:
        """The session's bar as it stands at `at`: the whole one once the session is over."""
        if at >= self.session.closes:
            return self.bar
        second = self.second_of(at)
        low, high = self.extremes(0, second)
        volume = self.volume_at(second)
        opens, closes = self.bar.open, self.point(second)
        return Bar(self.session.opens, opens, high, low, closes, volume, trades_of(volume))

    def last_minute_bar(self, at: datetime) -> Bar | None:
        """The latest minute that is over at `at`, None within the session's first."""
        over = min((at - self.session.opens) // MINUTE, self.session.minutes)
        return self.minute_bar(over - 1) if over else None

    def size(self, at: datetime) -> int:
        """How many lots changed hands in the last trade, or stand behind a quote."""
        return 1 + int(self._noise.uniform(_SIZE, int(at.timestamp())) * 300)


def _pins(noise: Noise, layer: int, number: int, bar: Bar, steps: int) -> dict[int, int]:
    """Where a walk must pass: its ends, and its high and low somewhere between."""
    inner = steps - 1
    at_high = 1 + int(noise.uniform(layer, 4 * number + 2) * inner)
    at_low = 1 + int(noise.uniform(layer, 4 * number + 3) * (inner - 1))
    if at_low >= at_high:
        at_low += 1
    return {0: bar.open, at_high: bar.high, at_low: bar.low, steps: bar.close}
