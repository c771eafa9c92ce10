"""One session with the changes of its symbol's timeline applied."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from .session_prices import MINUTE, Bar, SessionPrices, trades_of
from .timeline import Segment, Timeline

_INSTANT = timedelta(microseconds=1)


class _TradedSpan(NamedTuple):
    """Seconds of a session, both included, in which one segment was traded."""

    segment: Segment
    first: int
    last: int


class OverriddenSession:
    """Prices of one session after moves, halts and splits; the interface of `SessionPrices`.

    Nothing trades while the symbol is halted.
    """

    def __init__(self, simulated: SessionPrices, timeline: Timeline) -> None:
        self._simulated = simulated
        self._timeline = timeline
        self.session = simulated.session
        self._past_ranges: dict[_TradedSpan, tuple[int, int]] = {}

    @cached_property
    def bar(self) -> Bar:
        """Bar of the whole session."""
        opens, closes = self.session.opens, self.session.closes
        spans = self._traded_spans(opens, closes)
        if len(spans) == 1 and spans[0][1:] == (0, self._simulated.second_of(closes)):
            return self._scaled(spans[0].segment, self._simulated.bar)
        return self._bar(opens, closes, spans)

    def _scaled(self, segment: Segment, bar: Bar) -> Bar:
        """Return the simulated bar as it is in one segment."""
        return Bar(
            bar.starts,
            open=segment.apply(bar.open),
            high=segment.apply(bar.high),
            low=segment.apply(bar.low),
            close=segment.apply(bar.close),
            volume=int(bar.volume * segment.volume_factor),
            trades=bar.trades,
        )

    def ticks(self, at: datetime) -> int:
        """Return the last price up to `at`. A move applies at once, even in a closed market."""
        return self._timeline.at(at).apply(self._simulated.ticks(at))

    def ticks_before(self, at: datetime) -> int:
        """Return the closing price of a period that ends at `at`."""
        return self._timeline.before(at).apply(self._simulated.ticks(at))

    def has_traded(self, first: datetime, last: datetime) -> bool:
        """Whether anything traded from `first` up to but not including `last`.

        Both times are within the session.
        """
        return bool(self._traded_spans(first, min(last, self.session.closes)))

    def last_change_at(self, at: datetime) -> datetime:
        """Return the time (whole seconds) of the last price change up to `at`."""
        segment = self._timeline.at(at)
        if segment.halted_at is not None:
            return segment.halted_at.replace(microsecond=0)
        changed = max(self.session.closes, segment.starts)
        return min(at, changed).replace(microsecond=0)

    def price_ranges(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Yield low and high of every minute, or part of a minute, from `since` up to `until`."""
        first = max(since, self.session.opens)
        last = min(until, self.session.closes)
        while first < last:
            minute = self._simulated.second_of(first) // 60
            following = min(self.session.opens + (minute + 1) * MINUTE, last)
            includes_end = following == until < self.session.closes
            for span in self._traded_spans(first, following, includes_end):
                yield self._low_and_high(span)
            first = following

    def minute_bar(self, minute: int) -> Bar:
        """Return the bar of the session's nth minute, from 0."""
        starts = self.session.opens + minute * MINUTE
        ends = starts + MINUTE
        return self._bar(starts, ends, self._traded_spans(starts, ends))

    def bar_until(self, at: datetime) -> Bar:
        """Return the session's bar as of `at`; the complete one once the session is over."""
        if at >= self.session.closes:
            return self.bar
        spans = self._traded_spans(self.session.opens, at, includes_end=True)
        return self._bar(self.session.opens, at, spans)

    def last_minute_bar(self, at: datetime) -> Bar | None:
        """Return the bar of the last minute with trades that ended by `at`, or None."""
        over = min((at - self.session.opens) // MINUTE, self.session.minutes)
        for minute in range(over - 1, -1, -1):
            starts = self.session.opens + minute * MINUTE
            if self.has_traded(starts, starts + MINUTE):
                return self.minute_bar(minute)
        return None

    def size(self, at: datetime) -> int:
        """Return the number of lots in the last trade, or behind a quote."""
        return self._simulated.size(at)

    def _traded_spans(
        self, first: datetime, last: datetime, includes_end: bool = False
    ) -> list[_TradedSpan]:
        """Return what traded from `first` up to `last`, and at `last` too with `includes_end`.

        A minute's bar closes with the price of the next minute's first second. So does a segment
        that ends between two minutes.
        """
        second_of = self._simulated.second_of
        spans = []
        for segment, starts, ends in self._timeline.segments_between(first, last):
            is_at_end = includes_end and ends == last
            if segment.halted_at is not None or (starts == ends and not is_at_end):
                continue
            closes_minute = (ends - self.session.opens) % MINUTE == timedelta(0)
            is_included = is_at_end and (segment is self._timeline.at(last))
            end = second_of(ends if closes_minute or is_included else ends - _INSTANT)
            spans.append(_TradedSpan(segment, second_of(starts), end))
        return spans

    def _low_and_high(self, span: _TradedSpan) -> tuple[int, int]:
        low, high = self._simulated.low_and_high(span.first, span.last)
        return span.segment.apply(low), span.segment.apply(high)

    def _kept_low_and_high(self, span: _TradedSpan) -> tuple[int, int]:
        """Return low and high of a span that is over, computed once."""
        if (known := self._past_ranges.get(span)) is None:
            known = self._past_ranges[span] = self._low_and_high(span)
        return known

    def _bar(self, starts: datetime, ends: datetime, spans: list[_TradedSpan]) -> Bar:
        """Return the bar of the spans; it is flat and without volume if there are none."""
        if not spans:
            ticks = self._timeline.at(starts).halted_ticks
            return Bar(starts, ticks, ticks, ticks, ticks, 0, 0)
        point = self._simulated.point
        first, last = spans[0], spans[-1]
        ranges = [self._kept_low_and_high(span) for span in spans[:-1]] + [self._low_and_high(last)]
        before, after = self._volume_until(starts), self._volume_until(ends)
        return Bar(
            starts,
            open=first.segment.apply(point(first.first)),
            high=max(high for _, high in ranges),
            low=min(low for low, _ in ranges),
            close=last.segment.apply(point(last.last)),
            volume=self._adjusted_volume(starts, ends),
            trades=trades_of(after) - trades_of(before),
        )

    def _adjusted_volume(self, starts: datetime, ends: datetime) -> int:
        """Return the volume (lots) traded between two times, adjusted for later splits."""
        volume_at, second_of = self._simulated.volume_at, self._simulated.second_of
        volume = 0
        for segment, first, last in self._timeline.segments_between(starts, ends):
            if segment.halted_at is None:
                traded = volume_at(second_of(last)) - volume_at(second_of(first))
                volume += int(traded * segment.volume_factor)
        return volume

    def _volume_until(self, at: datetime) -> int:
        """Return the volume (lots) traded from the opening up to `at`."""
        volume_at, second_of = self._simulated.volume_at, self._simulated.second_of
        volume = volume_at(second_of(at))
        for segment, starts, ends in self._timeline.segments_between(self.session.opens, at):
            if segment.halted_at is not None:
                volume -= volume_at(second_of(ends)) - volume_at(second_of(starts))
        return volume
