"""Prices of one symbol in one session, from the day's bar down to the second."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin, sqrt

from .calendar import Session
from .noise import BoundedWalk, Noise

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
_SECONDS = 60
_SHARES_A_TRADE = 50

# Layers of the noise field; those of the days' closes are in `session_bars`.
GAP_LAYER, DAY_SHAPE, _MINUTE_WALK, _MINUTE_SHAPE, _SECOND_WALK, VOLUME, _SIZE = range(1, 8)
NIGHT_LAYER = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """Prices in ticks, volume in lots and number of trades of a period that begins at `starts`."""

    starts: datetime
    open: int
    high: int
    low: int
    close: int
    volume: int
    trades: int


def trades_of(volume_so_far: int) -> int:
    """Return the number of trades in a session's volume so far."""
    return volume_so_far // _SHARES_A_TRADE


class SessionPrices:
    """Simulated prices of a session. Points are computed on demand and kept."""

    def __init__(self, noise: Noise, session: Session, bar: Bar) -> None:
        self._noise = noise
        self.session = session
        self.bar = bar
        steps = session.minutes
        self._first_minute = int(session.opens.timestamp()) // 60
        pins = _pins(noise, DAY_SHAPE, session.number, bar, steps)
        deviation = 0.5 * (bar.high - bar.low) / sqrt(steps)
        bounds = (bar.low, bar.high)
        self._walk = BoundedWalk(noise, _MINUTE_WALK, self._first_minute, pins, bounds, deviation)
        self._deviation = max(deviation, 0.4)
        self._ranges: dict[int, tuple[int, int, int]] = {}
        self._last_minute: tuple[int, BoundedWalk] | None = None

    def ticks(self, at: datetime) -> int:
        """Return the last price up to `at`; at and after the close, the closing price."""
        if at >= self.session.closes:
            return self.bar.close
        return self.point(self.second_of(at))

    def ticks_before(self, at: datetime) -> int:
        """Return the closing price of a period that ends at `at`."""
        return self.ticks(at)

    def has_traded(self, first: datetime, last: datetime) -> bool:
        """Whether anything traded from `first` up to but not including `last`.

        Both times are within the session.
        """
        return True

    def last_change_at(self, at: datetime) -> datetime:
        """Return the time (whole seconds) of the last price change up to `at`."""
        return min(at, self.session.closes).replace(microsecond=0)

    def price_ranges(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Yield low and high of every minute, or part of a minute, from `since` up to `until`."""
        first = max(since, self.session.opens)
        last = min(until, self.session.closes)
        while first < last:
            second = self.second_of(first)
            minute = second // _SECONDS
            following = self.session.opens + (minute + 1) * MINUTE
            end = (minute + 1) * _SECONDS if following <= last else self.second_of(last)
            yield self.low_and_high(second, end)
            first = following

    def second_of(self, at: datetime) -> int:
        """Return the number of whole seconds from the opening to `at`."""
        return (at - self.session.opens) // SECOND

    def point(self, second: int) -> int:
        """Return the price at a second of the session, up to and including the last."""
        minute, rest = divmod(second, _SECONDS)
        return self._seconds(minute)[rest] if rest else self._walk[minute]

    def low_and_high(self, first: int, last: int) -> tuple[int, int]:
        """Return low and high of the points from one second to another, both included."""
        points = [self.point(last)]
        minute, rest = divmod(first, _SECONDS)
        whole = last // _SECONDS
        if rest:
            points += self._points(minute, rest, min(_SECONDS, last - minute * _SECONDS))
            minute += 1
        if minute < whole:
            points += self._low_and_high(minute, whole)
        if minute <= whole and last % _SECONDS:
            points += self._points(whole, 0, last % _SECONDS)
        return min(points), max(points)

    def _points(self, minute: int, first: int, last: int) -> list[int]:
        path = self._seconds(minute)
        return [path[second] for second in range(first, last + 1)]

    def _low_and_high(self, first: int, last: int) -> tuple[int, int]:
        """Return low and high of the minutes from `first` up to `last`. Reads only new minutes."""
        if last == first + 1:
            bar = self.minute_bar(first)
            return bar.low, bar.high
        seen, low, high = self._ranges.get(first, (first, self.bar.high, self.bar.low))
        if last < seen:
            seen, low, high = first, self.bar.high, self.bar.low
        for minute in range(seen, last):
            bar = self.minute_bar(minute)
            low, high = min(low, bar.low), max(high, bar.high)
        self._ranges[first] = (last, low, high)
        return low, high

    def minute_bar(self, minute: int) -> Bar:
        """Return the bar of the session's nth minute, from 0."""
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

    def _seconds(self, minute: int) -> BoundedWalk:
        if self._last_minute is None or self._last_minute[0] != minute:
            bar = self.minute_bar(minute)
            number = self._first_minute + minute
            pins = _pins(self._noise, _MINUTE_SHAPE, number, bar, _SECONDS)
            path = BoundedWalk(
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
        """Return the volume before the session's nth minute; it is higher at both ends."""
        if minute >= self.session.minutes:
            return self.bar.volume
        wobble = self._noise.uniform(VOLUME, self._first_minute + minute) if minute else 0.0
        x = (minute + wobble) / self.session.minutes
        return int(self.bar.volume * (x + 0.12 * sin(2 * pi * x)))

    def volume_at(self, second: int) -> int:
        """Return the volume (lots) before a second of the session."""
        minute, rest = divmod(second, _SECONDS)
        so_far = self._volume_until(minute)
        if rest == 0:
            return so_far
        return so_far + (self._volume_until(minute + 1) - so_far) * rest // _SECONDS

    def bar_until(self, at: datetime) -> Bar:
        """Return the session's bar as of `at`; the complete one once the session is over."""
        if at >= self.session.closes:
            return self.bar
        second = self.second_of(at)
        low, high = self.low_and_high(0, second)
        volume = self.volume_at(second)
        opens, closes = self.bar.open, self.point(second)
        return Bar(self.session.opens, opens, high, low, closes, volume, trades_of(volume))

    def last_minute_bar(self, at: datetime) -> Bar | None:
        """Return the bar of the last minute that ended by `at`, None within the session's first."""
        over = min((at - self.session.opens) // MINUTE, self.session.minutes)
        return self.minute_bar(over - 1) if over else None

    def size(self, at: datetime) -> int:
        """Return the number of lots in the last trade, or behind a quote."""
        return 1 + int(self._noise.uniform(_SIZE, int(at.timestamp())) * 300)


def _pins(noise: Noise, layer: int, number: int, bar: Bar, steps: int) -> dict[int, int]:
    """Return the points that a bar's walk must pass: its ends, its high and its low."""
    inner = steps - 1
    at_high = 1 + int(noise.uniform(layer, 4 * number + 2) * inner)
    at_low = 1 + int(noise.uniform(layer, 4 * number + 3) * (inner - 1))
    if at_low >= at_high:
        at_low += 1
    return {0: bar.open, at_high: bar.high, at_low: bar.low, steps: bar.close}
