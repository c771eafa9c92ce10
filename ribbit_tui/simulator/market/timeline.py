"""Changes of one symbol's simulated prices by a director or a split, over time.

A timeline consists of segments. Within one, every price is the simulated price times one factor,
rounded to the tick; or the price at which the symbol was halted. Rounding keeps the order of
prices, so the high of a segment is that of its simulated high, whatever the timeframe.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_WHOLE = Fraction(1)


class ChangeKind(StrEnum):
    MOVE = "move"
    """Prices from then on are the simulated ones times a factor."""
    SCALE = "scale"
    """Prices from then on are what they would have been, times a factor: a split."""
    RESET = "reset"
    """Prices from then on are the simulated ones, adjusted for splits only."""
    HALT = "halt"
    RESUME = "resume"


@dataclass(frozen=True, kw_only=True)
class Change:
    """Change of a symbol's prices at a time.

    `factor` belongs to a move and a scale. `ticks`, the price while halted, belongs to a halt.
    """

    at: datetime
    kind: ChangeKind
    factor: Fraction = _WHOLE
    ticks: int = 0


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """Factors that make prices and volumes before a time comparable with those after it."""

    at: datetime
    price: Fraction
    volume: Fraction = _WHOLE


@dataclass(frozen=True)
class Segment:
    """Part of a timeline, from `starts` to the next segment.

    `halted_at` is when trading stopped, None while the symbol trades. `volume_factor` is for
    adjusted timelines.
    """

    starts: datetime = _BEGINNING
    factor: Fraction = _WHOLE
    halted_at: datetime | None = None
    halted_ticks: int = 0
    volume_factor: Fraction = _WHOLE

    def apply(self, ticks: int) -> int:
        """Return the price in ticks, at least one, for a simulated price in ticks."""
        if self.halted_at is not None:
            return self.halted_ticks
        if self.factor is _WHOLE:
            return ticks
        return scaled_ticks(ticks, self.factor)

    def adjusted(self, adjustment: Adjustment) -> "Segment":
        """Return the segment with an adjustment to what comes after it."""
        return replace(
            self,
            factor=self.factor * adjustment.price,
            halted_ticks=scaled_ticks(self.halted_ticks, adjustment.price),
            volume_factor=self.volume_factor * adjustment.volume,
        )


def scaled_ticks(ticks: int, factor: Fraction) -> int:
    """Scale to the nearest whole tick, half up, at least one."""
    over = 2 * factor.denominator
    return max(1, (2 * ticks * factor.numerator + factor.denominator) // over)


class Timeline:
    """Segments of one symbol; the first one is the unchanged past."""

    def __init__(self, changes: Sequence[Change]) -> None:
        """Build the segments. Changes of the same time apply in the order given."""
        self._segments = [Segment()]
        splits = _WHOLE
        for change in sorted(changes, key=lambda change: change.at):
            if change.kind == ChangeKind.SCALE:
                splits *= change.factor
            self._append(_changed(self._segments[-1], change, splits))
        self._starts = [segment.starts for segment in self._segments]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "Timeline":
        """Build a timeline of segments in order of time, of which the first is the past."""
        timeline = cls(())
        timeline._segments = list(segments)
        timeline._starts = [segment.starts for segment in segments]
        return timeline

    def adjusted(self, adjustments: Sequence[Adjustment]) -> "Timeline":
        """Return the timeline with each adjustment applied to all that comes before its time."""
        segments = self._segments
        for adjustment in adjustments:
            at = adjustment.at
            before = [segment.adjusted(adjustment) for segment in segments if segment.starts < at]
            after = [segment for segment in segments if segment.starts >= at]
            if not after or after[0].starts > at:
                last = next(one for one in reversed(segments) if one.starts < at)
                after.insert(0, replace(last, starts=at))
            segments = before + after
        return Timeline.of(segments)

    def _append(self, segment: Segment) -> None:
        if self._segments[-1].starts == segment.starts:
            self._segments.pop()
        self._segments.append(segment)

    def at(self, at: datetime) -> Segment:
        """Return the segment at `at`."""
        return self._segments[bisect_right(self._starts, at) - 1]

    def before(self, at: datetime) -> Segment:
        """Return the segment that lasts until just before `at`."""
        return self._segments[bisect_left(self._starts, at) - 1]

    def segments_between(
        self, first: datetime, last: datetime
    ) -> Iterator[tuple[Segment, datetime, datetime]]:
        """Yield each segment between two times with its beginning and end within them.

        A segment that begins at `last` is included, with no length.
        """
        number = bisect_right(self._starts, first) - 1
        while number < len(self._segments):
            segment = self._segments[number]
            if segment.starts > last:
                return
            number += 1
            ends = last if number == len(self._starts) else min(last, self._starts[number])
            yield segment, max(first, segment.starts), ends


def _changed(before: Segment, change: Change, splits: Fraction) -> Segment:
    after = replace(before, starts=change.at)
    match change.kind:
        case ChangeKind.MOVE:
            return replace(after, factor=change.factor)
        case ChangeKind.RESET:
            return replace(after, factor=splits)
        case ChangeKind.SCALE:
            return replace(
                after,
                factor=before.factor * change.factor,
                halted_ticks=scaled_ticks(before.halted_ticks, change.factor),
            )
        case ChangeKind.HALT:
            return replace(after, halted_at=change.at, halted_ticks=change.ticks)
        case ChangeKind.RESUME:
            return replace(after, halted_at=None, halted_ticks=0)
