"""One session as its symbol's timeline changes it; asked like `SessionPrices`."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from .session_prices import MINUTE, Bar, SessionPrices, trades_of
from .timeline import Stretch, Timeline

_INSTANT = timedelta(microseconds=1)


class _Piece(NamedTuple):
    """The seconds, both included, through which one stretch was traded."""

    stretch: Stretch
    first: int
    last: int


class OverlaidSession:
    """Nothing is traded while the symbol is halted."""

    def __init__(self, simulated: SessionPrices, timeline: Timeline) -> None:
        self._simulated = simulated
        self._timeline = timeline
        self.session = simulated.session
        self._extremes_of_past: dict[_Piece, tuple[int, int]] = {}

    @cached_property
    def bar(self) -> Bar:
        session = self.session
        return self._bar(session.opens, session.closes, self._pieces(session.opens, session.closes))

    def ticks(self, at: datetime) -> int:
        """The last price up to `at`. A move changes it at once, even while the market is shut."""
        return self._timeline.at(at).of(self._simulated.ticks(at))

    def before(self, moment: datetime) -> int:
        """The price that a stretch of time which ends at `moment` closes with."""
        return self._timeline.before(moment).of(self._simulated.ticks(moment))

    def has_traded(self, first: datetime, last: datetime) -> bool:
        """Whether anything was traded from `first` up to `last`, within the session."""
        return bool(self._pieces(first, min(last, self.session.closes)))

    def last_moment(self, at: datetime) -> datetime:
        """When the price last changed up to `at`, to the second."""
        stretch = self._timeline.at(at)
        if stretch.halted_at is not None:
            return stretch.halted_at.replace(microsecond=0)
        changed = max(self.session.closes, stretch.starts)
        return min(at, changed).replace(microsecond=0)

    def swings(self, since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
        """Low and high of every minute, or part of one, from `since` up to `until`."""
        first = max(since, self.session.opens)
        last = min(until, self.session.closes)
        while first < last:
            minute = self._simulated.second_of(first) // 60
            following = min(self.session.opens + (minute + 1) * MINUTE, last)
            to_the_instant = following == until < self.session.closes
            for piece in self._pieces(first, following, to_the_instant):
                yield self._extremes(piece)
            first = following

    def minute_bar(self, minute: int) -> Bar:
        """The whole bar of the session's nth minute, from 0."""
        starts = self.session.opens + minute * MINUTE
        ends = starts + MINUTE
        return self._bar(starts, ends, self._pieces(starts, ends))

    def bar_until(self, at: datetime) -> Bar:
        """The session's bar as it stands at `at`: the whole one once the session is over."""
        if at >= self.session.closes:
            return self.bar
        pieces = self._pieces(self.session.opens, at, to_the_instant=True)
        return self._bar(self.session.opens, at, pieces)

    def last_minute_bar(self, at: datetime) -> Bar | None:
        """The latest minute with trades that is over at `at`, None if there is none yet."""
        over = min((at - self.session.opens) // MINUTE, self.session.minutes)
        for minute in range(over - 1, -1, -1):
            starts = self.session.opens + minute * MINUTE
            if self.has_traded(starts, starts + MINUTE):
                return self.minute_bar(minute)
        return None

    def size(self, at: datetime) -> int:
        """How many lots changed hands in the last trade, or stand behind a quote."""
        return self._simulated.size(at)

    def _pieces(
        self, first: datetime, last: datetime, to_the_instant: bool = False
    ) -> list[_Piece]:
        """What was traded from `first` up to `last`, or up to and including it.

        A minute's bar closes with the price of the next minute's first second, and so does a
        stretch that ends between two minutes.
        """
        second_of = self._simulated.second_of
        pieces = []
        for stretch, starts, ends in self._timeline.cut(first, last):
            is_at_end = to_the_instant and ends == last
            if stretch.halted_at is not None or (starts == ends and not is_at_end):
                continue
            closes_minute = (ends - self.session.opens) % MINUTE == timedelta(0)
            is_included = is_at_end and (stretch is self._timeline.at(last))
            end = second_of(ends if closes_minute or is_included else ends - _INSTANT)
            pieces.append(_Piece(stretch, second_of(starts), end))
        return pieces

    def _extremes(self, piece: _Piece) -> tuple[int, int]:
        low, high = self._simulated.extremes(piece.first, piece.last)
        return piece.stretch.of(low), piece.stretch.of(high)

    def _extremes_kept(self, piece: _Piece) -> tuple[int, int]:
        """Those of a stretch that is over are worked out once."""
        if (known := self._extremes_of_past.get(piece)) is None:
            known = self._extremes_of_past[piece] = self._extremes(piece)
        return known

    def _bar(self, starts: datetime, ends: datetime, pieces: list[_Piece]) -> Bar:
        """Flat and without volume if nothing was traded."""
        if not pieces:
            ticks = self._timeline.at(starts).halted_ticks
            return Bar(starts, ticks, ticks, ticks, ticks, 0, 0)
        point = self._simulated.point
        first, last = pieces[0], pieces[-1]
        reaches = [self._extremes_kept(piece) for piece in pieces[:-1]] + [self._extremes(last)]
        before, after = self._volume_until(starts), self._volume_until(ends)
        return Bar(
            starts,
            open=first.stretch.of(point(first.first)),
            high=max(high for _, high in reaches),
            low=min(low for low, _ in reaches),
            close=last.stretch.of(point(last.last)),
            volume=after - before,
            trades=trades_of(after) - trades_of(before),
        )

    def _volume_until(self, moment: datetime) -> int:
        """What was traded from the opening up to `moment`."""
        volume_at, second_of = self._simulated.volume_at, self._simulated.second_of
        volume = volume_at(second_of(moment))
        for stretch, starts, ends in self._timeline.cut(self.session.opens, moment):
            if stretch.halted_at is not None:
                volume -= volume_at(second_of(ends)) - volume_at(second_of(starts))
        return volume
