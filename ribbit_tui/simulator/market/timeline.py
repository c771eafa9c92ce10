"""What a director, or a split, made of one symbol's simulated prices, and from when on.

A timeline is cut into stretches. Within one, every price is the simulated price times one factor,
rounded to the tick; or the price at which a halted symbol stands still. Rounding keeps the order
of prices, so the high of a stretch is that of its simulated high, whatever the timeframe.
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
    """From now on, prices are the simulated ones times a factor."""
    SCALE = "scale"
    """From a moment on, prices are what they would have been, times a factor: a split."""
    RESET = "reset"
    """From now on, prices are the simulated ones, but for splits."""
    HALT = "halt"
    RESUME = "resume"


@dataclass(frozen=True, kw_only=True)
class Change:
    """`factor` belongs to a move and a scale, `ticks` (where the price stands still) to a halt."""

    at: datetime
    kind: ChangeKind
    factor: Fraction = _WHOLE
    ticks: int = 0


@dataclass(frozen=True)
class Stretch:
    """From `starts` to the next one; `halted_at` is when trading stopped, None while it goes on."""

    starts: datetime = _BEGINNING
    factor: Fraction = _WHOLE
    halted_at: datetime | None = None
    halted_ticks: int = 0

    def of(self, ticks: int) -> int:
        """What a simulated price is here, at least one tick."""
        if self.halted_at is not None:
            return self.halted_ticks
        if self.factor is _WHOLE:
            return ticks
        return scaled_ticks(ticks, self.factor)


def scaled_ticks(ticks: int, factor: Fraction) -> int:
    """To the nearest whole tick, half up, at least one."""
    over = 2 * factor.denominator
    return max(1, (2 * ticks * factor.numerator + factor.denominator) // over)


class Timeline:
    """One symbol's stretches; the first one is the untouched past."""

    def __init__(self, changes: Sequence[Change]) -> None:
        """`changes` of the same moment count in the order given."""
        self._stretches = [Stretch()]
        splits = _WHOLE
        for change in sorted(changes, key=lambda change: change.at):
            if change.kind == ChangeKind.SCALE:
                splits *= change.factor
            self._append(_changed(self._stretches[-1], change, splits))
        self._starts = [stretch.starts for stretch in self._stretches]

    def _append(self, stretch: Stretch) -> None:
        if self._stretches[-1].starts == stretch.starts:
            self._stretches.pop()
        self._stretches.append(stretch)

    def at(self, moment: datetime) -> Stretch:
        return self._stretches[bisect_right(self._starts, moment) - 1]

    def before(self, moment: datetime) -> Stretch:
        """The stretch that holds until just before `moment`."""
        return self._stretches[bisect_left(self._starts, moment) - 1]

    def cut(self, first: datetime, last: datetime) -> Iterator[tuple[Stretch, datetime, datetime]]:
        """What lies between two moments: each stretch with its beginning and end there.

        A stretch that begins at `last` has no length there, but is told of.
        """
        number = bisect_right(self._starts, first) - 1
        while number < len(self._stretches):
            stretch = self._stretches[number]
            if stretch.starts > last:
                return
            number += 1
            ends = last if number == len(self._starts) else min(last, self._starts[number])
            yield stretch, max(first, stretch.starts), ends


def _changed(before: Stretch, change: Change, splits: Fraction) -> Stretch:
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
